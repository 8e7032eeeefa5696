"""What is accepted, but not what the department expects (ADV)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ecf_sandbox.engine.domain.instants import DAY, Instant, midnight, wire
from ecf_sandbox.v1.domain.advisories import Advisory, Mentee, ParticipantFacts
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.participants import Status, TrainingStatus
from ecf_sandbox.v1.domain.schedules import DeclarationType, Milestone, Schedule, Schedules

_LOOK_FOR_MISSING = (
    "Providers are asked to look for missing declarations when a milestone period ends."
)
_ALIGN = "A replacement mentor's declarations are expected to be of the types that the ECT's are."
_FIRST_TAKES_PRECEDENCE = (
    "A mentor who already has an ECT stays on the first one's schedule when taking on a second."
)
_IN_ORDER = "Declarations are expected in the order of the milestones."
_EXPLAIN = "The evidence and the reason for a non-standard induction are expected outside the API."

_TYPES = tuple(DeclarationType)


def advise(case: ParticipantFacts, schedules: Schedules, *, now: Instant) -> Iterator[Advisory]:
    """Yield what the department would query about one participant, in order of the rules."""
    schedule = schedules.get(case.record.schedule_identifier, case.record.person.cohort)
    assert schedule is not None, f"{case.record.schedule_identifier} is unknown to the edition"
    yield from missing(case, schedule, now=now)
    yield from out_of_step(case, schedules)
    yield from moved_for_a_second(case, schedule)
    yield from out_of_order(case)
    yield from started_off_schedule(case, schedule)
    yield from to_be_explained(case, schedules)


def missing(case: ParticipantFacts, schedule: Schedule, *, now: Instant) -> Iterator[Advisory]:
    """Yield the milestones that ended with nothing standing for them.

    Only for participants who are active with school and provider, and only milestones that
    ended after they were added; those of other schedules than the standard ones never end.

    Rules: ADV-1.
    """
    record = case.record
    if (record.status, record.training_status) != (Status.ACTIVE, TrainingStatus.ACTIVE):
        return
    standing = {each.declaration_type for each in case.declarations}
    for milestone in schedule.milestones.values():
        closes, kind = milestone.closes, milestone.declaration_type
        if closes and record.person.added_at < closes <= now and kind not in standing:
            last_day = wire(Instant(closes - DAY))[:10]
            what = f"Nothing standing for {kind}, whose period ended on {last_day}."
            yield _advisory(case, "ADV-1", what, _LOOK_FOR_MISSING)


def out_of_step(case: ParticipantFacts, schedules: Schedules) -> Iterator[Advisory]:
    """Yield a replacement mentor's declarations of other types than the ECT's at that time.

    Two declarations are of one time where a milestone period of the ECT has both dates. On
    a schedule without periods, those of the standard one of the same month count.

    Rules: ADV-2.
    """
    for mine in case.declarations:
        for mentee in case.mentees if _held(mine, schedules).is_for_mentors_only else ():
            theirs = _types_meanwhile(mine, mentee, schedules)
            if theirs and mine.declaration_type not in theirs:
                what = (
                    f"{mine.declaration_type} was declared for a replacement mentor when "
                    f"{', '.join(theirs)} was for the ECT, {mentee.participant_id}."
                )
                yield _advisory(case, "ADV-2", what, _ALIGN, provider=mine.provider)


def moved_for_a_second(case: ParticipantFacts, schedule: Schedule) -> Iterator[Advisory]:
    """Yield a mentor of several who was moved to a replacement schedule with an ECT already.

    Rules: ADV-3.
    """
    if not schedule.is_for_mentors_only or case.moved is None or len(case.mentees) < 2:
        return
    if any(each.since < case.moved for each in case.mentees):
        what = f"Moved to {schedule.identifier}, and mentor of {len(case.mentees)} ECTs."
        yield _advisory(case, "ADV-3", what, _FIRST_TAKES_PRECEDENCE)


def out_of_order(case: ParticipantFacts) -> Iterator[Advisory]:
    """Yield declarations dated before one of an earlier type (ADV-4)."""
    by_type = sorted(case.declarations, key=lambda each: _TYPES.index(each.declaration_type))
    for earlier, later in pairwise(by_type):
        if later.declaration_date < earlier.declaration_date:
            what = (
                f"{later.declaration_type} is dated {wire(later.declaration_date)}, before "
                f"{earlier.declaration_type} on {wire(earlier.declaration_date)}."
            )
            yield _advisory(case, "ADV-4", what, _IN_ORDER, provider=later.provider)


def started_off_schedule(case: ParticipantFacts, schedule: Schedule) -> Iterator[Advisory]:
    """Yield a start that the month in the schedule's name does not fit.

    Replacement schedules tell when a mentor took over, not when they started.

    Rules: ADV-5.
    """
    for each in case.declarations:
        started = each.declaration_type is DeclarationType.STARTED
        expected = _other_starts_expected(schedule, each.declaration_date) if started else None
        if expected and not schedule.is_for_mentors_only:
            what = f"Started on {wire(each.declaration_date)}, on {schedule.identifier}."
            why = f"{schedule.identifier} is for those who start {expected}."
            yield _advisory(case, "ADV-5", what, why)


def to_be_explained(case: ParticipantFacts, schedules: Schedules) -> Iterator[Advisory]:
    """Yield each declaration that was made on a schedule other than the standard ones (ADV-6)."""
    for each in case.declarations:
        held = _held(each, schedules)
        if not held.is_standard:
            what = f"{each.declaration_type} was declared on {held.identifier}."
            yield _advisory(case, "ADV-6", what, _EXPLAIN, provider=each.provider)


def _types_meanwhile(
    mine: Declaration, mentee: Mentee, schedules: Schedules
) -> tuple[DeclarationType, ...]:
    """Return what was declared for a mentee in the milestone period of a mentor's declaration."""
    return tuple(
        each.declaration_type
        for each in mentee.declarations
        if any(
            _has(period, mine.declaration_date) and _has(period, each.declaration_date)
            for period in _periods(each, schedules)
        )
    )


def _periods(declaration: Declaration, schedules: Schedules) -> Iterator[Milestone]:
    month = _month(_held(declaration, schedules))
    standard = schedules.get(f"ecf-standard-{month}", declaration.cohort)
    if standard is not None:
        yield from standard.milestones.values()


def _has(period: Milestone, at: Instant) -> bool:
    return period.opens <= at and (period.closes is None or at < period.closes)


def _other_starts_expected(schedule: Schedule, start: Instant) -> str | None:
    """Return when those on a schedule are expected to start, if that is not when they did."""
    if _month(schedule) == "september":
        end = date(schedule.cohort, 11, 30)
        return None if start < midnight(end) else f"before {end}"
    january = _month(schedule) == "january"
    first = date(schedule.cohort, 12, 1) if january else date(schedule.cohort + 1, 2, 1)
    return None if start >= midnight(first) else f"from {first} on"


def _month(schedule: Schedule) -> str:
    return schedule.identifier.rpartition("-")[2]


def _held(declaration: Declaration, schedules: Schedules) -> Schedule:
    """Return the schedule held when something was declared, which every edition has."""
    held = schedules.get(declaration.schedule_identifier, declaration.cohort)
    assert held is not None, f"{declaration.schedule_identifier} is unknown to the edition"
    return held


def _advisory(
    case: ParticipantFacts, rule: str, what: str, why: str, *, provider: str | None = None
) -> Advisory:
    """Return an advisory for the current provider, unless it is another's declaration."""
    record = case.record
    return Advisory(record.person.id, provider or record.provider, rule, what, why)
