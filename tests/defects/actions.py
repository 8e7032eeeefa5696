"""Defects of defer, resume and withdraw."""

from dataclasses import replace

from ecf_sandbox.engine.domain.problems import NotFound, Rejected
from ecf_sandbox.v1.domain.participants import Course, Status, TrainingStatus, WithdrawalReason
from ecf_sandbox.v1.http import operations, parsing, serializers
from ecf_sandbox.v1.rules import acting
from ecf_sandbox.v1.rules.ownership import Ownership
from ecf_sandbox.v1.service import declarations, participants
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, switch


@defect("ACT-1")
def nobody_is_not_found(patch):
    """An action on an unknown participant is a 404."""
    change_result(patch, participants, "record_of", _or_not_found)


def _or_not_found(found, *_):
    if found is None:
        raise NotFound
    return found


@defect("ACT-1", also="ACT-2")
def a_wrong_course_is_the_courses_fault_alone(patch):
    """A wrong course is named without the participant."""

    def known_participant(known, _):
        return [_problem("participant_id")] if known is Ownership.OTHERS else []

    patch.setattr(participants, "known_participant", known_participant)


def _problem(title):
    return acting.Problem(title, "#/ is wrong")


@defect("ACT-1", also="ACT-2")
def any_course_will_do(patch):
    """The course of an action is not looked at."""
    patch.setattr(participants, "ownership_of", _whatever_the_course(participants.ownership_of))


def _whatever_the_course(true):
    def ownership_of(record, provider, course, edition):
        fitting = record.person.participant_type.course if record else course
        return true(record, provider, fitting, edition)

    return ownership_of


@defect("ACT-1", also="ACT-2 ACT-5 ACT-6 ACT-7")
def titles_come_by_the_alphabet(patch):
    """The entries of a 422 are sorted."""

    def refuse_any(*chapters):
        try:
            true(*chapters)
        except Rejected as refusal:
            raise Rejected(*sorted(refusal.problems, key=lambda each: each.title)) from None

    true = participants.refuse_any
    patch.setattr(participants, "refuse_any", refuse_any)


@defect("ACT-1", also="ACT-2")
def a_withdrawal_asks_for_the_reason_of_nobody(patch):
    """A withdrawal names the reason although the participant was not found."""
    true = participants.known_participant

    def known_participant(known, rule):
        yield from true(known, rule)
        if known is Ownership.UNKNOWN:
            yield from acting.reason_to_withdraw(acting.Unusable.MISSING)

    patch.setattr(participants, "known_participant", known_participant)


@defect("ACT-1")
def the_alias_of_defer_resumes(patch):
    """The shorter path of an action is wired to another."""
    patch.setitem(
        operations.OPERATIONS, "deferParticipantAlias", operations.OPERATIONS["resumeParticipant"]
    )


@defect("ACT-1", also="DECL-12")
def the_guidance_forgets_whom_the_school_withdrew(patch):
    """The guidance edition answers them like the unknown."""
    switch(patch, "guidance", forgets_school_withdrawn=True)


@defect("ACT-1", also="DECL-12")
def the_service_remembers_whom_the_school_withdrew(patch):
    """The service edition lets them be acted on."""
    switch(patch, "service", forgets_school_withdrawn=False)


@defect("ACT-2", also="ACT-1")
def the_deferred_can_be_deferred(patch):
    """A second deferral is accepted."""
    patch.setattr(acting, "can_defer", lambda record: _unless(record, TrainingStatus.WITHDRAWN))


@defect("ACT-2")
def the_withdrawn_can_be_deferred(patch):
    """A deferral brings the withdrawn half back."""
    patch.setattr(acting, "can_defer", lambda record: _unless(record, TrainingStatus.DEFERRED))


def _unless(record, status):
    return [_problem("participant_profile")] if record.training_status is status else []


@defect(
    "ACT-2",
    also="ACT-1 ACT-8 AUTH-3 DECL-1 FMT-3 FMT-9 LIST-2 PART-3 TIME-1",
)
def a_break_has_the_reasons_for_leaving(patch):
    """Deferrals are checked against the wrong list of reasons."""
    patch.setattr(parsing, "DeferralReason", WithdrawalReason)


@defect("ACT-2", also="ACT-1")
def a_break_needs_no_reason(patch):
    """A reason that cannot be read becomes `other`."""
    change_result(
        patch,
        parsing,
        "deferral",
        lambda leave, _: replace(leave, reason=acting.DeferralReason.OTHER),
    )


@defect("ACT-3")
def the_withdrawn_can_be_resumed(patch):
    """A withdrawal is not final."""
    patch.setattr(acting, "can_resume", lambda record: _unless(record, TrainingStatus.ACTIVE))


@defect("ACT-3")
def the_active_can_be_resumed(patch):
    """Resuming what was never deferred is accepted."""
    patch.setattr(acting, "can_resume", lambda record: _unless(record, TrainingStatus.WITHDRAWN))


@defect("ACT-4", also="ACT-1")
def a_withdrawal_can_be_repeated(patch):
    """A second withdrawal is accepted, and moves the first."""
    patch.setattr(acting, "can_withdraw", nothing)


@defect("ACT-4", also="ACT-8")
def the_deferred_cannot_be_withdrawn(patch):
    """Only active training can be withdrawn."""
    change_result(
        patch,
        acting,
        "can_withdraw",
        lambda found, record: [*found, *_unless(record, TrainingStatus.DEFERRED)],
    )


@defect("ACT-4")
def a_reason_for_leaving_is_missing(patch):
    """`started-in-error` is not known."""
    true = parsing.withdrawal

    def withdrawal(said):
        odd = said.get("reason") == "started-in-error"
        return true({**said, "reason": "unknown"} if odd else said)

    patch.setattr(parsing, "withdrawal", withdrawal)


@defect("PART-2")
def a_withdrawal_is_the_schools_too(patch):
    """The provider's withdrawal shows as the school's."""
    change_result(patch, serializers, "participant", _as_the_school)


def _as_the_school(shown, record, *_):
    if record.training_status is TrainingStatus.WITHDRAWN:
        shown["attributes"]["status"] = Status.WITHDRAWN
    return shown


@defect("PART-2")
def a_withdrawal_takes_the_email_away(patch):
    """The email of the withdrawn is null."""
    change_result(patch, serializers, "participant", _without_email)


def _without_email(shown, record, *_):
    if record.training_status is TrainingStatus.WITHDRAWN:
        shown["attributes"]["email"] = None
    return shown


@defect("ACT-8", also="TIME-3 LIST-7 TIME-1 TIME-4")
def no_action_takes_updated_at_back(patch):
    """An action at an earlier now keeps the later updated_at."""
    change_result(
        patch,
        Records,
        "change_training",
        lambda changed, self, record, *_, **__: replace(
            changed, recorded=max(changed.recorded, record.recorded)
        ),
    )


@defect("ACT-8")
def the_deferred_cannot_be_declared(patch):
    """A break hides the participant from declarations."""
    change_result(
        patch,
        declarations,
        "ownership_of",
        lambda known, record, *_: (
            Ownership.UNKNOWN
            if record and record.training_status is TrainingStatus.DEFERRED
            else known
        ),
    )


@defect("ACT-8")
def an_unknown_attribute_takes_effect(patch):
    """A cohort, of which a deferral knows nothing, makes it one of a mentor."""
    change_result(
        patch,
        parsing,
        "deferral",
        lambda leave, said: (
            replace(leave, course_identifier=Course.MENTOR) if "cohort" in said else leave
        ),
    )
