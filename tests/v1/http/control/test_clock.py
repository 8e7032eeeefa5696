"""Clocks: read, set, stopped, moved, released (TIME-4)."""

from datetime import UTC, datetime

import pytest

from tests.kit.control import Control, refused, told
from tests.kit.sandbox import attributes, ids

CLOCK = "/worlds/default/clock"
ADVANCE = f"{CLOCK}/advance"
STOPPED = {"now": "2021-11-25T09:00:00Z", "ticking": False}


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


def stop_at(control, now):
    return told(control.put(CLOCK, {"now": now, "ticking": False}))


@pytest.mark.rule("TIME-4")
def test_a_clock_stands_where_it_is_put_and_ticks_unless_told_otherwise(control):
    assert told(control.get(CLOCK)) == STOPPED
    assert stop_at(control, "2022-01-31T23:59:59Z")["now"] == "2022-01-31T23:59:59Z"
    moved = told(control.put(CLOCK, {"now": "2020-02-29T12:00:00+02:00"}))
    assert moved == {"now": "2020-02-29T10:00:00Z", "ticking": True}
    frozen = told(control.put(CLOCK, {"ticking": False}))
    assert not frozen["ticking"]
    assert told(control.get(CLOCK)) == frozen


@pytest.mark.rule("TIME-4")
def test_a_released_clock_shows_real_time(control):
    before = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  # real time is what is asked for
    shown = told(control.delete(CLOCK))
    assert shown["ticking"]
    assert datetime.fromisoformat(shown["now"]) >= before


@pytest.mark.rule("TIME-1", "TIME-4")
def test_the_header_outranks_the_clock_for_one_request(control, sandbox, north_star):
    person = sandbox.add()
    stop_at(control, "2021-11-20T09:00:00Z")
    answer = north_star.declare(person, now="2021-11-26T09:00:00Z", dated="2021-11-25T09:00:00Z")
    assert attributes(answer)["updated_at"] == "2021-11-26T09:00:00Z"
    other = sandbox.add()
    assert north_star.declare(other, dated="2021-11-25T09:00:00Z").status_code == 422
    assert north_star.declare(other, dated="2021-11-20T09:00:00Z").status_code == 200


@pytest.mark.rule("TIME-4", "PAY-3", "PAY-4")
def test_states_follow_the_clock_both_ways_and_updated_at_with_them(control, sandbox, north_star):
    made = north_star.declare(sandbox.add(), dated="2021-11-25T09:00:00Z")
    path = f"/participant-declarations/{made.json()['data']['id']}"
    seen = []
    for now in ("2021-12-01T00:00:00Z", "2021-11-30T23:59:59Z", "2030-01-01T00:00:00Z"):
        stop_at(control, now)
        found = attributes(north_star.get(path))
        seen.append((found["state"], found["updated_at"]))
    paid, eligible = ("paid", "2021-12-01T00:00:00Z"), ("eligible", "2021-11-25T09:00:00Z")
    assert seen == [paid, eligible, paid]


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        pytest.param("2021-11-25T09:00:00Z", "P30D", "2021-12-25T09:00:00Z", id="days"),
        pytest.param("2022-01-31T09:00:00Z", "P1M", "2022-02-28T09:00:00Z", id="short month"),
        pytest.param("2024-01-31T09:00:00Z", "P1M", "2024-02-29T09:00:00Z", id="leap month"),
        pytest.param("2024-02-29T00:00:00Z", "P1Y", "2025-02-28T00:00:00Z", id="leap day"),
        pytest.param("2022-03-31T09:00:00Z", "-P1M", "2022-02-28T09:00:00Z", id="month back"),
        pytest.param("2021-12-31T23:59:59Z", "PT1S", "2022-01-01T00:00:00Z", id="new year"),
        pytest.param("2021-11-25T09:00:00Z", "-PT36H", "2021-11-23T21:00:00Z", id="hours back"),
        pytest.param("2021-11-25T09:00:00Z", "P2W", "2021-12-09T09:00:00Z", id="weeks"),
        pytest.param("2021-11-30T10:00:00Z", "P1M1DT2H", "2021-12-31T12:00:00Z", id="mixed"),
        pytest.param("2021-11-25T09:00:00Z", "P0D", "2021-11-25T09:00:00Z", id="nothing"),
    ],
)
def test_a_clock_moves_by_durations(control, start, by, end):
    stop_at(control, start)
    assert told(control.post(ADVANCE, {"by": by}))["now"] == end
    assert told(control.get(CLOCK)) == {"now": end, "ticking": False}


@pytest.mark.parametrize(
    ("landmark", "schedule", "end"),
    [
        pytest.param("start", "standard-september", "2021-12-01T00:00:00Z", id="start"),
        pytest.param("end", "standard-september", "2021-12-01T00:00:00Z", id="end"),
        pytest.param("start", "standard-april", "2022-02-01T00:00:00Z", id="start in April's"),
        pytest.param("end", "standard-april", "2022-05-01T00:00:00Z", id="end in April's"),
        pytest.param("start", "extended-january", "2022-01-01T00:00:00Z", id="non-standard start"),
    ],
)
def test_a_clock_goes_to_the_next_milestone(control, landmark, schedule, end):
    stop_at(control, "2021-11-25T09:00:00Z")
    body = {"to": f"next-milestone-{landmark}", "schedule": f"ecf-{schedule}"}
    assert told(control.post(ADVANCE, body))["now"] == end


def test_a_clock_goes_from_payment_to_payment_until_none_is_left(control):
    body, seen = {"to": "next-payment", "schedule": "ecf-standard-september"}, []
    while (answer := control.post(ADVANCE, body)).status_code == 200:
        seen.append(told(answer)["now"][:10])
    assert seen == [
        "2021-12-01",
        "2022-02-28",
        "2022-05-31",
        "2022-10-31",
        "2023-02-28",
        "2023-05-31",
    ]
    assert refused(answer) == (409, "conflict")


def test_a_schedule_without_milestone_ends_has_its_cohorts_payments(control):
    ends = {"to": "next-milestone-end", "schedule": "ecf-reduced-april"}
    assert refused(control.post(ADVANCE, ends)) == (409, "conflict")
    payments = {"to": "next-payment", "schedule": "ecf-reduced-april"}
    assert told(control.post(ADVANCE, payments))["now"] == "2021-12-01T00:00:00Z"


@pytest.mark.rule("PAY-4", "PAY-6")
def test_a_move_tells_what_it_passed(control, sandbox, north_star):
    people = [sandbox.add() for _ in range(3)]
    for each in people:
        north_star.declare(each)
    moved = told(control.post(ADVANCE, {"to": "2021-12-01T00:00:00Z"}))
    told_at_midnight = [
        (each["what"], each.get("declaration_type"), each.get("declarations"))
        for each in moved["passed"]
        if each.get("schedule") in (None, "ecf-standard-september")
    ]
    assert told_at_midnight == [
        ("milestone-closed", "started", None),
        ("payment-made", None, 3),
        ("milestone-opened", "retained-1", None),
    ]
    assert {each["at"] for each in moved["passed"]} == {"2021-12-01T00:00:00Z"}
    (paid,) = (each["people"] for each in moved["passed"] if "people" in each)
    assert [each["id"] for each in paid] == [each.id for each in reversed(people)]
    one = ids(north_star.get("/participant-declarations"))[0]
    assert north_star.void(one).status_code == 200
    later = told(control.post(ADVANCE, {"to": "2022-03-01T00:00:00Z"}))
    payments = [each for each in later["passed"] if each["what"] == "payment-made"]
    assert [(each["at"], each["declarations"]) for each in payments] == [
        ("2022-02-28T00:00:00Z", 1)
    ]
    assert told(control.post(ADVANCE, {"by": "-P1Y"}))["passed"] == []


def test_a_ticking_clock_ticks_on_after_a_move(control):
    told(control.put(CLOCK, {"now": "2021-11-25T09:00:00Z"}))
    moved = told(control.post(ADVANCE, {"by": "P1D"}))
    assert moved["ticking"]
    assert moved["now"].startswith("2021-11-26T09:00:0")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({}, 400, id="nothing"),
        pytest.param({"by": "30 days"}, 400, id="not a duration"),
        pytest.param({"by": "P"}, 400, id="no time at all"),
        pytest.param({"by": "P1DT"}, 400, id="no time after T"),
        pytest.param({"by": "P1D", "to": "2022-01-01T00:00:00Z"}, 400, id="both"),
        pytest.param({"to": "next-payment"}, 400, id="no schedule"),
        pytest.param({"to": "2022-02-30T00:00:00Z"}, 400, id="no such day"),
        pytest.param({"to": "yesterday", "schedule": "ecf-standard-april"}, 400, id="no landmark"),
        pytest.param({"by": "P90Y"}, 409, id="out of the years"),
        pytest.param({"by": "-P30Y"}, 409, id="before the years"),
        pytest.param({"by": "P99Y9999M99999D"}, 409, id="far out"),
        pytest.param(
            {"to": "next-payment", "schedule": "ecf-standard-april", "cohort": "2022"},
            409,
            id="no such cohort in the guidance",
        ),
    ],
)
def test_a_move_that_leads_nowhere_is_refused_and_the_clock_stays(control, body, status):
    assert control.post(ADVANCE, body).status_code == status
    assert told(control.get(CLOCK)) == STOPPED


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"now": "tomorrow"}, id="no date-time"),
        pytest.param({"now": "2021-11-25T24:00:00Z"}, id="24 o'clock"),
        pytest.param({"now": "2100-01-01T00:00:00Z"}, id="too late"),
        pytest.param({"ticking": "no"}, id="a word"),
        pytest.param({"now": None}, id="null"),
    ],
)
def test_a_setting_that_says_nothing_is_refused_and_the_clock_stays(control, body):
    assert refused(control.put(CLOCK, body)) == (400, "invalid_request")
    assert told(control.get(CLOCK)) == STOPPED


def test_the_service_has_two_cohorts_to_travel_along(service_sandbox):
    control = Control(service_sandbox)
    body = {"to": "next-payment", "schedule": "ecf-standard-september", "cohort": 2022}
    assert told(control.post(ADVANCE, body))["now"] == "2023-01-01T00:00:00Z"


@pytest.mark.rule("TIME-4")
@pytest.mark.parametrize(
    "by", ["P79Y", "P200Y", "-P22Y", "P99999999999999999999D", "-PT9999999999999999999999999S"]
)
def test_a_duration_that_leads_too_far_says_so(control, by):
    stop_at(control, "2021-11-25T09:00:00Z")
    answer = control.post(ADVANCE, {"by": by})
    assert refused(answer) == (409, "conflict")
    assert f"{by} leads out of the years 2000 to 2099." in answer.json()["error"]["message"]
    assert told(control.get(CLOCK)) == STOPPED
