"""Lists: order, pages, filters, sorting, and what a poll finds."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NOBODY, NOW, TOMORROW, Provider
from ecf_conformance.v3.schedules import JANUARY

_SORTED = ("/participants", "/partnerships", "/delivery-partners", "/schools?filter[cohort]=2026")
_ALL = "page[per_page]=3000"


def _listed(provider: Provider, path: str, more: str = "") -> list[dict[str, object]]:
    joined = "&" if "?" in path else "?"
    found = provider.call("GET", f"{path}{joined}{_ALL}{more}").accepted().records
    return [{"id": each["id"], **each["attributes"]} for each in found]


@scenario("V3-LIST-1", "V3-LIST-12")
def a_participant_is_listed_as_shown(provider: Provider) -> None:
    """A participant is listed as the read by id shows it, and a declaration does not move it."""
    ect = provider.someone()
    shown = provider.reads(ect).accepted()
    provider.declares(ect).done()
    assert provider.reads(ect).data == shown.data, "a declaration changed the participant"
    found = [
        each for each in provider.participants(per_page="3000").records if each["id"] == ect.id
    ]
    assert found == [shown.data], "the list shows somebody else"


@scenario("V3-LIST-6", each=of(*_SORTED))
def lists_are_in_order_of_creation(provider: Provider, case: Case) -> None:
    """Without a sort a list is in order of creation."""
    provider.someone(), provider.someone()
    found = [
        str(each["created_at"]) for each in _listed(provider, case.name) if "created_at" in each
    ]
    assert found == sorted(found), "not in order of creation"


@scenario(
    "V3-LIST-6", "V3-FMT-9", each=of("created_at", "updated_at", "-created_at", "-updated_at")
)
def lists_are_sorted_as_asked(provider: Provider, case: Case) -> None:
    """A list is sorted by creation or change, upwards, or downwards after a minus."""
    first, second = provider.someone(), provider.someone()
    provider.defers(first).done()
    provider.defers(second).done()
    name, down = case.name.removeprefix("-"), case.name.startswith("-")
    for path in ("/partnerships", "/schools?filter[cohort]=2026", "/delivery-partners"):
        found = [str(each[name]) for each in _listed(provider, path, f"&sort={case.name}")]
        assert found == sorted(found, reverse=down), f"{path} is not sorted by {case.name}"
    if name == "updated_at":
        found = [
            str(each[name]) for each in _listed(provider, "/participants", f"&sort={case.name}")
        ]
        assert found == sorted(found, reverse=down), f"participants not sorted by {case.name}"


@scenario("V3-FMT-9", each=of("full_name", "--updated_at", "updated_at%20desc", "id", ""))
def other_sorts_are_dropped(provider: Provider, case: Case) -> None:
    """What cannot be sorted by is dropped, and the list is in its usual order."""
    plain = _listed(provider, "/delivery-partners")
    assert plain, "no delivery partner is listed"
    found = _listed(provider, "/delivery-partners", f"&sort={case.name}")
    before, after = [each["id"] for each in plain], [each["id"] for each in found]
    both = {*before} & {*after}  # others may come and go in between
    assert both, "the list has nobody of before"
    assert [id_ for id_ in after if id_ in both] == [id_ for id_ in before if id_ in both]


@scenario("V3-LIST-7")
def pages_neither_repeat_nor_skip(provider: Provider) -> None:
    """Pages together are the list."""
    whole = provider.statements(per_page="3000").accepted().ids
    size = max(1, len(whole) // 3)
    pages = []
    for number in range(1, len(whole) // size + 2):
        pages += provider.statements(page=str(number), per_page=str(size)).accepted().ids
    assert pages == whole, "the pages are not the list"


@scenario("V3-LIST-2", "V3-FMT-10")
def participants_are_chosen_by_cohort(provider: Provider) -> None:
    """The cohort filter takes years, several by commas; one that is no year is dropped."""
    ect = provider.someone()
    for wanted in ("2026", "2025,2026", "x,2026"):
        assert ect.id in provider.participants(cohort=wanted, per_page="3000").accepted().ids
    assert ect.id not in provider.participants(cohort="2025", per_page="3000").accepted().ids
    assert provider.participants(cohort="none").accepted().ids == []
    assert ect.id in provider.participants(cohort="", per_page="3000").accepted().ids


@scenario("V3-LIST-2", each=of("deferred", "withdrawn"))
def participants_are_chosen_by_status(provider: Provider, case: Case) -> None:
    """The training status filter finds those of the status, and nobody for another word."""
    active, stopped = provider.someone(), provider.someone()
    provider.acts({"deferred": "defer", "withdrawn": "withdraw"}[case.name], stopped).done()
    found = provider.participants(training_status=case.name, per_page="3000").accepted().ids
    assert stopped.id in found, "who has stopped is not found"
    assert active.id not in found, "who is active is found"
    found = provider.participants(training_status="active", per_page="3000").accepted().ids
    assert active.id in found, "who is active is not found"
    assert stopped.id not in found, "who has stopped is found"
    assert provider.participants(training_status="unknown").accepted().ids == []


@scenario("V3-LIST-4", "V3-FMT-10")
def declarations_are_chosen(provider: Provider) -> None:
    """Declarations are chosen by participants, cohort and delivery partner."""
    first = provider.someone(untouched=True)
    second = provider.someone("mentor", untouched=True)
    one, two = provider.declares(first).done(), provider.declares(second).done()
    assert provider.declared_for(first).ids == [one.id]
    both = provider.declarations(participant_id=f"{first.id.upper()},{second.id},x").accepted()
    assert sorted(both.ids) == sorted([one.id, two.id])
    assert provider.declarations(participant_id="x").accepted().ids == []
    partner = one.attributes["delivery_partner_id"]
    chosen = {"participant_id": first.id, "delivery_partner_id": partner, "cohort": "2026"}
    assert provider.declarations(**chosen).accepted().ids == [one.id]
    assert provider.declarations(**{**chosen, "delivery_partner_id": NOBODY}).ids == []
    assert provider.declarations(**{**chosen, "cohort": "2025"}).ids == []


@scenario("V3-LIST-8", "V3-LIST-13", each=of("defer", "withdraw", "change-schedule"))
def an_act_is_found_by_a_poll(provider: Provider, case: Case) -> None:
    """Who polls from the newest change seen finds each act."""
    ect = provider.someone()
    seen = provider.reads(ect).attributes["updated_at"]
    more = {"schedule_identifier": JANUARY} if case.name == "change-schedule" else {}
    provider.acts(case.name, ect, **more).accepted()
    found = provider.participants(updated_since=seen, per_page="3000").accepted()
    assert ect.id in found.ids, f"{found.exchange.line} misses {ect.id}"


@scenario("V3-LIST-9", "V3-LIST-13", needs={Ability.TIME})
def a_void_is_found_by_a_poll(provider: Provider) -> None:
    """Who polls from the newest change seen finds a declaration, and its void."""
    ect = provider.someone()
    made = provider.declares(ect).done()
    assert made.id in provider.declarations(updated_since=NOW, per_page="3000").accepted().ids
    with provider.on(TOMORROW):
        newest = {"updated_since": TOMORROW, "per_page": "3000"}
        assert made.id not in provider.declarations(**newest).accepted().ids
        provider.voids(made).done()
        assert made.id in provider.declarations(**newest).ids


@scenario("V3-LIST-5", each=table(Case("cohort", "2026"), Case("cohort of nobody", "1999")))
def partnerships_are_chosen(provider: Provider, case: Case) -> None:
    """Partnerships are chosen by cohort and delivery partner."""
    provider.someone()
    found = provider.partnerships(cohort=case.said, per_page="3000").accepted().records
    assert {each["attributes"]["cohort"] for each in found} <= {case.said}
    assert bool(found) is (case.said == "2026"), f"{len(found)} of {case.said}"
    for each in found[:3]:
        partner = each["attributes"]["delivery_partner_id"]
        chosen = provider.partnerships(delivery_partner_id=partner, per_page="3000").records
        assert {it["attributes"]["delivery_partner_id"] for it in chosen} == {partner}


@scenario("V3-FMT-5", each=of("%", "%4", "%zz"))
def broken_encoding_is_a_bad_request(provider: Provider, case: Case) -> None:
    """A % that two hexadecimal digits do not follow is a bad request."""
    provider.call("GET", f"/statements?filter[cohort]={case.name}").bad_request()
    provider.call("GET", "/statements?filter[cohort]=%32%30%32%36").accepted()


@scenario("V3-LIST-13", "V3-LIST-6", needs={Ability.HEADER}, ours=IN_REGISTER)
def changes_at_one_instant_keep_their_order(provider: Provider) -> None:
    """What changes at one instant is listed by change in the order in which it was changed."""
    people = [provider.someone() for _ in range(6)]
    acted = [each.id for each in sorted(people, key=lambda it: it.id, reverse=True)]
    with provider.on(TOMORROW):
        for each in sorted(people, key=lambda it: it.id, reverse=True):
            provider.defers(each).done()
        listed = provider.participants(sort="updated_at", per_page="3000").accepted().ids
    assert [each for each in listed if each in acted] == acted, "not in the order of change"
