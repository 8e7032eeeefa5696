"""Defects of what schools, appropriate bodies and the department do."""

from dataclasses import replace

from ecf_sandbox.v3.domain.history import Changes
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.rules import (
    corrections,
    department,
    department_partnerships,
    inductions,
    leaving,
    mentoring,
    merging,
    organisations,
    placing,
    registering,
    switching,
)
from ecf_sandbox.v3.service import department_partnerships as partnership_service
from ecf_sandbox.v3.service import inductions as induction_service
from ecf_sandbox.v3.service import person_changes
from ecf_sandbox.v3.store import facts
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result, nothing


@defect("V3-REG-1")
def an_ect_registers_twice_at_one_school(patch):
    """Nothing stands in the way of a registration."""
    patch.setattr(registering, "registering", nothing)


@defect("V3-REG-1")
def an_ect_stays_at_the_school_before(patch):
    """Coming to a school ends nothing elsewhere."""
    patch.setattr(registering, "moved_away", lambda *_: Changes())


@defect("V3-REG-1")
def training_begins_before_today(patch):
    """An ECT's training begins on the first day at the school, however long ago."""
    patch.setattr(registering, "training_starts", lambda role, day, today, **_: day)


@defect("V3-REG-2")
def a_mentor_trains_at_every_school(patch):
    """A mentor who goes on elsewhere is trained at the new school too."""
    trains = registering.mentor_trains
    patch.setattr(
        registering, "mentor_trains", lambda history, day, **_: trains(history, day, only_here=True)
    )


@defect("V3-REG-2")
def a_mentor_whose_funding_ended_trains(patch):
    """The end of funding is not looked at."""
    lasting = registering._lasting
    patch.setattr(
        registering,
        "mentor_trains",
        lambda history, day, *, only_here: only_here or not lasting(history, Role.MENTOR, day),
    )


@defect("V3-REG-3")
def a_frozen_cohort_is_kept(patch):
    """Nobody comes out of a frozen cohort."""
    patch.setattr(placing, "comes_out_of_frozen", lambda *_: False)


@defect("V3-REG-3")
def a_cohort_is_never_kept(patch):
    """Everybody comes to the cohort of the day."""
    true = placing._cohort
    patch.setattr(placing, "_cohort", lambda last, *rest: true(None, *rest))


@defect("V3-REG-4")
def november_is_september(patch):
    """Every month leads to a schedule of September."""
    patch.setattr(placing, "_TERMS", dict.fromkeys(range(1, 13), placing.Term.SEPTEMBER))


@defect("V3-REG-4")
def the_newest_partnership_trains(patch):
    """Of several partnerships the one made last is taken."""
    patch.setattr(
        placing,
        "partnership_at",
        lambda school_id, provider, cohort, known: max(
            (
                each
                for each in known
                if (each.provider, each.cohort, each.school_id) == (provider, cohort, school_id)
            ),
            key=lambda each: (each.recorded_at, each.id),
            default=None,
        ),
    )


@defect("V3-REG-4")
def no_partner_is_carried_over_without_link_but_taken(patch):
    """A partnership is carried over to a cohort without a link."""
    patch.setattr(placing, "carrying_over", nothing)


@defect("V3-REG-5")
def paid_training_is_deleted(patch):
    """Training with declarations to be paid is deleted like any other."""
    for where in (leaving, person_changes, induction_service):
        patch.setattr(where, "deleting", nothing)


@defect("V3-REG-5")
def who_leaves_stays_in_training(patch):
    """Leaving a school ends no training there."""
    change_result(patch, leaving, "left", lambda found, *_: replace(found, training_periods=()))


@defect("V3-REG-6")
def the_present_provider_is_chosen_again(patch):
    """Nothing stands in the way of a change of provider."""
    patch.setattr(switching, "changing_provider", nothing)


@defect("V3-REG-6")
def the_old_provider_goes_on(patch):
    """Training with the old provider does not end."""
    patch.setattr(switching, "_stopped", lambda *_: Changes())


@defect("V3-REG-6", "V3-REG-7")
def no_year_is_kept_by_a_school(patch):
    """An ECT who leaves a frozen cohort keeps no year."""
    patch.setattr(switching, "with_frozen_year", lambda person, *_: person)


@defect("V3-REG-7")
def school_led_again(patch):
    """The present programme may be chosen again."""
    patch.setattr(switching, "switching", nothing)


@defect("V3-REG-7")
def a_school_trains_beside_the_provider(patch):
    """Training with the provider goes on when the school takes over."""
    patch.setattr(switching, "_all_stopped", lambda *_: Changes())


@defect("V3-REG-8")
def a_mentor_of_another_school_will_do(patch):
    """Days at the school are not compared."""
    patch.setattr(mentoring, "assigning", nothing)


@defect("V3-REG-8")
def two_mentors_at_once(patch):
    """The mentorship before goes on."""
    patch.setattr(
        mentoring, "assigned", lambda history, mentorship: Changes(mentorships=(mentorship,))
    )


@defect("V3-REG-9")
def inductions_overlap(patch):
    """Induction periods are not compared."""
    patch.setattr(inductions, "recording_induction", nothing)


@defect("V3-REG-9")
def an_outcome_ends_nothing(patch):
    """Whoever passed goes on at the school."""
    patch.setattr(inductions, "concluded", lambda *_: Changes())


@defect("V3-REG-10")
def a_number_is_given_twice(patch):
    """Anybody may have any number."""
    patch.setattr(corrections, "correcting", nothing)


@defect("V3-REG-13")
def uplifts_are_of_any_year(patch):
    """A school has uplifts in years that are no cohorts."""
    change_result(
        patch,
        organisations,
        "keeping_school",
        lambda found, *_: [each for each in found if each.rule != "V3-REG-13"],
    )


@defect("V3-REG-11")
def eligible_whenever_induction_is(patch):
    """Nobody waits for the first day of an induction."""
    change_result(
        patch,
        inductions,
        "ect_eligibility",
        lambda found, history, now: replace(found, at=now, by_time=False) if found else None,
    )


@defect("V3-REG-11")
def a_mentor_is_never_eligible_by_training(patch):
    """Training makes no mentor eligible."""
    patch.setattr(
        inductions, "mentor_eligibility", lambda history, _: history.person.mentor.eligible
    )


@defect("V3-REG-12")
def anybody_merges_with_anybody(patch):
    """Overlapping periods are no obstacle to a merge."""
    patch.setattr(merging, "merging", nothing)


@defect("V3-REG-14")
def a_link_in_use_is_taken_away(patch):
    """Partnerships do not keep a link."""
    patch.setattr(organisations, "unlinking", nothing)


@defect("V3-REG-14", "V3-COHORT-1")
def anybody_is_linked_in_any_year(patch):
    """A provider's years are not looked at."""
    patch.setattr(organisations, "linking", nothing)


@defect("V3-REG-15")
def any_second_partnership_will_do(patch):
    """The department makes partnerships without a link."""
    change_result(
        patch,
        department_partnerships,
        "changing",
        lambda found, *_: [each for each in found if "is not linked" not in each.detail],
    )


@defect("V3-REG-15")
def whoever_is_moved_loses_what_was(patch):
    """A move to another partnership changes training in place."""
    patch.setattr(
        partnership_service,
        "moved_to",
        lambda training, partnership, _: Changes(
            training_periods=(replace(training, partnership=partnership),)
        ),
    )


@defect("V3-REG-16")
def a_mentor_is_ineligible_without_reason(patch):
    """A day needs no reason."""
    patch.setattr(corrections, "making_ineligible", nothing)


@defect("V3-REG-17")
def any_statement_is_authorised(patch):
    """Statements that are open, paid or empty are authorised."""
    patch.setattr(department, "authorising", nothing)


@defect("V3-COHORT-1")
def cohorts_overlap(patch):
    """A contract period has any days."""
    patch.setattr(department, "changing_cohort", nothing)


@defect("V3-COHORT-2")
def frozen_by_a_call_from_its_moment_on_only(patch):
    """A freeze dated back is undone by moving back."""
    patch.setattr(department, "frozen_from", lambda at, _: department.Since(at, by_time=True))


@defect("V3-COHORT-4")
def a_cohort_opens_with_the_schedules_of_the_year_before(patch):
    """Milestones do not move to the next year."""
    patch.setattr(facts, "_a_year_later", lambda it: replace(it, cohort=it.cohort + 1))


@defect("V3-COHORT-4")
def any_year_opens(patch):
    """Years may be left out."""
    patch.setattr(department, "opening_cohort", nothing)


@defect("V3-IDCHANGE-1")
def an_older_change_is_forgotten(patch):
    """Changes of whoever is merged do not come along."""
    change_arguments(patch, merging, "id_changes", lambda changes: (list(changes)[-1:],))
