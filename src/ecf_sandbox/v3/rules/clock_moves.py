"""What lies along a clock's way: milestones, statements, cohorts, and what people's days bring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.schedules import DeclarationType, Schedule, ScheduleIdentifier
from ecf_sandbox.v3.domain.statements import Statement


class ClockEvent(StrEnum):
    """Kinds of things passed; at one moment, in this order."""

    MILESTONE_CLOSED = "milestone-closed"
    STATEMENT_CLOSED = "statement-closed"
    COHORT_ENDED = "cohort-ended"
    COHORT_FROZEN = "cohort-frozen"
    TRAINING_ENDED = "training-ended"
    MENTORSHIP_ENDED = "mentorship-ended"
    PAYMENT_MADE = "payment-made"
    MILESTONE_OPENED = "milestone-opened"
    COHORT_BEGAN = "cohort-began"
    TRAINING_BEGAN = "training-began"
    BECAME_ELIGIBLE = "became-eligible"


_ORDER = list(ClockEvent)


class Landmark(StrEnum):
    """Where a clock can be sent by name."""

    TOMORROW = "tomorrow"
    STATEMENT_DEADLINE = "next-statement-deadline"
    PAYMENT = "next-payment"
    MILESTONE_START = "next-milestone-start"
    MILESTONE_END = "next-milestone-end"
    COHORT = "next-cohort"
    TRAINING_START = "next-training-start"
    TRAINING_END = "next-training-end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Something that a clock moved over; what does not belong to its kind is None.

    `declarations` turned payable or paid, `clawbacks` were made, `participants` are those to
    whom it happened.
    """

    at: Instant
    what: ClockEvent
    cohort: int | None = None
    schedule: ScheduleIdentifier | None = None
    declaration_type: DeclarationType | None = None
    declarations: int | None = None
    clawbacks: int | None = None
    participants: int | None = None


def calendar(
    contract_periods: Iterable[ContractPeriod],
    statements: Iterable[Statement],
    start: Instant,
    end: Instant,
) -> list[Passed]:
    """Return what the calendar brings after `start` and not after `end`; backwards, nothing.

    Statements of one cohort and day are one entry, whosever they are. Nothing is counted yet.

    Rules: V3-DECL-7, V3-PAY-3, V3-PAY-4, V3-COHORT-1, V3-COHORT-2.
    """
    periods = [each for period in contract_periods for each in _of_contract_period(period)]
    found = {*periods, *(each for known in statements for each in _of_statement(known))}
    return [each for each in found if start < each.at <= end]


def in_order(passed: Iterable[Passed]) -> list[Passed]:
    """Return what was passed by time; at one moment closings, then payments, then openings."""
    return sorted(passed, key=_place)


def deadlines(statements: Iterable[Statement], cohort: int | None) -> Iterator[Instant]:
    """Yield when statements close, of one cohort or of all (V3-PAY-3)."""
    return (each.payable_at for each in statements if cohort in (None, each.cohort))


def payments(statements: Iterable[Statement], cohort: int | None) -> Iterator[Instant]:
    """Yield when statements are paid by time, of one cohort or of all (V3-PAY-4)."""
    return (
        each.payment_at
        for each in statements
        if cohort in (None, each.cohort) and each.authorised_at is None
    )


def milestone_starts(schedule: Schedule) -> Iterator[Instant]:
    """Yield when a schedule's milestones open (V3-DECL-7)."""
    return (each.opens for each in schedule.milestones.values())


def milestone_ends(schedule: Schedule) -> Iterator[Instant]:
    """Yield 00:00 of the day after each of a schedule's milestones that has an end (V3-DECL-7)."""
    for each in schedule.milestones.values():
        if each.milestone_date is not None:
            yield london.start_of(london.day_after(each.milestone_date))


def _of_contract_period(period: ContractPeriod) -> Iterator[Passed]:
    began = london.start_of(period.started_on)
    yield Passed(at=began, what=ClockEvent.COHORT_BEGAN, cohort=period.year)
    assert period.finished_on, "a contract period has an end"
    ended = london.start_of(london.day_after(period.finished_on))
    yield Passed(at=ended, what=ClockEvent.COHORT_ENDED, cohort=period.year)
    if period.frozen is not None and period.frozen.by_time:
        yield Passed(at=period.frozen.at, what=ClockEvent.COHORT_FROZEN, cohort=period.year)
    for schedule in period.schedules.values():
        yield from _of_schedule(schedule)


def _of_schedule(schedule: Schedule) -> Iterator[Passed]:
    for each in schedule.milestones.values():
        days = [(ClockEvent.MILESTONE_OPENED, each.start_date)]
        if each.milestone_date is not None:
            days.append((ClockEvent.MILESTONE_CLOSED, london.day_after(each.milestone_date)))
        for what, day in days:
            yield Passed(
                at=london.start_of(day),
                what=what,
                cohort=schedule.cohort,
                schedule=schedule.identifier,
                declaration_type=each.declaration_type,
            )


def _of_statement(statement: Statement) -> Iterator[Passed]:
    cohort = statement.cohort
    yield Passed(at=statement.payable_at, what=ClockEvent.STATEMENT_CLOSED, cohort=cohort)
    if statement.authorised_at is None:
        yield Passed(at=statement.payment_at, what=ClockEvent.PAYMENT_MADE, cohort=cohort)


def _place(each: Passed) -> tuple[Instant, int, int, str, int]:
    kind = each.declaration_type
    position = kind.position if kind else 0
    return each.at, _ORDER.index(each.what), each.cohort or 0, each.schedule or "", position
