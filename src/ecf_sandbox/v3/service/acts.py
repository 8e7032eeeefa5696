"""Deferring, resuming, withdrawing and rescheduling participants."""

from collections.abc import Iterable
from dataclasses import dataclass

from ecf_sandbox.engine.domain.acts import PROVIDER
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.history import Changes
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.training import DeferralReason, WithdrawalReason
from ecf_sandbox.v3.rules import acting, schedule_changed, schedule_changes
from ecf_sandbox.v3.rules.acting import Subject
from ecf_sandbox.v3.rules.schedule_changes import Surroundings
from ecf_sandbox.v3.rules.values import Scalar
from ecf_sandbox.v3.service import participants
from ecf_sandbox.v3.service.acts_kept import keep
from ecf_sandbox.v3.service.context import ProviderContext
from ecf_sandbox.v3.service.participants import ParticipantView
from ecf_sandbox.v3.service.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChange:
    """What a provider sends to change a schedule, as it came."""

    course_identifier: Scalar = None
    schedule_identifier: Scalar = None
    cohort: Scalar = None


def defer(
    context: ProviderContext, participant_id: str, course: Scalar, reason: Scalar
) -> ParticipantView:
    """Give a participant a break (V3-ACT-3, V3-ACT-6)."""
    about = _subject(context, participant_id, course)
    refuse_any(acting.deferring(about, reason, context.today))
    assert about.training, "a rule refuses whom the provider does not train"
    changes = acting.deferred(about.training, DeferralReason(str(reason)), context.now)
    return _done(context, about, changes, "deferred", reason=reason)


def withdraw(
    context: ProviderContext, participant_id: str, course: Scalar, reason: Scalar
) -> ParticipantView:
    """End a participant's training with the provider (V3-ACT-4, V3-ACT-6)."""
    about = _subject(context, participant_id, course)
    refuse_any(acting.withdrawing(about, reason, context.today))
    assert about.training, "a rule refuses whom the provider does not train"
    changes = acting.withdrawn(about.training, WithdrawalReason(str(reason)), context.now)
    return _done(context, about, changes, "withdrawn", reason=reason)


def resume(context: ProviderContext, participant_id: str, course: Scalar) -> ParticipantView:
    """Take a participant back (V3-ACT-7, V3-ACT-8)."""
    about = _subject(context, participant_id, course)
    refuse_any(acting.resuming(about, context.today))
    assert about.training, "a rule refuses whom the provider does not train"
    new_id = context.store.new_key()
    changes = acting.resumed(about.training, about.history, new_id, context.now)
    return _done(context, about, changes, "resumed")


def change_schedule(
    context: ProviderContext, participant_id: str, asked: ScheduleChange
) -> ParticipantView:
    """Move a participant to another schedule or cohort (V3-ACT-9 to V3-ACT-16)."""
    about = _subject(context, participant_id, asked.course_identifier)
    around = _surroundings(context, about)
    refuse_any(_changing(about, asked, around))
    assert about.training, "a rule refuses whom the provider does not train"
    target = schedule_changes.target_cohort(about, asked.cohort, around.contract_periods)
    assert target, "P's own cohort is known"
    changes = schedule_changed.schedule_changed(
        about.training,
        about.history,
        ScheduleIdentifier(str(asked.schedule_identifier)),
        target.year,
        around,
        context.store.new_key(),
    )
    return _done(
        context,
        about,
        changes,
        "schedule-changed",
        schedule_identifier=asked.schedule_identifier,
        cohort=str(target.year),
    )


def _changing(about: Subject, asked: ScheduleChange, around: Surroundings) -> Iterable[Problem]:
    schedule, cohort = asked.schedule_identifier, asked.cohort
    return schedule_changes.changing_schedule(about, schedule, cohort, around)


def _subject(context: ProviderContext, participant_id: str, course: Scalar) -> Subject:
    """Return whom an act is about; raises NotFound for who is not in the provider's list."""
    history = context.store.history(participant_id)
    if history is None or not history.was_with(context.provider):
        raise NotFound
    return acting.subject(history, context.provider, course)


def _surroundings(context: ProviderContext, about: Subject) -> Surroundings:
    training = about.training
    school_id = training.partnership.school_id if training and training.partnership else ""
    return Surroundings(
        contract_periods=context.store.contract_periods(),
        partnerships=context.store.partnerships_with(context.provider, school_id),
        statements=context.store.statements_of(context.provider),
        now=context.now,
    )


def _done(
    context: ProviderContext, about: Subject, changes: Changes, act: str, **details: Scalar
) -> ParticipantView:
    """Record what an act does, and that it was done; return what it shows then."""
    before, training = about.history, about.training
    assert training, "a rule refuses whom the provider does not train"
    stamp = context.store.stamp(context.now)
    after = before.after(changes)
    record(context, before, after, stamp)
    details = {"course_identifier": training.role.course, **details}
    keep(context, before.person.id, act, by=PROVIDER, stamp=stamp, **details)
    return participants.participant(context, after, stamp)
