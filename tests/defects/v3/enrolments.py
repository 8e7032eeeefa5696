"""Defects of what a participant and its enrolments show."""

from dataclasses import replace

from ecf_sandbox.v3.domain.people import Person, Role
from ecf_sandbox.v3.http import serializers
from ecf_sandbox.v3.rules import enrolments, listing
from ecf_sandbox.v3.service import recording
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result


def change_attributes(patch, record, change):
    """Let a record show other attributes."""

    def changed(found, *_):
        return {**found, "attributes": change(found["attributes"])}

    change_result(patch, serializers, record, changed)


def change_enrolment(patch, **values):
    """Let every enrolment show other values."""
    change_result(patch, serializers, "_enrolment", lambda found, *_: {**found, **values})


def change_enrolled(patch, change):
    """Let other training periods be those of which enrolments tell."""
    true = listing.latest_of_roles
    for module in (listing, serializers, recording):
        patch.setattr(module, "latest_of_roles", lambda *asked: iter(change([*true(*asked)])))


@defect("V3-PART-1")
def nobody_has_a_number(patch):
    """The teacher reference number is not shown."""
    change_attributes(
        patch, "participant", lambda shown: {**shown, "teacher_reference_number": None}
    )


@defect("V3-PART-2")
def the_mentor_comes_first(patch):
    """Of two enrolments the mentor's stands first."""
    change_enrolled(patch, lambda found: found[::-1])


@defect("V3-PART-3")
def somebody_without_a_name_has_an_empty_one(patch):
    """Who has no name is not `Unknown`."""
    patch.setattr(enrolments, "full_name", lambda person: person.full_name or "")


@defect("V3-PART-4")
def both_roles_have_one_record(patch):
    """A person's training record is the same as ECT and as mentor."""
    change_result(
        patch,
        Person,
        "facts",
        lambda found, person, _: replace(found, record_id=person.ect.record_id),
    )


@defect("V3-PART-5")
def e_mails_are_not_shown(patch):
    """An enrolment has no e-mail."""
    change_enrolment(patch, email=None)


@defect("V3-PART-6")
def every_schedule_is_standard(patch):
    """Whatever the schedule, the usual one is shown."""
    change_enrolment(patch, schedule_identifier="ecf-standard-september")


@defect("V3-PART-11")
def an_enrolment_is_as_old_as_the_last_school(patch):
    """`created_at` is of the latest school period of the role."""
    patch.setattr(
        enrolments,
        "first_recorded",
        lambda history, role: history.at_school(role)[-1].recorded_at,
    )


@defect("V3-PART-12")
def the_latest_induction_is_the_first(patch):
    """Induction starts with the period that started last."""
    patch.setattr(
        enrolments,
        "induction_start",
        lambda history: max((each.started_on for each in history.inductions), default=None),
    )


@defect("V3-PART-14")
def no_reason_is_given_for_the_end_of_funding(patch):
    """The end of a mentor's funding is shown without its reason."""
    change_enrolment(patch, mentor_ineligible_for_funding_reason=None)


@defect("V3-PART-15")
def the_first_working_pattern_stays(patch):
    """The working pattern is the one at the first school."""

    def working_pattern(history, role):
        periods = history.at_school(role) if role is Role.ECT else []
        return periods[0].working_pattern if periods else None

    patch.setattr(enrolments, "working_pattern", working_pattern)


@defect("V3-STATUS-4")
def time_changes_no_status(patch):
    """Participant status is what it was on the first day of training."""
    change_arguments(
        patch,
        enrolments,
        "participant_status",
        lambda training, history, _: (training, history, training.started_on),
    )


@defect("V3-STATUS-5")
def whoever_changed_provider_is_gone(patch):
    """Who ended training without a break is not shown to the provider any more."""
    change_result(
        patch,
        serializers,
        "latest_of_roles",
        lambda found, *_: [
            each for each in found if each.finished_on is None or each.withdrawal or each.deferral
        ],
    )


@defect("V3-LIST-1")
def mentors_are_not_listed(patch):
    """Only ECTs are participants."""
    change_enrolled(patch, lambda found: [each for each in found if each.role is Role.ECT])
