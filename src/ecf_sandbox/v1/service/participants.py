"""Showing participants, and what providers do to their training."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v1.domain.declarations import Lack
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
    Acquaintance,
    acquaintance,
    known_participant,
    right_course,
)
from ecf_sandbox.v1.service.provider_context import Desk, record_of, schedule_of

Reason = TypeVar("Reason")


@dataclass(frozen=True, slots=True)
class Leave(Generic[Reason]):
    """What a provider sends to defer, resume or withdraw."""

    participant_id: str | Lack
    course_identifier: Course | Lack
    reason: Reason | Lack


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """What a provider sends to change a schedule; no cohort is not a wrong one."""

    participant_id: str | Lack
    course_identifier: Course | Lack
    schedule_identifier: str | Lack
    cohort: int | Lack | None


def participant(desk: Desk, participant_id: str) -> TrainingRecord:
    """Return the provider's own record of a participant (AUTH-3)."""
    record = desk.store.own_record(participant_id, desk.provider)
    if record is None:
        raise NotFound
    return record


def defer(desk: Desk, leave: Leave[DeferralReason]) -> TrainingRecord:
    """Record that a participant takes a break (ACT-2)."""
    record, known = _known(desk, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known),
        acting.reason_to_defer(leave.reason),
        right_course(known),
        acting.can_defer(record) if record else (),
    )
    return _train(desk, record, TrainingStatus.DEFERRED, "defer", leave.reason)


def resume(desk: Desk, leave: Leave[None]) -> TrainingRecord:
    """Record that a participant is back from a break (ACT-3)."""
    record, known = _known(desk, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known),
        right_course(known),
        acting.can_resume(record) if record else (),
    )
    return _train(desk, record, TrainingStatus.ACTIVE, "resume", None)


def withdraw(desk: Desk, leave: Leave[WithdrawalReason]) -> TrainingRecord:
    """Record that a participant left; too early, and what stood unpaid is forfeit.

    Rules: ACT-4, PAY-7.
    """
    record, known = _known(desk, leave.participant_id, leave.course_identifier)
    refuse_any(
        known_participant(known),
        acting.reason_to_withdraw(leave.reason) if record else (),
        right_course(known),
        acting.can_withdraw(record) if record else (),
    )
    withdrawn = _train(desk, record, TrainingStatus.WITHDRAWN, "withdraw", leave.reason)
    if paying.forfeits(schedule_of(desk, withdrawn), desk.edition, withdrawn_at=desk.now):
        _forfeit(desk, withdrawn)
    return withdrawn


def change_schedule(desk: Desk, change: ScheduleChange) -> TrainingRecord:
    """Move a participant to another schedule of their cohort (ACT-5, ACT-6, ACT-7)."""
    record, known = _known(desk, change.participant_id, change.course_identifier)
    schedule = _schedule_asked(desk, record, change) if record else None
    refuse_any(
        right_course(known),
        known_participant(known),
        scheduling.not_withdrawn(record) if record else (),
        scheduling.named_schedule(change.schedule_identifier),
        _fitting(desk, schedule, record) if schedule and record else (),
        _right_cohort(desk, change, record) if record else (),
    )
    refuse_any(scheduling.known_schedule(schedule, change.schedule_identifier))
    assert record is not None, "the rules refuse whom they do not know"
    assert schedule is not None, "the rules refuse a schedule they do not know"
    moved = replace(record, schedule_identifier=schedule.identifier)
    return desk.store.change_training(moved, "change-schedule", reason=None, at=desk.now)


def _forfeit(desk: Desk, record: TrainingRecord) -> None:
    """Record that what a provider declared, and was not paid for, never will be (PAY-7)."""
    for each in desk.store.declarations_of(record.person):
        if each.provider == record.provider and paying.is_unpaid(desk.now, each.settlement):
            facts = paying.become_ineligible(each.settlement, at=desk.now)
            desk.store.settle(each, facts, stamp=record.recorded)


def _train(
    desk: Desk,
    record: TrainingRecord | None,
    status: TrainingStatus,
    action: str,
    reason: str | Lack | None,
) -> TrainingRecord:
    assert record is not None, "the rules refuse whom they do not know"
    assert not isinstance(reason, Lack), "the rules refuse a reason they cannot read"
    withdrawn_at = desk.now if status is TrainingStatus.WITHDRAWN else None
    changed = replace(record, training_status=status, withdrawn_at=withdrawn_at)
    return desk.store.change_training(changed, action, reason=reason, at=desk.now)


def _known(
    desk: Desk, participant_id: str | Lack, course: Course | Lack
) -> tuple[TrainingRecord | None, Acquaintance]:
    """Return the provider's own record for a course, if it has one, and how it stands to it."""
    record = record_of(desk, participant_id)
    known = acquaintance(record, desk.provider, course, desk.edition)
    return (record if known is Acquaintance.OURS else None), known


def _schedule_asked(desk: Desk, record: TrainingRecord, change: ScheduleChange) -> Schedule | None:
    if isinstance(change.schedule_identifier, Lack):
        return None
    return desk.edition.schedules.get(change.schedule_identifier, record.person.cohort)


def _fitting(desk: Desk, schedule: Schedule, record: TrainingRecord) -> Iterator[Problem]:
    yield from scheduling.another_schedule(schedule.identifier, record)
    yield from scheduling.fits_participant(schedule, record)
    history = desk.store.declarations_of(record.person)
    yield from scheduling.keeps_declarations(schedule, history, desk.edition)


def _right_cohort(desk: Desk, change: ScheduleChange, record: TrainingRecord) -> Iterable[Problem]:
    cohort = scheduling.cohort_meant(change.cohort, record, desk.edition, now=desk.now)
    return scheduling.own_cohort(cohort, record)
