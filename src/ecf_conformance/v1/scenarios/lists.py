"""Lists, pages and filters."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.moments import DAY, SECOND, wire
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.editions import IN_SERVICE
from ecf_conformance.v1.provider import NOBODY, NOW, Provider
from ecf_conformance.v1.schedules import JANUARY, payment_of

_LISTS = of("/participants/ecf", "/participants", "/participant-declarations")
_SINCE = "filter[updated_since]"


@scenario("LIST-1", each=_LISTS)
def pages_are_counted_from_one(provider: Provider, case: Case) -> None:
    """A page has as many as were asked for; past the end there is nothing."""
    for _ in range(3):
        provider.declares(provider.someone()).done()
    two = provider.get(case.name, params={"page[page]": "1", "page[per_page]": "2"}).accepted()
    assert len(two.ids) == 2, f"{two.exchange.line} with {len(two.ids)} records; expected 2"
    first = provider.get(case.name, params={"page[per_page]": "1"}).accepted()
    second = provider.get(case.name, params={"page[per_page]": "1", "page[page]": "2"}).accepted()
    wrong = f"two pages of one are {first.ids + second.ids}; one page of two is {two.ids}"
    assert first.ids + second.ids == two.ids, wrong
    _is_empty(provider, case.name, "1000000")


@scenario("LIST-1", each=_LISTS, ours=IN_SERVICE)
def a_page_past_all_counting_is_empty(provider: Provider, case: Case) -> None:
    """A page whose number no database holds is past the end like any other."""
    _is_empty(provider, case.name, "9" * 30)


def _is_empty(provider: Provider, path: str, page: str) -> None:
    beyond = provider.get(path, params={"page[page]": page}).accepted()
    assert beyond.ids == [], f"{beyond.exchange.line} with records past the end"


@scenario("LIST-1", each=_LISTS, ours=IN_SERVICE)
def odd_pages_are_a_bad_request(provider: Provider, case: Case) -> None:
    """A page that is zero, negative or no whole number is a 400."""
    for odd in ("0", "-1", "one", "1.5", "1e2", "\uff11"):
        provider.get(case.name, params={"page[page]": odd}).bad_request()
        provider.get(case.name, params={"page[per_page]": odd}).bad_request()
    provider.get(case.name, params={"page[page]": "1", "page[per_page]": "1"}).accepted()


@scenario("LIST-1", needs={Ability.CONTROL})
def a_page_has_a_hundred_unless_told(provider: Provider) -> None:
    """A page holds 100 unless told otherwise, and at most 3000, quietly."""
    alone = provider.elsewhere(participants=3005)
    sizes = {"": 100, "150": 150, "3000": 3000, "3001": 3000, "999999": 3000}
    for asked, expected in sizes.items():
        query = {"per_page": asked} if asked else {}
        listed = alone.participants(**query).accepted()
        found = len(listed.ids)
        assert found == expected, f"{listed.exchange.line} with {found}; expected {expected}"


@scenario("LIST-2", needs={Ability.CONTROL})
def pages_neither_repeat_nor_skip(provider: Provider) -> None:
    """Read page by page, the list is the same as read at once, in order of creation."""
    alone = provider.elsewhere(participants=30)
    whole = alone.participants(per_page="3000").accepted().ids
    paged = [
        id_ for page in range(1, 8) for id_ in alone.participants(page=str(page), per_page="7").ids
    ]
    assert paged == whole, f"pages of 7 give {paged}; the whole list is {whole}"
    alone.defers(alone.someone()).done()
    alone.participants(per_page="10").accepted()
    added = [alone.someone().id for _ in range(3)]
    after = alone.participants(per_page="3000").accepted().ids
    assert after[: len(whole)] == whole, "an addition moves what was listed before it"
    assert after[-3:] == added, f"added as {added}, listed as {after[-3:]}"


@scenario("LIST-2", needs={Ability.STATES})
def participants_come_in_order_of_creation(provider: Provider) -> None:
    """Those created first are listed first, whatever happens to them later."""
    ids = [provider.someone().id for _ in range(3)]
    with provider.on("2021-11-26T09:00:00Z"):
        defer = provider.send(
            "PUT",
            f"/participants/ecf/{ids[0]}/defer",
            {"reason": "other", "course_identifier": "ecf-induction"},
        )
        defer.done()
    found = [each for each in _everyone(provider) if each in ids]
    assert found == ids, f"created as {ids}, listed as {found}"


def _everyone(provider: Provider) -> list[str]:
    found: list[str] = []
    for page in range(1, 50):
        ids = provider.participants(page=str(page), per_page="3000").accepted().ids
        found += ids
        if len(ids) < 3000:
            break
    return found


@scenario("LIST-2", "LIST-3", needs={Ability.TIME})
def changes_come_in_order_of_change(provider: Provider) -> None:
    """With updated_since, those who changed first come first."""
    late, early = provider.someone(), provider.someone()
    with provider.on("2023-01-01T00:00:00Z"):
        provider.defers(early).done()
    with provider.on("2023-01-02T00:00:00Z"):
        provider.defers(late).done()
    with provider.on("2023-01-03T00:00:00Z"):
        listed = provider.participants(updated_since="2023-01-01T00:00:00Z", per_page="3000")
        found = [each for each in listed.accepted().ids if each in (late.id, early.id)]
    assert found == [early.id, late.id], f"{listed.exchange.line} not in order of change"
    times = [each["attributes"]["updated_at"] for each in listed.records]
    assert times == sorted(times), f"{listed.exchange.line} not in order of updated_at"


@scenario("LIST-3", needs={Ability.TIME})
def participants_changes_are_inclusive(provider: Provider) -> None:
    """updated_since finds a participant changed at that very instant, and not one before."""
    ect = provider.someone()
    with provider.on("2023-02-02T02:02:02Z"):
        provider.defers(ect).done()
        at_once = provider.participants(updated_since="2023-02-02T02:02:02Z", per_page="3000")
        second = "03" if provider.target.stands_still else "12"
        later = provider.participants(updated_since=f"2023-02-02T02:02:{second}Z", per_page="3000")
        if provider.target.stands_still:
            soon = provider.participants(updated_since="2023-02-02T02:02:02.5Z", per_page="3000")
            assert ect.id not in soon.accepted().ids, (
                f"{soon.exchange.line} tells an earlier change"
            )
    assert ect.id in at_once.accepted().ids, (
        f"{at_once.exchange.line} without who changed just then"
    )
    assert ect.id not in later.accepted().ids, f"{later.exchange.line} with who changed before"


@scenario("LIST-3", "PAY-5", needs={Ability.TIME, Ability.PAYMENTS})
def declarations_changes_are_strict(provider: Provider) -> None:
    """updated_since finds a declaration paid after that instant, and not one paid at it."""
    january = provider.milestone(schedule=JANUARY)
    paid = payment_of(provider.edition, january.middle).paid
    ect = provider.someone(schedule=JANUARY, untouched=True)
    with provider.on(january.middle):
        made = provider.declares(ect, dated=january.middle).done()
    with provider.on(paid + DAY):
        before, at_it, after = (
            provider.declarations(participant_id=ect.id, updated_since=wire(since))
            for since in (paid - SECOND, paid, paid + SECOND)
        )
    assert before.accepted().ids == [made.id], f"{before.exchange.line} without what was paid since"
    assert at_it.accepted().ids == [], f"{at_it.exchange.line} with what was paid at that instant"
    assert after.accepted().ids == [], f"{after.exchange.line} with what was paid before"


@scenario(
    "LIST-3",
    each=table(
        Case("offset", "2021-11-01T00:00:00%2B01:00"),
        Case("no zone", "2021-11-01T00:00:00"),
        Case("fraction", "2021-11-01T00:00:00.5Z"),
        Case("encoded twice", "2021-11-01T00%253A00%253A00%252B01%253A00"),
        Case("blank", ""),
    ),
)
def any_readable_date_filters(provider: Provider, case: Case) -> None:
    """updated_since takes what ISO 8601 allows, also encoded twice; blank is no filter."""
    ect = provider.someone()
    provider.defers(ect).done()
    provider.declares(ect).done()
    for path in ("/participants/ecf", "/participants", "/participant-declarations"):
        found = provider.get(f"{path}?{_SINCE}={case.said}&page[per_page]=3000").accepted()
        assert found.ids, f"{found.exchange.line} with nobody, though somebody changed since"


@scenario(
    "LIST-3",
    each=table(
        Case("a date only", f"{_SINCE}=2021-11-01"),
        Case("words", f"{_SINCE}=yesterday"),
        Case("a raw plus", f"{_SINCE}=2021-11-01T00:00:00+01:00"),
        Case("30 February", f"{_SINCE}=2022-02-30T00:00:00Z", ours=IN_SERVICE),
        Case("encoded thrice", f"{_SINCE}=2021-11-01T00%25253A00%25253A00Z", ours=IN_SERVICE),
        Case("an array", f"{_SINCE}[]=2021-11-01T00:00:00Z", ours=IN_SERVICE),
        Case("paging that is no object", "page=2", ours=IN_SERVICE),
        Case("a repeated page", "page[page]=1&page[page]=1", ours=IN_SERVICE),
    ),
)
def an_unreadable_query_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A filter or page that cannot be read is a 400, in each list."""
    for path in ("/participants/ecf", "/participants", "/participant-declarations"):
        provider.get(f"{path}?{case.said}").bad_request()
        provider.get(f"{path}?page[per_page]=1").accepted()


@scenario("FMT-5", each=_LISTS, ours=IN_SERVICE)
def a_filter_is_an_object(provider: Provider, case: Case) -> None:
    """filter=2021 is a bad parameter."""
    provider.get(f"{case.name}?filter=2021").bad_request("Bad parameter")
    provider.get(f"{case.name}?page[per_page]=1").accepted()


@scenario("LIST-4", needs={Ability.TIME}, each=of("/participants/ecf", "/participants"))
def cohorts_can_be_filtered(provider: Provider, case: Case) -> None:
    """A cohort finds its own, several find theirs, and an unknown one finds nobody."""
    ect = provider.someone()
    with provider.on("2023-03-03T03:03:03Z"):
        provider.defers(ect).done()
        since = {_SINCE: "2023-03-03T03:03:03Z", "page[per_page]": "3000"}
        for cohorts, found in (
            ("2021", True),
            ("1901,2021", True),
            ("1901", False),
            ("soon", False),
        ):
            query = {**since, "filter[cohort]": cohorts}
            listed = provider.get(case.name, params=query).accepted()
            years = {each["attributes"]["cohort"] for each in listed.records}
            assert years <= set(cohorts.split(",")), f"{listed.exchange.line} with {years}"
            assert (ect.id in listed.ids) is found, f"{listed.exchange.line}: {ect.id} is of 2021"


@scenario("LIST-4", "LIST-5", each=_LISTS)
def unknown_filters_are_ignored(provider: Provider, case: Case) -> None:
    """A filter that is not known leaves the list as it is."""
    provider.declares(provider.someone()).done()
    odd = {"filter[colour]": "blue", "filter[Cohort]": "1901", "page[per_page]": "1"}
    listed = provider.get(case.name, params=odd)
    assert len(listed.accepted().ids) == 1, f"{listed.exchange.line} with nobody"


@scenario("LIST-5")
def declarations_come_oldest_first(provider: Provider) -> None:
    """Declarations are listed in the order in which they were made, in any state."""
    ect = provider.someone(schedule="ecf-extended-september", untouched=True)
    made = []
    for now, each, dated in (
        (NOW, "retained-1", "2021-11-25T09:00:00Z"),
        ("2021-11-25T09:00:10Z", "started", "2021-11-25T08:00:00Z"),
        ("2021-11-25T09:00:20Z", "completed", "2021-11-25T08:30:00Z"),
    ):
        with provider.on(now):
            made.append(provider.declares(ect, each, dated).done())
    provider.voids(made[1]).done()
    listed = provider.declared_for(ect).accepted()
    expected = [each.id for each in made]
    assert listed.ids == expected, f"{listed.exchange.line} with {listed.ids}; made as {expected}"
    states = [each["attributes"]["state"] == "voided" for each in listed.records]
    assert states == [False, True, False], f"{listed.exchange.line} with other states than by id"


@scenario("LIST-5")
def declarations_are_found_by_participant(provider: Provider) -> None:
    """A participant's id finds their declarations only; an unknown one none; a word is a 400."""
    one, two = provider.someone(untouched=True), provider.someone(untouched=True)
    ours, theirs = provider.declares(one).done(), provider.declares(two).done()
    assert provider.declared_for(one).accepted().ids == [ours.id], "a filter finds another's"
    assert provider.declared_for(two).accepted().ids == [theirs.id], "a filter finds another's"
    assert provider.declarations(participant_id=NOBODY).accepted().ids == [], "nobody was declared"
    provider.declarations(participant_id="ada").bad_request()
    provider.get("/participant-declarations?filter[participant_id]=").accepted()
