"""Lists: pages, order, whose declarations (LIST-1, LIST-2, LIST-5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.population import crowd, empty, school_withdraws
from tests.kit.sandbox import ids
from tests.kit.wire import bad

LISTS = ["/participants/ecf", "/participants", "/participant-declarations"]
DECLARATIONS = "/participant-declarations"


@pytest.fixture
def three(sandbox, north_star):
    """Add three participants, each declared, and return what each list holds."""
    people = [sandbox.add() for _ in range(3)]
    declared = [north_star.declare(each).json()["data"]["id"] for each in people]
    there = [each.id for each in people]
    return dict(zip(LISTS, (there, there, declared), strict=True))


@pytest.mark.rule("LIST-1")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        pytest.param("", slice(0, 3), id="no page"),
        pytest.param("page[page]=1", slice(0, 3), id="the first"),
        pytest.param("page[per_page]=2", slice(0, 2), id="two"),
        pytest.param("page[per_page]=2&page[page]=2", slice(2, 3), id="the rest"),
        pytest.param("page[per_page]=1&page[page]=3", slice(2, 3), id="one by one"),
        pytest.param("page[per_page]=3&page[page]=2", slice(0), id="just past the end"),
        pytest.param("page[page]=2", slice(0), id="past the end"),
        pytest.param(f"page[page]={10**30}", slice(0), id="far past the end"),
        pytest.param(f"page[page]={2**63}&page[per_page]=3000", slice(0), id="past any integer"),
        pytest.param(f"page[per_page]={10**30}", slice(0, 3), id="a page of any size"),
        pytest.param("page[page]=001", slice(0, 3), id="zeros before it"),
        pytest.param("page%5Bper_page%5D=2", slice(0, 2), id="brackets encoded"),
        pytest.param("page[size]=1&page[number]=7", slice(0, 3), id="unknown keys"),
        pytest.param("per_page=1&pages[page]=2", slice(0, 3), id="unknown parameters"),
    ],
)
def test_a_page_is_a_slice_of_the_list(three, north_star, asked, shown):
    for path in LISTS:
        assert ids(north_star.get(f"{path}?{asked}")) == three[path][shown]


@pytest.mark.rule("LIST-1", "FMT-5")
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("0", id="zero"),
        pytest.param("000", id="zeros"),
        pytest.param("-1", id="negative"),
        pytest.param("1.5", id="a fraction"),
        pytest.param("1.0", id="a whole fraction"),
        pytest.param("1e2", id="an exponent"),
        pytest.param("", id="blank"),
        pytest.param("%20", id="a space"),
        pytest.param("1%20", id="a space after it"),
        pytest.param("+1", id="a raw plus"),
        pytest.param("%2B1", id="a plus"),
        pytest.param("1_000", id="an underscore"),
        pytest.param("0x10", id="hexadecimal"),
        pytest.param("two", id="a word"),
        pytest.param("%EF%BC%91", id="a full-width digit"),
        pytest.param("%D9%A1", id="an Arabic digit"),
        pytest.param("%C2%B2", id="a superscript"),
        pytest.param("%00", id="NUL"),
        pytest.param("null", id="null"),
        pytest.param("1,2", id="a list"),
    ],
)
@pytest.mark.parametrize("key", ["page", "per_page"])
def test_a_page_that_is_no_whole_number_from_one_up_is_refused(north_star, key, value):
    for path in LISTS:
        assert f"page[{key}]" in bad(north_star.get(f"{path}?page[{key}]={value}"))
        assert north_star.get(f"{path}?page[{key}]=1").status_code == 200


@pytest.mark.rule("LIST-3", "FMT-5")
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("page=2", id="no key"),
        pytest.param("page", id="no value"),
        pytest.param("page[]=2", id="an empty key"),
        pytest.param("page[page][]=2", id="an array"),
        pytest.param("page[page][a]=2", id="an object"),
        pytest.param("page[page]=1&page[page]=1", id="a key twice"),
        pytest.param("page[page]=1&page%5Bpage%5D=2", id="a key twice, encoded once"),
        pytest.param("page[per_page]=1&page=2", id="a key and none"),
    ],
)
def test_a_page_has_each_key_once(north_star, asked):
    for path in LISTS:
        assert bad(north_star.get(f"{path}?{asked}"))
        assert north_star.get(f"{path}?page[page]=2&page[per_page]=1").status_code == 200


@pytest.mark.rule("LIST-1")
def test_a_page_holds_a_hundred_unless_asked_and_three_thousand_at_most(sandbox, north_star):
    people = crowd(sandbox, 3001)
    assert ids(north_star.get("/participants")) == people[:100]
    assert ids(north_star.get("/participants?page[per_page]=3000")) == people[:3000]
    assert ids(north_star.get("/participants?page[per_page]=3001")) == people[:3000]
    assert ids(north_star.get("/participants?page[per_page]=99999&page[page]=2")) == people[3000:]


@pytest.mark.rule("LIST-2")
def test_participants_come_in_order_of_creation(sandbox, north_star):
    later = sandbox.add(added="2021-09-03T09:00:00Z")
    first = sandbox.add(added="2021-09-01T09:00:00Z")
    second, third = (sandbox.add(added="2021-09-02T09:00:00Z") for _ in range(2))
    expected = [each.id for each in (first, second, third, later)]
    assert ids(north_star.get("/participants")) == expected
    north_star.act("defer", first)
    assert ids(north_star.get("/participants")) == expected


@pytest.mark.rule("LIST-2")
def test_with_updated_since_they_come_in_order_of_change(sandbox, north_star):
    people = [sandbox.add() for _ in range(4)]
    for number, day in ((2, 20), (0, 22), (3, 21)):
        north_star.act("defer", people[number], now=f"2021-11-{day}T09:00:00Z")
    changed = north_star.get("/participants?filter[updated_since]=2021-01-01T00:00:00Z")
    assert ids(changed) == [people[number].id for number in (1, 2, 3, 0)]


@pytest.mark.rule("LIST-2", "TIME-3")
def test_changes_at_one_instant_come_in_the_order_in_which_they_were_made(sandbox, north_star):
    people = [sandbox.add() for _ in range(5)]
    made = [people[number] for number in (3, 0, 4, 2, 1)]
    for person in made:
        north_star.act("defer", person)
    changed = north_star.get("/participants?filter[updated_since]=2021-11-25T09:00:00Z")
    assert ids(changed) == [person.id for person in made]


@pytest.mark.rule("LIST-2")
@settings(max_examples=20)
@given(data=st.data())
def test_pages_neither_repeat_nor_skip(sandbox, data):
    empty(sandbox)
    days = data.draw(st.lists(st.integers(10, 24), max_size=12), label="days")
    people = [sandbox.add(added=f"2021-09-{day}T09:00:00Z") for day in days]
    for person, day in zip(people, reversed(days), strict=True):
        sandbox.provider().act("defer", person, now=f"2021-11-{day}T09:00:00Z")
    since = data.draw(st.sampled_from(["", "&filter[updated_since]=2021-11-15T09:00:00Z"]))
    whole = ids(sandbox.provider().get(f"/participants?page[per_page]=3000{since}"))
    size = data.draw(st.integers(1, 13), label="page size")
    assert read_pages(sandbox.provider(), size, since) == whole


@pytest.mark.rule("LIST-2")
@settings(max_examples=20)
@given(
    before=st.integers(1, 8),
    size=st.integers(1, 4),
    additions=st.lists(
        st.lists(st.sampled_from(["2021-08-01", "2021-11-24"]), max_size=3), max_size=5
    ),
)
def test_additions_during_paging_skip_nobody(sandbox, before, size, additions):
    empty(sandbox)
    there, waiting = [sandbox.add().id for _ in range(before)], iter(additions)

    def add_some():
        for day in next(waiting, ()):
            sandbox.add(added=f"{day}T09:00:00Z")

    seen = read_pages(sandbox.provider(), size, between=add_some)
    assert set(there) <= set(seen)
    assert list(dict.fromkeys(each for each in seen if each in there)) == there


@pytest.mark.rule("LIST-5", edition="guidance")
def test_a_provider_sees_what_it_declared_in_any_state_oldest_first(sandbox, north_star):
    people = [sandbox.add(eligible=known) for known in (True, None, True, True)]
    made = [north_star.declare(each, dated="2021-11-20T09:00:00Z") for each in people]
    expected = [each.json()["data"]["id"] for each in made]
    north_star.void(expected[0])
    north_star.act("withdraw", people[3])
    sandbox.transfer(people[2], "riverbank")
    listed = north_star.get(DECLARATIONS).json()["data"]
    assert [each["id"] for each in listed] == expected
    states = [each["attributes"]["state"] for each in listed]
    assert states == ["voided", "submitted", "eligible", "ineligible"]


@pytest.mark.rule("LIST-5", edition="guidance")
def test_what_an_earlier_provider_declared_stays_its_own(sandbox, north_star):
    ect = sandbox.add(provider="riverbank")
    before = sandbox.provider("riverbank").declare(ect).json()["data"]["id"]
    sandbox.transfer(ect, "north-star")
    after = north_star.declare(
        ect, "retained-1", "2021-12-02T09:00:00Z", now="2021-12-02T09:00:00Z"
    )
    assert ids(north_star.get(DECLARATIONS)) == ids_of(after)
    assert ids(sandbox.provider("riverbank").get(DECLARATIONS)) == [before]


@pytest.mark.rule("LIST-5", edition="service")
def test_what_an_earlier_provider_declared_is_listed_too(service_sandbox):
    sandbox, north_star = service_sandbox, service_sandbox.provider()
    ect = sandbox.add(provider="riverbank")
    before = sandbox.provider("riverbank").declare(ect)
    sandbox.transfer(ect, "north-star")
    after = north_star.declare(ect, "retained-1")
    assert ids(north_star.get(DECLARATIONS)) == ids_of(before, after)
    assert north_star.get(f"{DECLARATIONS}.csv").text.count("\n") == 3
    of_ect = f"{DECLARATIONS}?filter[participant_id]={ect.id}"
    assert ids(north_star.get(of_ect)) == ids_of(before, after)
    assert ids(sandbox.provider("riverbank").get(DECLARATIONS)) == ids_of(before)
    assert ids(sandbox.provider("fenland").get(DECLARATIONS)) == []


@pytest.mark.rule("LIST-5", edition="service")
def test_of_an_earlier_provider_only_what_stands_is_listed(service_sandbox):
    sandbox, riverbank = service_sandbox, service_sandbox.provider("riverbank")
    known, unknown = (
        sandbox.add(provider="riverbank"),
        sandbox.add(provider="riverbank", eligible=None),
    )
    eligible, voided, submitted = (
        riverbank.declare(known),
        riverbank.declare(known, "retained-1"),
        riverbank.declare(unknown),
    )
    riverbank.void(voided.json()["data"]["id"])
    for person in (known, unknown):
        sandbox.transfer(person, "north-star")
    listed = sandbox.provider().get(DECLARATIONS)
    assert ids(listed) == ids_of(eligible, submitted)
    paid = sandbox.provider().get(DECLARATIONS, now="2021-12-25T09:00:00Z").json()["data"]
    assert [each["attributes"]["state"] for each in paid] == ["paid", "submitted"]
    riverbank.void(eligible.json()["data"]["id"], now="2021-12-25T09:00:00Z")
    assert ids(sandbox.provider().get(DECLARATIONS)) == ids_of(submitted)


@pytest.mark.rule("LIST-5", edition="service")
def test_an_earlier_providers_are_listed_while_the_school_says_active(service_sandbox):
    sandbox = service_sandbox
    stays, leaves = sandbox.add(provider="riverbank"), sandbox.add(provider="riverbank")
    made = [sandbox.provider("riverbank").declare(each) for each in (stays, leaves)]
    for person in (stays, leaves):
        sandbox.transfer(person, "north-star")
    assert ids(sandbox.provider().get(DECLARATIONS)) == ids_of(*made)
    school_withdraws(sandbox, leaves, "north-star")
    assert ids(sandbox.provider().get(DECLARATIONS)) == ids_of(made[0])


def read_pages(caller, size, asked="", between=lambda: None):
    seen, page = [], 1
    while found := ids(caller.get(f"/participants?page[per_page]={size}&page[page]={page}{asked}")):
        seen, page = seen + found, page + 1
        between()
    return seen


def ids_of(*answers):
    return [answer.json()["data"]["id"] for answer in answers]
