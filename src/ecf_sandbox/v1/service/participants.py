"""Showing participants, and what providers do to their training."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.domain.participants import (
    Course,
    DeferralReason,
    TrainingRecord,
    TrainingStatus,
    WithdrawalReason,
)
from ecf_sandbox.v1.domain.schedules import Schedule
from ecf_sandbox.v1.rules import acting, paying, scheduling
from ecf_sandbox.v1.rules.ownership import (
    Ownership,
    judged_record,
    known_participant,
    ownership_of,
    right_course,
)
from ecf_sandbox.v1.service.provider_context import (
    ProviderContext,
    record_of,
    schedule_of,
)

Reason = TypeVar("Reason")


@dataclass(frozen=True, slots=True)
class TrainingChange(Generic[Reason]):
    """What a provider sends to defer, resume or withdraw."""

    participant_id: str | Unusable
    course_identifier: Course | Unusable
    reason: Reason | Unusable


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """What a provider sends to change a schedule; no cohort is not a wrong one."""

    participant_id: str | Unusable
    course_identifier: Course | Unusable
    schedule_identifier: str | Unusable
    cohort: int | Unusable | None


def participant(context: ProviderContext, participant_id: str) -> TrainingRecord:
    """Return the provider's own record of a participant (AUTH-3)."""
    record = context.store.own_record(participant_id, context.provider)
    if record is None:
        raise NotFound
    return record


def defer(context: ProviderContext, leave: TrainingChange[DeferralReason]) -> TrainingRecord:
    """Record that a participant takes a break (ACT-2)."""
    record, _, known = _known(context, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known, "ACT-1"),
        acting.reason_to_defer(leave.reason),
        right_course(known, "ACT-1"),
        acting.can_defer(record) if record else (),
    )
    return _train(context, record, TrainingStatus.DEFERRED, "defer", leave.reason)


def resume(context: ProviderContext, leave: TrainingChange[None]) -> TrainingRecord:
    """Record that a participant is back from a break (ACT-3)."""
    record, _, known = _known(context, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known, "ACT-1"),
        right_course(known, "ACT-1"),
        acting.can_resume(record) if record else (),
    )
    return _train(context, record, TrainingStatus.ACTIVE, "resume", None)


def withdraw(context: ProviderContext, leave: TrainingChange[WithdrawalReason]) -> TrainingRecord:
    """Record that a participant left; too early, and what stood unpaid is forfeit.

    Rules: ACT-4, PAY-7.
    """
    record, judged, known = _known(context, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known, "ACT-1"),
        acting.reason_to_withdraw(leave.reason) if judged else (),
        right_course(known, "ACT-1"),
        acting.can_withdraw(record) if record else (),
    )
    withdrawn = _train(context, record, TrainingStatus.WITHDRAWN, "withdraw", leave.reason)
    if paying.forfeits(schedule_of(context, withdrawn), context.edition, withdrawn_at=context.now):
        _forfeit(context, withdrawn)
    return withdrawn


def change_schedule(context: ProviderContext, change: ScheduleChange) -> TrainingRecord:
    """Move a participant to another schedule of their cohort.

    In the service edition the schedule is judged as it is asked for: in the cohort named or
    defaulted to, for the course named, also where those are not the participant's.

    Rules: ACT-5, ACT-6, ACT-7.
    """
    record, judged, known = _known(context, change.participant_id, change.course_identifier)
    schedule = _schedule_asked(context, record, change)
    named = tuple(scheduling.named_schedule(change.schedule_identifier))
    refuse_any(
        right_course(known, "ACT-1"),
        known_participant(known, "ACT-1"),
        named if context.edition.judges_schedule_as_asked else (),
        scheduling.not_withdrawn(record) if record else (),
        named,
        scheduling.fits_course(schedule, change.course_identifier) if schedule else (),
        _fitting(context, schedule, judged) if schedule and judged else (),
        _right_cohort(context, change, record) if record else (),
    )
    refuse_any(scheduling.known_schedule(schedule, change.schedule_identifier))
    assert record is not None, "the rules refuse whom they do not know"
    assert schedule is not None, "the rules refuse a schedule they do not know"
    moved = replace(record, schedule_identifier=schedule.identifier)
    return _changed(context, moved, "change-schedule", None)


def _forfeit(context: ProviderContext, record: TrainingRecord) -> None:
    """Record that what a provider declared, and was not paid for, never will be (PAY-7)."""
    for each in context.store.declarations_of(record.person):
        if each.provider == record.provider and paying.is_unpaid(context.now, each.settlement):
            facts = paying.become_ineligible(each.settlement, at=context.now)
            recorded = paying.recorded_at(each, record.recorded, context.edition)
            context.store.settle(each, facts, recorded=recorded)


def _train(
    context: ProviderContext,
    record: TrainingRecord | None,
    status: TrainingStatus,
    action: str,
    reason: str | Unusable | None,
) -> TrainingRecord:
    assert record is not None, "the rules refuse whom they do not know"
    assert not isinstance(reason, Unusable), "the rules refuse a reason they cannot read"
    withdrawn_at = context.now if status is TrainingStatus.WITHDRAWN else None
    changed = replace(record, training_status=status, withdrawn_at=withdrawn_at)
    return _changed(context, changed, action, reason)


def _changed(
    context: ProviderContext, record: TrainingRecord, action: str, reason: str | None
) -> TrainingRecord:
    updated_at = acting.updated_at(record, context.edition, now=context.now)
    return context.store.change_training(
        record, action, reason=reason, at=context.now, updated_at=updated_at
    )


def _known(
    context: ProviderContext, participant_id: str | Unusable, course: Course | Unusable
) -> tuple[TrainingRecord | None, TrainingRecord | None, Ownership]:
    """Return the provider's own record for a course, the one judged, and how it stands to it."""
    record = record_of(context, participant_id)
    known = ownership_of(record, context.provider, course, context.edition)
    judged = judged_record(record, known, context.edition)
    return (record if known is Ownership.OWN else None), judged, known


def _schedule_asked(
    context: ProviderContext, record: TrainingRecord | None, change: ScheduleChange
) -> Schedule | None:
    """Return the schedule of the name in the participant's cohort, or in the one asked for."""
    cohort: int | Unusable = record.person.cohort if record else Unusable.MISSING
    if context.edition.judges_schedule_as_asked:
        cohort = scheduling.cohort_meant(change.cohort, cohort, context.edition, now=context.now)
    if isinstance(change.schedule_identifier, Unusable) or isinstance(cohort, Unusable):
        return None
    return context.edition.schedules.get(change.schedule_identifier, cohort)


def _fitting(
    context: ProviderContext, schedule: Schedule, record: TrainingRecord
) -> Iterator[Problem]:
    yield from scheduling.another_schedule(schedule, record)
    history = context.store.declarations_of(record.person)
    yield from scheduling.keeps_declarations(schedule, history, context.edition)


def _right_cohort(
    context: ProviderContext, change: ScheduleChange, record: TrainingRecord
) -> Iterable[Problem]:
    own = record.person.cohort
    cohort = scheduling.cohort_meant(change.cohort, own, context.edition, now=context.now)
    return scheduling.own_cohort(cohort, record)
