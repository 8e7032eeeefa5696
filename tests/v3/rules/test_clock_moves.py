"""What lies along a clock's way, by facts alone."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules import clock_moves
from ecf_sandbox.v3.rules.clock_moves import ClockEvent, Passed
from tests.v3.kit.facts import OTHER, PERIODS, at, statement

JANUARY = at("2027-01-01T00:00:00Z")


def calendar(start, end, *, periods=PERIODS, statements=()):
    found = clock_moves.calendar(periods, statements, at(start), at(end))
    return clock_moves.in_order(found)


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
def test_statements_of_one_cohort_and_day_are_one_entry():
    both = [statement(), statement(provider=OTHER)]
    found = calendar("2026-11-25", "2027-02-01", periods=(), statements=both)
    assert [(each.what, each.cohort) for each in found] == [
        (ClockEvent.STATEMENT_CLOSED, 2026),
        (ClockEvent.PAYMENT_MADE, 2026),
    ]


@pytest.mark.rule("V3-REG-17")
def test_an_authorised_statement_closes_and_is_not_paid_by_time():
    paid = [statement(authorised="2027-01-10")]
    found = calendar("2026-11-25", "2027-02-01", periods=(), statements=paid)
    assert [each.what for each in found] == [ClockEvent.STATEMENT_CLOSED]
    assert list(clock_moves.payments(paid, None)) == []
    assert list(clock_moves.deadlines(paid, None)) == [JANUARY]


@pytest.mark.rule("V3-PAY-3")
def test_what_is_at_the_start_is_not_passed_and_what_is_at_the_end_is():
    known = [statement()]
    assert calendar("2027-01-01T00:00:00Z", "2027-01-02", periods=(), statements=known) == []
    assert calendar("2026-12-31", "2027-01-01T00:00:00Z", periods=(), statements=known)
    assert calendar("2027-02-01", "2026-12-01", periods=(), statements=known) == []


@pytest.mark.rule("V3-DECL-7")
def test_every_schedule_has_its_milestones():
    found = calendar("2026-08-31", "2026-09-02", periods=[PERIODS[2024]])
    assert found == []
    found = calendar("2026-07-31T12:00:00Z", "2026-08-01T12:00:00Z", periods=[PERIODS[2024]])
    assert [(each.what, each.schedule, each.declaration_type) for each in found] == [
        ("milestone-closed", "ecf-standard-april", "retained-3"),
        ("milestone-closed", "ecf-standard-january", "retained-4"),
        ("milestone-closed", "ecf-standard-september", "completed"),
        ("milestone-opened", "ecf-standard-april", "retained-4"),
        ("milestone-opened", "ecf-standard-january", "completed"),
    ]
    assert {each.at for each in found} == {at("2026-07-31T23:00:00Z")}


@pytest.mark.rule("V3-COHORT-1", "V3-COHORT-2")
def test_a_cohort_begins_ends_and_freezes():
    def events(period):
        found = calendar("2021-01-01", "2026-01-01", periods=[replace(period, schedules={})])
        return [(each.what, each.cohort) for each in found]

    both = [("cohort-began", 2022), ("cohort-ended", 2022)]
    assert events(PERIODS[2022]) == [*both, ("cohort-frozen", 2022)]
    by_act = replace(PERIODS[2022], frozen=Since(at("2025-01-01")))
    assert events(by_act) == both, "what an act brought waits for no time"


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
def test_deadlines_and_payments_are_of_one_cohort_or_of_all():
    known = [statement(2025), statement(2026, 2027, 4)]
    for found in (clock_moves.deadlines, clock_moves.payments):
        assert len(list(found(known, None))) == 2
        assert len(list(found(known, 2026))) == 1
        assert list(found(known, 2024)) == []


@pytest.mark.rule("V3-DECL-7")
def test_only_milestones_with_an_end_have_one():
    old, new = PERIODS[2024].schedules, PERIODS[2026].schedules
    (september,) = (name for name in old if name == "ecf-standard-september")
    assert max(clock_moves.milestone_ends(old[september])) == at("2026-07-31T23:00:00Z")
    assert list(clock_moves.milestone_ends(new[september])) == []
    assert set(clock_moves.milestone_starts(new[september])) == {at("2026-05-31T23:00:00Z")}


def test_at_one_moment_events_are_in_the_order_of_their_kinds():
    found = [Passed(at=JANUARY, what=each) for each in ClockEvent]
    earlier = Passed(at=at("2026-12-01"), what=ClockEvent.BECAME_ELIGIBLE)
    assert clock_moves.in_order([*reversed(found), earlier]) == [earlier, *found]
    kinds = [each.what.partition("-")[2] for each in found]
    assert kinds.index("made") == 6
    assert set(kinds[:6]) == {"closed", "ended", "frozen"}
    assert set(kinds[7:]) == {"opened", "began", "eligible"}
