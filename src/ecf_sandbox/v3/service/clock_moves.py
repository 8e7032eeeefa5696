"""Where a world's clock can be sent, and what a move passes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.schedules import Schedule, ScheduleIdentifier
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.rules import clock_moves
from ecf_sandbox.v3.rules.clock_moves import ClockEvent, Landmark, Passed
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import clock_events


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a move asks for: a landmark, and whose it is where that matters."""

    to: Landmark
    cohort: int | None = None
    schedule: ScheduleIdentifier | None = None
    participant_id: str | None = None


def next_moment(context: WorldContext, asked: Destination) -> Instant | None:
    """Return the next landmark strictly after now, None where none is left.

    Raises NotFound for a person whom nobody knows, Rejected for a cohort or schedule that
    there is not.
    """
    return min((at for at in _candidates(context, asked) if at > context.now), default=None)


def passed(context: WorldContext, start: Instant, end: Instant) -> list[Passed]:
    """Return what lies after `start` and not after `end`, in order; backwards, nothing."""
    if end <= start:
        return []
    store = context.store
    counts = clock_events.settled(store, start, end)
    found = clock_moves.calendar(store.contract_periods(), store.statements().values(), start, end)
    happened: Mapping[ClockEvent, Mapping[Instant, int]] = {
        ClockEvent.TRAINING_BEGAN: clock_events.training_began(store, start, end),
        ClockEvent.TRAINING_ENDED: clock_events.training_ended(store, start, end),
        ClockEvent.MENTORSHIP_ENDED: clock_events.mentorships_ended(store, start, end),
        ClockEvent.BECAME_ELIGIBLE: clock_events.became_eligible(store, start, end),
    }
    people = [
        Passed(at=at, what=what, participants=count)
        for what, by_instant in happened.items()
        for at, count in by_instant.items()
    ]
    return clock_moves.in_order([*(_counted(each, counts) for each in found), *people])


def _counted(each: Passed, counts: Mapping[tuple[Instant, int, bool], int]) -> Passed:
    """Return a closing or payment with how many declarations it settles."""
    if each.what not in (ClockEvent.STATEMENT_CLOSED, ClockEvent.PAYMENT_MADE):
        return each
    assert each.cohort is not None, "a statement is of a cohort"
    settled = replace(each, declarations=counts.get((each.at, each.cohort, False), 0))
    if each.what is ClockEvent.STATEMENT_CLOSED:
        return settled
    return replace(settled, clawbacks=counts.get((each.at, each.cohort, True), 0))


def _candidates(context: WorldContext, asked: Destination) -> Iterable[Instant]:
    if asked.to in _BY_STATEMENT:
        cohort = _known_cohort(context, asked.cohort)
        return _BY_STATEMENT[asked.to](context.store.statements().values(), cohort)
    if asked.to in _BY_SCHEDULE:
        return _BY_SCHEDULE[asked.to](_schedule(context, asked))
    if asked.to is Landmark.TOMORROW:
        return [london.start_of(london.day_after(context.today))]
    if asked.to is Landmark.COHORT:
        return [london.start_of(each.started_on) for each in context.store.contract_periods()]
    return _training_days(context, asked)


_BY_STATEMENT = {
    Landmark.STATEMENT_DEADLINE: clock_moves.deadlines,
    Landmark.PAYMENT: clock_moves.payments,
}
_BY_SCHEDULE = {
    Landmark.MILESTONE_START: clock_moves.milestone_starts,
    Landmark.MILESTONE_END: clock_moves.milestone_ends,
}


def _training_days(context: WorldContext, asked: Destination) -> Iterator[Instant]:
    """Yield the next beginning or end of training: a person's, or the first of anybody's."""
    starts = asked.to is Landmark.TRAINING_START
    if asked.participant_id is not None:
        training = _training_of(context, asked.participant_id)
        day = _next_day(training, context.today, starts=starts)
    elif starts:
        day = clock_events.next_training_start(context.store, context.today)
    else:
        day = clock_events.next_training_end(context.store, context.today)
    if day is not None:
        yield london.start_of(day if starts else london.day_after(day))


def _next_day(training: Iterable[TrainingPeriod], today: date, *, starts: bool) -> date | None:
    """Return the next first day after today, or the next last day from today on."""
    if starts:
        return earliest(*(each.started_on for each in training if each.started_on > today))
    return earliest(*(each.finished_on for each in training if not each.ended_before(today)))


def _training_of(context: WorldContext, participant_id: str) -> tuple[TrainingPeriod, ...]:
    history = context.store.shown_histories([participant_id]).get(participant_id)
    if history is None:
        raise NotFound(Problem("participant_id", f"There is no participant {participant_id}"))
    return history.training_periods


def _known_cohort(context: WorldContext, cohort: int | None) -> int | None:
    """Return a cohort that is asked for, None for any; raises Rejected where there is none."""
    if cohort is not None and context.store.contract_periods().get(cohort) is None:
        raise Rejected(_no_cohort(cohort))
    return cohort


def _schedule(context: WorldContext, asked: Destination) -> Schedule:
    period = context.store.contract_periods().get(asked.cohort)
    if period is None:
        raise Rejected(_no_cohort(asked.cohort))
    assert asked.schedule, "a milestone is of a schedule"
    found = period.schedules.get(asked.schedule)
    if found is None:
        raise Rejected(Problem("schedule", f"Cohort {period.year} has no {asked.schedule}"))
    return found


def _no_cohort(cohort: int | None) -> Problem:
    return Problem("cohort", f"There is no cohort {cohort}: name one that GET cohorts lists")
