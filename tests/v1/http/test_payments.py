"""States that time brings, and what an early withdrawal costs."""

import pytest

from tests.kit.sandbox import NOW
from tests.kit.sightings import DECLARATIONS, declare, seen, state, void
from tests.kit.traces import everything

JANUARY = "ecf-standard-january"
EXTENDED = "ecf-extended-september"
LAST_SECOND = "2021-11-30T23:59:59Z"
DECEMBER = "2021-12-01T00:00:00Z"


@pytest.mark.rule("PAY-1")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"eligible": True}, "eligible", id="eligible"),
        pytest.param({"eligible": None}, "submitted", id="not known yet"),
        pytest.param({"eligible": False}, "submitted", id="not eligible"),
        pytest.param({"eligible": True, "qts": False}, "submitted", id="eligible without QTS"),
        pytest.param({"eligible": True, "qts": None}, "eligible", id="QTS not known"),
    ],
)
def test_a_declaration_begins_as_what_is_known_of_funding(either_sandbox, facts, expected):
    path = declare(either_sandbox, either_sandbox.add(**facts))

    first = seen(either_sandbox, path, NOW)
    assert (first["state"], first["eligible_for_payment"]) == (expected, expected == "eligible")


@pytest.mark.rule("PAY-1")
def test_time_alone_makes_nothing_eligible(either_sandbox):
    path = declare(either_sandbox, either_sandbox.add(eligible=None))

    for now in (NOW, DECEMBER, "2022-06-01T00:00:00Z", "2099-12-31T23:59:59Z"):
        assert state(either_sandbox, path, now) == "submitted"


@pytest.mark.rule("PAY-3", "PAY-4", "PAY-5")
@pytest.mark.parametrize(
    ("now", "expected", "updated_at"),
    [
        ("2021-12-10T09:00:00Z", "eligible", "2021-12-10T09:00:00Z"),
        ("2022-01-31T23:59:59.999999Z", "eligible", "2021-12-10T09:00:00Z"),
        ("2022-02-01T00:00:00Z", "payable", "2022-02-01T00:00:00Z"),
        ("2022-02-27T23:59:59.999999Z", "payable", "2022-02-01T00:00:00Z"),
        ("2022-02-28T00:00:00Z", "paid", "2022-02-28T00:00:00Z"),
        ("2099-12-31T23:59:59Z", "paid", "2022-02-28T00:00:00Z"),
        ("2000-01-01T00:00:00Z", "eligible", "2021-12-10T09:00:00Z"),
    ],
    ids=lambda value: value,
)
def test_time_makes_it_payable_and_paid(either_sandbox, now, expected, updated_at):
    ect = either_sandbox.add(schedule=JANUARY)
    path = declare(either_sandbox, ect, "2021-12-10T09:00:00Z")

    found = seen(either_sandbox, path, now)
    assert (found["state"], found["updated_at"]) == (expected, updated_at)
    assert found["eligible_for_payment"] is (expected != "paid")


@pytest.mark.rule("PAY-4")
def test_where_the_payment_date_comes_first_it_is_paid_as_soon_as_payable(either_sandbox):
    path = declare(either_sandbox, either_sandbox.add())

    assert state(either_sandbox, path, LAST_SECOND) == "eligible"
    assert state(either_sandbox, path, DECEMBER) == "paid"
    assert seen(either_sandbox, path, "2022-01-01T00:00:00Z")["updated_at"] == DECEMBER


@pytest.mark.rule("PAY-3", "PAY-4", "PAY-5")
def test_travelling_back_takes_payment_back(either_sandbox):
    path = declare(either_sandbox, either_sandbox.add())
    before = everything(either_sandbox)

    journey = [NOW, DECEMBER, NOW, "2099-12-31T00:00:00Z", LAST_SECOND]
    states = [state(either_sandbox, path, now) for now in journey]
    assert states == ["eligible", "paid", "eligible", "paid", "eligible"]
    assert everything(either_sandbox) == before


@pytest.mark.rule("PAY-2", "PAY-3")
@pytest.mark.parametrize(
    ("made", "eligible", "payable"),
    [
        pytest.param(LAST_SECOND, LAST_SECOND, DECEMBER, id="on the milestone date"),
        pytest.param(DECEMBER, "2022-01-31T23:59:59Z", "2022-02-01T00:00:00Z", id="a second late"),
        pytest.param(
            "2022-03-01T09:00:00Z", "2022-04-30T23:59:59Z", "2022-05-01T00:00:00Z", id="backdated"
        ),
        pytest.param(
            "2024-01-31T23:59:59Z", "2024-01-31T23:59:59Z", "2024-02-01T00:00:00Z", id="the last"
        ),
    ],
)
@pytest.mark.parametrize("schedule", ["ecf-standard-september", EXTENDED])
def test_it_belongs_to_the_payment_still_open_when_it_was_made(
    either_sandbox, schedule, made, eligible, payable
):
    ect = either_sandbox.add(schedule=schedule)
    path = declare(either_sandbox, ect, now=made)

    assert state(either_sandbox, path, eligible) == "eligible"
    assert state(either_sandbox, path, payable) in ("payable", "paid")


@pytest.mark.rule("PAY-2")
def test_past_the_last_payment_it_stays_eligible(either_sandbox):
    path = declare(either_sandbox, either_sandbox.add(), now="2024-02-01T00:00:00Z")
    assert state(either_sandbox, path, "2099-12-31T23:59:59Z") == "eligible"


@pytest.mark.rule("PAY-2", "PAY-4")
def test_the_cohort_of_2022_has_its_own_payments(service_sandbox):
    ect = service_sandbox.add(cohort=2022)
    path = declare(service_sandbox, ect, "2022-10-01T09:00:00Z")

    assert state(service_sandbox, path, "2022-12-31T23:59:59Z") == "eligible"
    assert state(service_sandbox, path, "2023-01-01T00:00:00Z") == "paid"


@pytest.mark.rule("PAY-3", "PAY-4", "PAY-5")
@pytest.mark.parametrize("now", [NOW, LAST_SECOND, DECEMBER, "2099-12-31T23:59:59Z"])
def test_lists_show_the_same_as_one_alone(either_sandbox, now):
    north_star = either_sandbox.provider()
    paths = [declare(either_sandbox, either_sandbox.add(eligible=it)) for it in (True, None)]

    listed = north_star.get(DECLARATIONS, now=now).json()["data"]
    assert listed == [north_star.get(path, now=now).json()["data"] for path in paths]
    rows = north_star.get(f"{DECLARATIONS}.csv", now=now).text.splitlines()[1:]
    assert [row.split(",")[8] for row in rows] == [it["attributes"]["state"] for it in listed]


@pytest.mark.rule("PAY-5", "LIST-3")
def test_what_time_brought_is_found_by_updated_since(either_sandbox):
    declare(either_sandbox, either_sandbox.add())
    north_star = either_sandbox.provider()
    since = {"filter[updated_since]": LAST_SECOND}

    assert north_star.get(DECLARATIONS, now=LAST_SECOND, params=since).json() == {"data": []}
    found = north_star.get(DECLARATIONS, now=DECEMBER, params=since).json()["data"]
    assert [each["attributes"]["updated_at"] for each in found] == [DECEMBER]


@pytest.mark.rule("PAY-5")
def test_a_recorded_change_counts_even_after_now(either_sandbox):
    path = declare(either_sandbox, either_sandbox.add())
    void(either_sandbox, path, "2022-07-01T09:00:00Z")

    for now in (NOW, DECEMBER, "2022-07-02T00:00:00Z"):
        assert seen(either_sandbox, path, now)["updated_at"] == "2022-07-01T09:00:00Z"
