"""What a list is asked for (LIST-3, LIST-4, LIST-5's participant_id)."""

import pytest

from tests.kit.sandbox import ids
from tests.kit.wire import UNKNOWN_ID, bad

PARTICIPANTS, DECLARATIONS = "/participants/ecf", "/participant-declarations"
LISTS = [PARTICIPANTS, "/participants", f"{PARTICIPANTS}.csv", "/participants.csv"]
LISTS += [DECLARATIONS, f"{DECLARATIONS}.csv"]


def since(value):
    return f"filter[updated_since]={value}"


@pytest.fixture
def changed(sandbox, north_star):
    """Return who changed a whole second into NOW, and the declaration made with it."""
    ect = sandbox.add(added="2021-11-25T08:59:59.999999Z")
    return ect.id


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("moment", "found"),
    [
        pytest.param("2021-11-25T08:59:59Z", True, id="a second before"),
        pytest.param("2021-11-25T08:59:59.999999Z", True, id="a microsecond before"),
        pytest.param("2021-11-25T09:00:00Z", True, id="at that instant"),
        pytest.param("2021-11-25T09:00:00.000001Z", False, id="a microsecond after"),
        pytest.param("2021-11-25T09:00:01Z", False, id="a second after"),
    ],
)
def test_participants_changed_at_that_instant_are_found(north_star, changed, moment, found):
    assert ids(north_star.get(f"{PARTICIPANTS}?{since(moment)}")) == [changed] * found


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("moment", "found"),
    [
        pytest.param("2021-11-30T23:59:59Z", True, id="a second before"),
        pytest.param("2021-11-30T23:59:59.999999Z", True, id="a microsecond before"),
        pytest.param("2021-12-01T00:00:00Z", False, id="at that instant"),
        pytest.param("2021-12-01T00:00:01Z", False, id="a second after"),
    ],
)
def test_declarations_changed_at_that_instant_are_not_found(sandbox, north_star, moment, found):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    paid = north_star.get(f"{DECLARATIONS}?{since(moment)}", now="2021-12-02T00:00:00Z")
    assert ids(paid) == [declared] * found


@pytest.mark.rule("LIST-3", "PAY-5")
def test_what_time_brings_is_found_once_it_came(sandbox, north_star):
    declared = north_star.declare(sandbox.add()).json()["data"]["id"]
    asked = f"{DECLARATIONS}?{since('2021-11-26T00:00:00Z')}"
    assert ids(north_star.get(asked, now="2021-11-30T23:59:59.999999Z")) == []
    assert ids(north_star.get(asked, now="2021-12-01T00:00:00Z")) == [declared]


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("2021-11-25T09:00:00Z", id="Z"),
        pytest.param("2021-11-25t09:00:00z", id="small letters"),
        pytest.param("2021-11-25T09:00:00", id="no zone"),
        pytest.param("2021-11-25T09:00:00.000Z", id="a fraction"),
        pytest.param("2021-11-25T09:00:00,000000000Z", id="a comma, nine digits"),
        pytest.param("2021-11-25T10:00:00%2B01:00", id="an offset"),
        pytest.param("2021-11-25T03:30:00-05:30", id="an offset west"),
        pytest.param("2021-11-25T23:00:00%2B14:00", id="the widest offset"),
        pytest.param("2021-11-25T09%3A00%3A00Z", id="colons encoded"),
        pytest.param("2021-11-25T09%253A00%253A00Z", id="colons encoded twice"),
        pytest.param("2021-11-25T10%253A00%253A00%252B01%253A00", id="an offset encoded twice"),
    ],
)
def test_a_date_time_is_read_in_any_spelling(sandbox, north_star, changed, moment):
    earlier = sandbox.add()
    assert ids(north_star.get(f"{PARTICIPANTS}?{since(moment)}")) == [changed]
    assert ids(north_star.get(PARTICIPANTS)) == [earlier.id, changed]
    declared = north_star.declare(changed).json()["data"]["id"]
    assert ids(north_star.get(f"{DECLARATIONS}?{since(moment)}")) == [declared]


@pytest.mark.rule("LIST-3", "FMT-5")
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("2021-11-25", id="date only"),
        pytest.param("09:00:00Z", id="time only"),
        pytest.param("2021-11-25T10:00:00+01:00", id="a raw plus"),
        pytest.param("2021-11-25T10%253A00%253A00+01%253A00", id="a raw plus, the rest twice"),
        pytest.param("2021-11-25%2009:00:00Z", id="a space for T"),
        pytest.param("%202021-11-25T09:00:00Z", id="a space before it"),
        pytest.param("2021-11-25T09:00:00Z%0A", id="a line feed after it"),
        pytest.param("2021-11-25T09:00Z", id="no seconds"),
        pytest.param("2021-11-25T09:00:00.Z", id="a point and no fraction"),
        pytest.param("2021-02-29T09:00:00Z", id="a day that is not"),
        pytest.param("2021-13-01T09:00:00Z", id="a month that is not"),
        pytest.param("2021-11-25T24:00:00Z", id="24:00"),
        pytest.param("2021-11-25T23:59:60Z", id="a leap second"),
        pytest.param("2021-11-25T09:00:00%2B14:01", id="too wide an offset"),
        pytest.param("2021-11-25T09:00:00%2B01:60", id="sixty minutes"),
        pytest.param("2021-11-25T09:00:00%2B0100", id="an offset without a colon"),
        pytest.param("0000-01-01T00:00:00Z", id="year zero"),
        pytest.param("21-11-25T09:00:00Z", id="two digits of a year"),
        pytest.param("1637830800", id="a Unix time"),
        pytest.param("%D9%A2021-11-25T09:00:00Z", id="an Arabic digit"),
        pytest.param("yesterday", id="a word"),
        pytest.param("%00", id="NUL"),
        pytest.param("%FF", id="not UTF-8"),
        pytest.param("2021-11-25T09%25253A00%25253A00Z", id="encoded thrice"),
    ],
)
def test_what_is_no_date_time_is_refused(north_star, value):
    for path in LISTS:
        detail = bad(north_star.get(f"{path}?{since(value)}"))
        assert "filter[updated_since]" in detail
        assert "None" not in detail
        assert north_star.get(f"{path}?{since('2021-11-25T09:00:00Z')}").status_code == 200


@pytest.mark.rule("LIST-3", "FMT-5")
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("filter[updated_since][]=2021-11-25T09:00:00Z", id="an array"),
        pytest.param("filter[updated_since][from]=2021-11-25T09:00:00Z", id="an object"),
        pytest.param(f"{since('')}&{since('')}", id="given twice"),
        pytest.param(f"{since('2021-11-25T09:00:00Z')}&{since('x')}", id="good, then bad"),
    ],
)
def test_a_filter_is_one_value_given_once(north_star, asked):
    for path in LISTS:
        assert bad(north_star.get(f"{path}?{asked}"))
        assert north_star.get(f"{path}?{since('2021-11-25T09:00:00Z')}").status_code == 200


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize("blank", ["", "%20", "%09", "%2520", "++"])
def test_a_blank_filter_is_ignored(sandbox, north_star, blank):
    ect = sandbox.add()
    declared = north_star.declare(ect).json()["data"]["id"]
    for key in ("updated_since", "cohort"):
        assert ids(north_star.get(f"{PARTICIPANTS}?filter[{key}]={blank}")) == [ect.id]
    for key in ("updated_since", "participant_id"):
        assert ids(north_star.get(f"{DECLARATIONS}?filter[{key}]={blank}")) == [declared]


@pytest.mark.rule("FMT-5")
@pytest.mark.parametrize(
    "asked", ["filter=2021", "filter", "filter=", "filter[]=2021", "filter[cohort]=2021&filter=x"]
)
def test_a_filter_that_is_no_object_is_a_bad_parameter(north_star, asked):
    for path in LISTS:
        answer = north_star.get(f"{path}?{asked}")
        assert answer.status_code == 400
        assert [error["title"] for error in answer.json()["errors"]] == ["Bad parameter"]
        assert north_star.get(f"{path}?filter[cohort]=2021").status_code == 200


@pytest.mark.rule("LIST-4")
@pytest.mark.parametrize(
    ("years", "found"),
    [
        pytest.param("2021", [0, 2], id="one"),
        pytest.param("2022", [1], id="another"),
        pytest.param("2021,2022", [0, 1, 2], id="both"),
        pytest.param("2022,2021,2022", [0, 1, 2], id="any order, twice"),
        pytest.param("2021,%202022", [0, 1, 2], id="a space"),
        pytest.param("2021%2C2022", [0, 1, 2], id="a comma encoded"),
        pytest.param("2021%252C2022", [0, 1, 2], id="a comma encoded twice"),
        pytest.param("2021,,", [0, 2], id="commas too many"),
        pytest.param("2021,1999", [0, 2], id="a year that is nobody's"),
        pytest.param("2021,soon", [0, 2], id="a word"),
        pytest.param("1999", [], id="unknown"),
        pytest.param("0000", [], id="zeros"),
        pytest.param("soon", [], id="only a word"),
        pytest.param(",", [], id="only a comma"),
        pytest.param("20210", [], id="five digits"),
        pytest.param("-2021", [], id="negative"),
        pytest.param("2021.0", [], id="a fraction"),
        pytest.param("%EF%BC%92021", [], id="a full-width digit"),
        pytest.param("%00", [], id="NUL"),
        pytest.param("2021 OR 1=1", [], id="SQL"),
        pytest.param(",".join(map(str, range(1000, 9999))), [0, 1, 2], id="every year"),
    ],
)
def test_cohorts_are_years_separated_by_commas(service_sandbox, years, found):
    people = [service_sandbox.add(cohort=cohort).id for cohort in (2021, 2022, 2021)]
    expected = [people[number] for number in found]
    provider = service_sandbox.provider()
    assert ids(provider.get(f"{PARTICIPANTS}?filter[cohort]={years}")) == expected
    rows = provider.get(f"/participants.csv?filter[cohort]={years}").text.splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == expected


@pytest.mark.rule("LIST-4")
def test_filters_and_pages_add_up(service_sandbox):
    provider = service_sandbox.provider()
    people = [service_sandbox.add(cohort=cohort) for cohort in (2021, 2022, 2021, 2021)]
    for number in (1, 2, 3):
        provider.act("defer", people[number])
    asked = f"filter[cohort]=2021&{since('2021-11-01T00:00:00Z')}&page[per_page]=1&page[page]=2"
    assert ids(provider.get(f"{PARTICIPANTS}?{asked}")) == [people[3].id]


@pytest.mark.rule("LIST-4")
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("filter[unknown]=1", id="an unknown key"),
        pytest.param("filter[unknown][]=1&filter[unknown][]=2", id="an unknown array"),
        pytest.param("filter[cohorts]=1999", id="nearly a key"),
        pytest.param("filter[Cohort]=1999", id="a key in capitals"),
        pytest.param("filters[cohort]=1999", id="nearly a parameter"),
        pytest.param("Filter=1999", id="a parameter in capitals"),
        pytest.param("filter[cohort=1999", id="half a bracket"),
        pytest.param("filter.cohort=1999", id="a point"),
        pytest.param("sort=-updated_at&a&=&&%00=%00", id="junk"),
    ],
)
def test_what_the_document_does_not_name_is_ignored(sandbox, north_star, asked):
    ect = sandbox.add()
    declared = north_star.declare(ect).json()["data"]["id"]
    assert ids(north_star.get(f"{PARTICIPANTS}?{asked}")) == [ect.id]
    assert ids(north_star.get(f"{DECLARATIONS}?{asked}")) == [declared]


@pytest.mark.rule("LIST-4")
def test_each_list_has_filters_of_its_own(sandbox, north_star):
    ect = sandbox.add()
    declared = north_star.declare(ect).json()["data"]["id"]
    assert ids(north_star.get(f"{PARTICIPANTS}?filter[participant_id]=1")) == [ect.id]
    assert ids(north_star.get(f"{DECLARATIONS}?filter[cohort]=1999")) == [declared]


@pytest.mark.rule("LIST-5", edition="guidance")
def test_declarations_are_found_by_participant_in_guidance(sandbox):
    found_by_participant(sandbox)


@pytest.mark.rule("LIST-5", edition="service")
def test_declarations_are_found_by_participant_in_service(service_sandbox):
    found_by_participant(service_sandbox)


def found_by_participant(sandbox):
    provider, people = sandbox.provider(), [sandbox.add() for _ in range(2)]
    made = [provider.declare(each).json()["data"]["id"] for each in people]
    asked = f"{DECLARATIONS}?filter[participant_id]="
    for person, declared in zip(people, made, strict=True):
        assert ids(provider.get(asked + person.id)) == [declared]
    assert ids(provider.get(asked + UNKNOWN_ID)) == []
    assert ids(sandbox.provider("fenland").get(asked + people[0].id)) == []


@pytest.mark.rule("LIST-5", "FMT-5")
@pytest.mark.parametrize(
    "malformed",
    [
        pytest.param("1", id="a number"),
        pytest.param("{}x", id="a letter more"),
        pytest.param("{}%20", id="a space after it"),
        pytest.param("{}%0A", id="a line feed after it"),
        pytest.param("%7B{}%7D", id="in braces"),
        pytest.param("{},{}", id="two"),
        pytest.param("%00", id="NUL"),
    ],
)
def test_a_participant_id_that_is_no_uuid_is_refused(sandbox, north_star, malformed):
    ect = sandbox.add()
    for path in (DECLARATIONS, f"{DECLARATIONS}.csv"):
        asked = f"{path}?filter[participant_id]="
        detail = bad(north_star.get(asked + malformed.format(ect.id, ect.id)))
        assert "filter[participant_id]" in detail
        assert "None" not in detail
        assert north_star.get(asked + ect.id).status_code == 200
