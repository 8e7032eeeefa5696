"""What lies along a clock's way: milestones and payments."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.schedules import Milestone, Payment, Schedule, Schedules


class ClockEvent(StrEnum):
    """Kinds of things passed; at one moment, in this order."""

    CLOSED = "milestone-closed"
    PAID = "payment-made"
    OPENED = "milestone-opened"


class Landmark(StrEnum):
    """Where a clock can be sent by name."""

    MILESTONE_START = "next-milestone-start"
    MILESTONE_END = "next-milestone-end"
    PAYMENT = "next-payment"


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that a clock moved over; a payment has no milestone."""

    at: Instant
    what: ClockEvent
    cohort: int
    schedule: Schedule | None = None
    milestone: Milestone | None = None


def passed(schedules: Schedules, *, start: Instant, end: Instant) -> list[Passed]:
    """Return what lies after `start` and not after `end`, in order; backwards, nothing.

    Milestones are those of standard schedules: the others do not bind anybody.
    """
    found = [each for each in _all(schedules) if start < each.at <= end]
    return sorted(found, key=lambda each: (each.at, _ORDER.index(each.what)))


def landmark(
    what: Landmark, schedule: Schedule, calendar: tuple[Payment, ...], *, now: Instant
) -> Instant | None:
    """Return the next landmark of a schedule strictly after now, None where none is left.

    An end is the first instant after the last day; a payment is the instant of PAY-4, of the
    cohort's calendar where a schedule is not standard.
    """
    return min((at for at in _candidates(what, schedule, calendar) if at > now), default=None)


_ORDER = list(ClockEvent)


def _all(schedules: Schedules) -> Iterator[Passed]:
    for schedule in schedules:
        if schedule.is_standard:
            for milestone in schedule.milestones.values():
                yield Passed(
                    milestone.opens, ClockEvent.OPENED, schedule.cohort, schedule, milestone
                )
                if milestone.closes is not None:
                    yield Passed(
                        milestone.closes, ClockEvent.CLOSED, schedule.cohort, schedule, milestone
                    )
    for cohort in schedules.cohorts:
        for paid_at in sorted({payment.paid_at for payment in schedules.calendar(cohort)}):
            yield Passed(paid_at, ClockEvent.PAID, cohort)


def _candidates(
    what: Landmark, schedule: Schedule, calendar: tuple[Payment, ...]
) -> Iterator[Instant]:
    if what is Landmark.PAYMENT:
        own = {each.closes for each in schedule.milestones.values()}
        yield from (
            payment.paid_at
            for payment in calendar
            if not schedule.is_standard or payment.payable_at in own
        )
        return
    for milestone in schedule.milestones.values():
        if what is Landmark.MILESTONE_START:
            yield milestone.opens
        elif milestone.closes is not None:
            yield milestone.closes
