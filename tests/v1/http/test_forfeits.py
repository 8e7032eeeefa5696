"""What an early withdrawal costs: nothing with the service, everything with the guidance."""

import pytest

from tests.kit.sandbox import NOW, SEPTEMBER, attributes
from tests.kit.sightings import declare, seen, state, void

JANUARY = "ecf-standard-january"
EXTENDED = "ecf-extended-september"
LAST_SECOND = "2021-11-30T23:59:59Z"
DECEMBER = "2021-12-01T00:00:00Z"

guidance = pytest.mark.rule("PAY-7", edition="guidance")
LONG_AFTER = "2099-12-31T23:59:59Z"


def withdraw(sandbox, somebody, now, provider="north-star"):
    return attributes(sandbox.provider(provider).act("withdraw", somebody, now=now))


@guidance
@pytest.mark.parametrize(
    ("schedule", "dated", "last_day"),
    [
        pytest.param(SEPTEMBER, NOW, "2021-11-30", id="september"),
        pytest.param(JANUARY, "2021-12-10T09:00:00Z", "2022-01-31", id="january"),
        pytest.param("ecf-standard-april", "2022-02-10T09:00:00Z", "2022-04-30", id="april"),
    ],
)
@pytest.mark.parametrize("eligible", [True, None], ids=["eligible", "submitted"])
def test_a_withdrawal_by_the_end_of_the_started_milestone_forfeits(
    sandbox, schedule, dated, last_day, eligible
):
    ect = sandbox.add(schedule=schedule, eligible=eligible)
    path, withdrawn = declare(sandbox, ect, dated), f"{last_day}T23:59:59Z"
    withdraw(sandbox, ect, withdrawn)

    for now in (dated, withdrawn, LONG_AFTER):
        found = seen(sandbox, path, now)
        assert (found["state"], found["eligible_for_payment"]) == ("ineligible", False)
        assert found["updated_at"] == withdrawn


@guidance
def test_a_later_withdrawal_costs_nothing(sandbox):
    ect = sandbox.add()
    path = declare(sandbox, ect)
    withdraw(sandbox, ect, DECEMBER)

    assert state(sandbox, path, LAST_SECOND) == "eligible"
    assert state(sandbox, path, DECEMBER) == "paid"


@guidance
def test_outside_standard_schedules_a_withdrawal_costs_nothing(sandbox):
    ect = sandbox.add(schedule=EXTENDED)
    path = declare(sandbox, ect)
    withdraw(sandbox, ect, "2021-11-26T09:00:00Z")

    assert state(sandbox, path, DECEMBER) == "paid"


@guidance
@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [
        pytest.param(LAST_SECOND, "ineligible", id="withdrawn early"),
        pytest.param(DECEMBER, "eligible", id="withdrawn later"),
    ],
)
def test_what_is_posted_afterwards_goes_the_same_way(sandbox, withdrawn, expected):
    ect = sandbox.add()
    withdraw(sandbox, ect, withdrawn)
    path = declare(sandbox, ect, now="2021-12-02T09:00:00Z")

    assert state(sandbox, path, "2021-12-02T09:00:00Z") == expected
    assert state(sandbox, path, LONG_AFTER) == ("paid" if expected == "eligible" else expected)


@guidance
def test_the_schedule_is_the_one_held_at_the_withdrawal(sandbox):
    stays, moves = sandbox.add(), sandbox.add()
    north_star = sandbox.provider()
    attributes(north_star.act("change-schedule", moves, schedule_identifier=JANUARY))
    paths = [
        declare(sandbox, stays, "2021-11-25T09:00:00Z"),
        declare(sandbox, moves, "2021-12-10T09:00:00Z"),
    ]
    for each in (stays, moves):
        withdraw(sandbox, each, "2021-12-15T09:00:00Z")

    assert [state(sandbox, path, LONG_AFTER) for path in paths] == ["paid", "ineligible"]


@guidance
def test_what_was_declared_on_an_earlier_schedule_is_forfeit_and_what_was_voided_is_not(sandbox):
    ect, north_star = sandbox.add(schedule=EXTENDED), sandbox.provider()
    started, voided = declare(sandbox, ect), declare(sandbox, ect, what="retained-2")
    void(sandbox, voided)
    attributes(north_star.act("change-schedule", ect, schedule_identifier=SEPTEMBER))
    withdraw(sandbox, ect, "2021-11-26T09:00:00Z")

    assert state(sandbox, started, LONG_AFTER) == "ineligible"
    assert state(sandbox, voided, LONG_AFTER) == "voided"


@guidance
def test_what_was_already_paid_stays_paid(sandbox):
    ect = sandbox.add(schedule=EXTENDED)
    paid = declare(sandbox, ect)
    unpaid = declare(sandbox, ect, "2021-12-05T09:00:00Z", what="retained-1")
    with sandbox.world.writing(patient=True) as store:  # no request can bring this about
        store.db.execute("UPDATE records SET schedule_identifier = ?", (JANUARY,))
    withdraw(sandbox, ect, "2021-12-15T09:00:00Z")

    assert state(sandbox, paid, LONG_AFTER) == "paid"
    assert state(sandbox, unpaid, LONG_AFTER) == "ineligible"


@pytest.mark.rule("PAY-7", "PART-3", edition="guidance")
def test_a_withdrawal_costs_only_the_provider_who_withdraws(sandbox):
    ect = sandbox.add()
    path = declare(sandbox, ect)
    sandbox.transfer(ect, "riverbank")
    withdraw(sandbox, ect, "2021-11-26T09:00:00Z", provider="riverbank")

    assert state(sandbox, path, LONG_AFTER) == "paid"
    assert seen(sandbox, path, NOW)["updated_at"] == NOW


@pytest.mark.rule("PAY-7", edition="guidance")
def test_a_deferral_costs_nothing(sandbox):
    ect = sandbox.add()
    path = declare(sandbox, ect)
    attributes(sandbox.provider().act("defer", ect, now="2021-11-26T09:00:00Z"))

    assert state(sandbox, path, DECEMBER) == "paid"


@pytest.mark.rule("PAY-7", edition="service")
@pytest.mark.parametrize("schedule", [SEPTEMBER, EXTENDED])
def test_with_the_service_a_withdrawal_changes_no_state(service_sandbox, schedule):
    ect = service_sandbox.add(schedule=schedule)
    before = declare(service_sandbox, ect)
    withdraw(service_sandbox, ect, "2021-11-26T09:00:00Z")
    later = declare(service_sandbox, ect, now="2021-11-27T09:00:00Z", what="retained-1")

    for path in (before, later):
        assert state(service_sandbox, path, "2021-11-27T09:00:00Z") == "eligible"
        assert state(service_sandbox, path, DECEMBER) == "paid"
    assert seen(service_sandbox, before, LAST_SECOND)["updated_at"] == NOW
