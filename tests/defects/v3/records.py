"""Defects of what participants, schools, partnerships and transfers show."""

from dataclasses import replace
from datetime import timedelta

from ecf_sandbox.v3.domain.training import ParticipantStatus
from ecf_sandbox.v3.domain.transfers import TransferStatus, TransferType
from ecf_sandbox.v3.http import serializers
from ecf_sandbox.v3.rules import enrolments, partnering, transfers
from ecf_sandbox.v3.store import listing
from ecf_sandbox.v3.store.codes import ECT
from ecf_sandbox.v3.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result, nothing

TOMORROW = timedelta(days=1)

# As `listing.ASSIGNMENTS`, whoever trains the mentor.
_MENTORS_OF_ECTS = (
    "SELECT m.mentor, m.mentor_school_period FROM enrolments e"
    " JOIN mentorship_periods m ON m.ect_school_period = e.school_period"
    f" WHERE e.provider = :provider AND e.role = {ECT}"
    " AND (m.finished_on IS NULL OR m.finished_on >= :today)"
)


@defect("V3-STATUS-2", "V3-STATUS-3")
def whoever_ends_today_is_still_leaving(patch):
    """A period that ends today is judged as of yesterday."""
    change_arguments(
        patch,
        enrolments,
        "participant_status",
        lambda training, history, today: (training, history, today - TOMORROW),
    )


@defect("V3-STATUS-2")
def nobody_joins(patch):
    """Training that starts later is active."""
    change_result(
        patch,
        enrolments,
        "participant_status",
        lambda found, *_: ParticipantStatus.ACTIVE if found is ParticipantStatus.JOINING else found,
    )


@defect("V3-PART-8")
def an_overruled_withdrawal_is_shown(patch):
    """A withdrawal is shown whatever the status is."""
    patch.setattr(enrolments, "shown_withdrawal", lambda training: training.withdrawal)


@defect("V3-PART-9")
def the_ineligible_are_funded(patch):
    """The day of becoming ineligible is not looked at."""
    change_result(patch, enrolments, "eligible_for_funding", lambda found, *_: found or None)


@defect("V3-PART-7")
def a_mentorship_that_is_over_is_shown(patch):
    """`mentor_id` is the first mentor's for ever."""
    change_arguments(
        patch,
        enrolments,
        "current_mentorship",
        lambda training, history, today: (training, history, training.started_on),
    )


@defect("V3-PART-10")
def every_cohort_pays_uplifts(patch):
    """Uplifts show in cohorts that pay none."""
    patch.setattr(
        enrolments,
        "uplifts",
        lambda school, cohort: school.uplifts.get(cohort.year, enrolments.NO_UPLIFTS),
    )


@defect("V3-PART-13")
def an_induction_without_outcome_is_completed(patch):
    """The end of any induction period completes it."""
    patch.setattr(
        enrolments,
        "concluded_induction",
        lambda history: next((each for each in history.inductions if each.finished_on), None),
    )


@defect("V3-PARTNER-2")
def whoever_leaves_today_trains_no_more(patch):
    """People in training are counted as of tomorrow."""
    change_arguments(patch, Records, "currently_training", _tomorrow)


def _tomorrow(records, ids, today):
    return records, ids, today + TOMORROW


@defect("V3-PARTNER-3")
def a_closed_cohort_can_be_partnered(patch):
    """A cohort that is closed or has not begun is accepted."""
    patch.setattr(partnering, "_usable_cohort", nothing)


@defect("V3-PARTNER-3")
def any_school_can_be_partnered(patch):
    """A school that is not eligible is accepted."""
    true = partnering._usable_school
    patch.setattr(partnering, "_usable_school", lambda school: () if school else true(school))


@defect("V3-PARTNER-3")
def a_partnership_can_be_made_twice(patch):
    """A second partnership with the school is accepted."""
    patch.setattr(partnering, "_free_for_partnership", nothing)


@defect("V3-PARTNER-6")
def a_strange_delivery_partner_can_be_chosen(patch):
    """A delivery partner without link is accepted."""
    patch.setattr(partnering, "is_linked", lambda *_: True)


@defect("V3-PARTNER-5")
def nobody_is_taken_over(patch):
    """A partnership leaves those who named the provider where they are."""
    patch.setattr(partnering, "taken_over", nothing)


@defect("V3-SCHOOL-1")
def partnered_schools_are_not_listed(patch):
    """Only eligible schools are listed."""
    eligible = "(s.register_eligible OR s.marked_eligible)"
    change_result(
        patch, listing, "schools", lambda it, *_: replace(it, where=[eligible, *it.where[1:]])
    )


@defect("V3-SCHOOL-5")
def a_partnership_ends_the_interest(patch):
    """Interest counts without a partnership only."""
    change_result(
        patch,
        Records,
        "interested_schools",
        lambda found, it, ids, _, cohort: found - it.partnered_schools(ids, cohort),
    )


@defect("V3-TRANSFER-3")
def a_transfer_is_complete_at_once(patch):
    """Dates in the future do not matter."""
    for module in (transfers, serializers):
        patch.setattr(module, "transfer_status", lambda *_: TransferStatus.COMPLETE)


@defect("V3-TRANSFER-3")
def every_transfer_is_to_a_new_school(patch):
    """A change of provider is not told."""
    for module in (transfers, serializers):
        change_result(patch, module, "transfer_type", _to_new_school)


def _to_new_school(found, _):
    return TransferType.NEW_SCHOOL if found is TransferType.NEW_PROVIDER else found


@defect("V3-TRANSFER-1")
def everybody_sees_every_transfer(patch):
    """A transfer between two other providers is shown."""
    patch.setattr(transfers, "_concerns", lambda *_: True)


@defect("V3-UNFUNDED-1")
def funded_mentors_are_listed_too(patch):
    """Mentors whom the provider trains are listed as unfunded."""
    patch.setattr(listing, "ASSIGNMENTS", _MENTORS_OF_ECTS)
