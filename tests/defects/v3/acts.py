"""Defects of defer, resume, withdraw and change-schedule."""

from dataclasses import replace

from ecf_sandbox.v3.domain.training import TrainingStatus
from ecf_sandbox.v3.rules import acting, enrolments, listing, schedule_changed, schedule_changes
from ecf_sandbox.v3.service import acts
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result, nothing


@defect("V3-ACT-2")
def a_role_that_is_not_trained_will_do(patch):
    """A course that the provider does not train the person on is not refused."""
    true = acting.subject

    def subject(history, provider, course):
        found = true(history, provider, course)
        known = next(listing.latest_of_roles(history, provider), None)
        return found if found.training else replace(found, training=known)

    patch.setattr(acting, "subject", subject)


@defect("V3-ACT-3", "V3-ACT-4")
def any_reason_will_do(patch):
    """A reason that nobody knows is accepted, and kept as another one."""
    patch.setattr(acting, "_known_reason", nothing)
    for name in ("DeferralReason", "WithdrawalReason"):
        change_arguments(patch, acts, name, _or_other(getattr(acts, name)))


def _or_other(words):
    return lambda text: (text if text in list(words) else words.OTHER,)


@defect("V3-ACT-3", "V3-ACT-18")
def whoever_began_today_can_be_deferred(patch):
    """Training that starts today or later can be deferred and withdrawn."""
    patch.setattr(acting, "_begun_before", nothing)


@defect("V3-ACT-4")
def an_ect_stops_being_a_mentor(patch):
    """An ECT is withdrawn for a mentor's reason."""
    change_result(
        patch,
        acting,
        "withdrawing",
        lambda found, *_: [each for each in found if "mentors only" not in each.detail],
    )


@defect("V3-ACT-5")
def a_withdrawn_participant_can_be_deferred(patch):
    """Who is withdrawn may be deferred too."""
    change_result(
        patch,
        acting,
        "deferring",
        lambda found, *_: [each for each in found if "already withdrawn" not in each.detail],
    )


@defect("V3-ACT-6")
def a_break_leaves_training_open(patch):
    """Deferring and withdrawing do not end the training."""
    patch.setattr(
        acting, "_ended", lambda training, _: acting.Changes(training_periods=(training,))
    )


@defect("V3-ACT-7")
def nothing_stands_in_the_way_of_resuming(patch):
    """Nothing stands in the way of resuming."""
    patch.setattr(acting, "_obstacle_to_resuming", nothing_at_all)


def nothing_at_all(*_):
    """Stand in for what returns an obstacle."""


@defect("V3-ACT-8")
def resumed_training_never_ends(patch):
    """Resumed training outlasts the school period."""
    change_result(
        patch,
        acting,
        "resumed",
        lambda found, *_: replace(
            found,
            training_periods=tuple(
                replace(each, finished_on=None) for each in found.training_periods
            ),
        ),
    )


@defect("V3-ACT-9")
def the_cohort_named_is_forgotten(patch):
    """A change of schedule stays in the participant's cohort."""
    true = schedule_changes.target_cohort
    patch.setattr(
        schedule_changes, "target_cohort", lambda about, _, periods: true(about, None, periods)
    )


@defect("V3-ACT-10")
def the_same_schedule_is_taken_again(patch):
    """Whatever schedule of the cohort is named fits."""
    patch.setattr(schedule_changes, "_unfit", nothing_at_all)


@defect("V3-ACT-11")
def a_frozen_cohort_will_do(patch):
    """A cohort that is frozen is accepted."""
    change_result(
        patch,
        schedule_changes,
        "_cohort_obstacle",
        lambda found, *_: found if found and "partnership" in found else None,
    )


@defect("V3-ACT-12")
def whoever_left_changes_schedule(patch):
    """The withdrawn, the gone and the completed change schedule."""
    patch.setattr(schedule_changes, "_person_obstacle", nothing_at_all)


@defect("V3-ACT-14")
def every_change_is_made_in_place(patch):
    """A change of schedule leaves no history."""
    for module in (schedule_changes, schedule_changed):
        patch.setattr(module, "in_place", lambda *_: True)


@defect("V3-ACT-16")
def no_frozen_year_is_kept(patch):
    """Who leaves a frozen cohort is not marked."""
    patch.setattr(schedule_changed, "year_kept", nothing_at_all)


@defect("V3-STATUS-1")
def the_deferred_outrank_the_withdrawn(patch):
    """Who is both is deferred, whichever came later."""
    change_result(
        patch,
        enrolments,
        "training_status",
        lambda found, training: TrainingStatus.DEFERRED if training.deferral else found,
    )
