"""What facts and time make of a declaration: rules on their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.declarations import Settlement
from ecf_sandbox.v1.rules import paying
from tests.kit.facts import at, edition, first_instant, last_instant

# By hand from the rulebook's schedules: (milestone date, payment date), in order.
COHORT_2021 = [
    ("2021-11-30", "2021-11-30"),
    ("2022-01-31", "2022-02-28"),
    ("2022-04-30", "2022-05-31"),
    ("2022-09-30", "2022-10-31"),
    ("2023-01-31", "2023-02-28"),
    ("2023-04-30", "2023-05-31"),
    ("2023-10-31", "2023-11-30"),
    ("2024-01-31", "2024-02-28"),
]
COHORT_2022 = [
    ("2022-12-31", "2022-11-30"),
    ("2023-03-31", "2023-04-30"),
    ("2023-07-31", "2023-08-31"),
    ("2023-12-31", "2024-01-31"),
    ("2024-03-31", "2024-04-30"),
    ("2024-07-31", "2024-08-31"),
    ("2024-12-31", "2025-01-31"),
    ("2025-03-31", "2025-04-30"),
]
CALENDARS = [
    ("guidance", 2021, COHORT_2021),
    ("service", 2021, COHORT_2021),
    ("service", 2022, COHORT_2022),
]
MOMENTS = st.integers(
    min_value=at("2021-06-01T00:00:00Z"), max_value=at("2025-12-31T23:59:59Z")
).map(Instant)


def each_payment():
    """Return every payment with the start of its period: when the one before it had closed."""
    for of, cohort, pairs in CALENDARS:
        opens = at("2021-06-01T00:00:00Z")
        for milestone_date, payment_date in pairs:
            closes = Instant(last_instant(milestone_date) + 1)
            paid = max(closes, first_instant(payment_date))
            yield pytest.param(
                edition(of).schedules.calendar(cohort),
                opens,
                closes,
                paid,
                id=f"{of}-{cohort}-{milestone_date}",
            )
            opens = closes


payments = pytest.mark.parametrize(("calendar", "opens", "closes", "paid"), list(each_payment()))


@pytest.mark.rule("PAY-2")
@pytest.mark.parametrize(("of", "cohort", "pairs"), CALENDARS, ids=lambda value: str(value)[:8])
def test_a_cohorts_calendar_is_that_of_its_standard_schedules(of, cohort, pairs):
    calendar = edition(of).schedules.calendar(cohort)
    assert [each.payable_at for each in calendar] == [last_instant(day) + 1 for day, _ in pairs]


@pytest.mark.rule("PAY-2")
@payments
def test_a_declaration_belongs_to_the_first_payment_still_open(calendar, opens, closes, paid):
    for eligible_at in (opens, Instant(closes - 1)):
        facts = paying.become_eligible(Settlement(), calendar, at=eligible_at)
        assert facts == Settlement(eligible_at=eligible_at, payable_at=closes, paid_at=paid)

    assert paying.become_eligible(Settlement(), calendar, at=closes).payable_at != closes


@pytest.mark.rule("PAY-3")
@payments
def test_it_is_payable_from_the_instant_after_the_milestone_date(calendar, opens, closes, paid):
    facts = paying.become_eligible(Settlement(), calendar, at=opens)

    assert paying.state_at(Instant(closes - 1), facts) == "eligible"
    assert paying.state_at(closes, facts) == ("payable" if paid > closes else "paid")


@pytest.mark.rule("PAY-4")
@payments
def test_it_is_paid_from_the_payment_date_or_once_payable(calendar, opens, closes, paid):
    facts = paying.become_eligible(Settlement(), calendar, at=opens)

    assert paying.state_at(Instant(paid - 1), facts) == ("payable" if paid > closes else "eligible")
    assert paying.state_at(paid, facts) == "paid"


@pytest.mark.rule("PAY-2")
@pytest.mark.parametrize(("of", "cohort", "pairs"), CALENDARS, ids=lambda value: str(value)[:8])
def test_past_the_last_payment_it_stays_eligible(of, cohort, pairs):
    calendar, late = edition(of).schedules.calendar(cohort), last_instant(pairs[-1][0]) + 1

    facts = paying.become_eligible(Settlement(), calendar, at=Instant(late))
    assert paying.state_at(at("2099-12-31T23:59:59Z"), facts) == "eligible"


@pytest.mark.rule("PAY-1")
@given(now=MOMENTS)
def test_what_is_not_known_to_be_eligible_is_submitted_at_any_time(now):
    assert paying.state_at(now, Settlement()) == "submitted"


@pytest.mark.rule("PAY-6")
@payments
def test_a_clawback_joins_the_first_payment_still_open_at_the_void(calendar, opens, closes, paid):
    long_paid = Settlement(eligible_at=Instant(1), payable_at=Instant(2), paid_at=Instant(3))

    for voided_at in (opens, Instant(closes - 1)):
        facts = paying.become_void(long_paid, calendar, at=voided_at)
        assert paying.state_at(voided_at, facts) == "awaiting-clawback"
        assert paying.state_at(Instant(paid - 1), facts) == "awaiting-clawback"
        assert paying.state_at(paid, facts) == "clawed-back"

    assert paying.become_void(long_paid, calendar, at=closes).clawed_back_at != paid


@pytest.mark.rule("PAY-6")
@pytest.mark.parametrize(("of", "cohort", "pairs"), CALENDARS, ids=lambda value: str(value)[:8])
def test_with_no_payment_left_a_clawback_waits(of, cohort, pairs):
    calendar, late = edition(of).schedules.calendar(cohort), last_instant(pairs[-1][0]) + 1
    long_paid = Settlement(eligible_at=Instant(1), payable_at=Instant(2), paid_at=Instant(3))

    facts = paying.become_void(long_paid, calendar, at=Instant(late))
    assert paying.state_at(at("2099-12-31T23:59:59Z"), facts) == "awaiting-clawback"


@pytest.mark.rule("VOID-1")
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param(Settlement(), "submitted", id="submitted"),
        pytest.param(Settlement(eligible_at=Instant(1)), "eligible", id="eligible"),
        pytest.param(
            Settlement(Instant(1), payable_at=Instant(2), paid_at=Instant(9)),
            "payable",
            id="payable",
        ),
        pytest.param(Settlement(ineligible_at=Instant(1)), "ineligible", id="ineligible"),
    ],
)
def test_what_was_not_paid_is_void_for_good(facts, state):
    assert paying.state_at(Instant(5), facts) == state

    voided = paying.become_void(facts, (), at=Instant(5))
    assert {paying.state_at(Instant(now), voided) for now in (0, 1, 5, 9, 99)} == {"voided"}


@pytest.mark.rule("PAY-5")
@given(eligible_at=MOMENTS, now=MOMENTS)
def test_the_latest_change_is_the_latest_that_was_recorded_or_that_time_brought(eligible_at, now):
    calendar = edition("guidance").schedules.calendar(2021)
    facts = paying.become_eligible(Settlement(), calendar, at=eligible_at)
    recorded = Instant(eligible_at + 1)

    state, updated_at = paying.state_at(now, facts), paying.updated_at(now, recorded, facts)
    moved = {"eligible": recorded, "payable": facts.payable_at, "paid": facts.paid_at}
    assert updated_at == moved[state]


@pytest.mark.rule("PAY-7", edition="guidance")
@pytest.mark.parametrize(
    ("schedule", "last_day"),
    [
        pytest.param("ecf-standard-september", "2021-11-30", id="september"),
        pytest.param("ecf-standard-january", "2022-01-31", id="january"),
        pytest.param("ecf-standard-april", "2022-04-30", id="april"),
    ],
)
def test_a_withdrawal_by_the_end_of_the_started_milestone_forfeits(schedule, last_day):
    guidance, last = edition("guidance"), last_instant(last_day)
    chosen = guidance.schedules.get(schedule, 2021)

    assert paying.forfeits(chosen, guidance, withdrawn_at=last)
    assert not paying.forfeits(chosen, guidance, withdrawn_at=Instant(last + 1))


@pytest.mark.rule("PAY-7", edition="guidance")
@given(withdrawn_at=MOMENTS)
def test_outside_standard_schedules_no_withdrawal_forfeits(withdrawn_at):
    guidance = edition("guidance")

    for each in guidance.schedules:
        if not each.is_standard:
            assert not paying.forfeits(each, guidance, withdrawn_at=withdrawn_at)


@pytest.mark.rule("PAY-7", edition="service")
@given(withdrawn_at=MOMENTS)
def test_with_the_service_no_withdrawal_forfeits(withdrawn_at):
    service = edition("service")

    for each in service.schedules:
        assert not paying.forfeits(each, service, withdrawn_at=withdrawn_at)


@pytest.mark.rule("PAY-7", edition="guidance")
@pytest.mark.parametrize(
    ("facts", "unpaid"),
    [
        pytest.param(Settlement(), True, id="submitted"),
        pytest.param(Settlement(eligible_at=Instant(1)), True, id="eligible"),
        pytest.param(Settlement(Instant(1), payable_at=Instant(2)), True, id="payable"),
        pytest.param(
            Settlement(Instant(1), payable_at=Instant(2), paid_at=Instant(3)), False, id="paid"
        ),
        pytest.param(Settlement(voided_at=Instant(1)), False, id="voided"),
        pytest.param(
            Settlement(Instant(1), paid_at=Instant(2), voided_at=Instant(3)),
            False,
            id="awaiting-clawback",
        ),
    ],
)
def test_only_what_stands_unpaid_can_be_forfeit(facts, unpaid):
    assert paying.is_unpaid(Instant(5), facts) is unpaid


TICKS = st.integers(0, 8).map(Instant)


@pytest.mark.rule("PAY-3", "PAY-5")
@given(
    st.builds(Settlement, *[st.none() | TICKS] * 6),
    TICKS,
)
def test_it_looks_the_same_as_long_as_it_is_said_to(facts, now):
    def look(moment):
        return paying.state_at(moment, facts), paying.updated_at(moment, Instant(0), facts)

    unchanged_range = paying.unchanged_range(facts, now=now)
    everywhere = range(-1, 10)
    assert now in unchanged_range
    assert {look(Instant(each)) for each in everywhere if each in unchanged_range} == {look(now)}
