"""Defects of schedule changes."""

from dataclasses import replace

from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.domain.schedules import Schedules
from ecf_sandbox.v1.http import parsing
from ecf_sandbox.v1.rules import scheduling
from ecf_sandbox.v1.service import participants
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, retitle, switch


@defect("ACT-5", also="ACT-1")
def the_same_schedule_is_a_change(patch):
    """Moving to the schedule already held is accepted."""
    patch.setattr(scheduling, "another_schedule", nothing)


@defect("ACT-5")
def ects_can_be_replacements(patch):
    """Replacement schedules are open to everybody."""
    patch.setattr(scheduling, "fits_course", nothing)


@defect("ACT-5")
def nobody_can_be_a_replacement(patch):
    """Replacement schedules are closed to mentors too."""
    patch.setattr(
        scheduling,
        "fits_course",
        lambda schedule, _: [scheduling.MENTORS_ONLY] if schedule.is_for_mentors_only else [],
    )


@defect("ACT-5")
def the_withdrawn_can_move(patch):
    """A withdrawn participant changes schedule."""
    patch.setattr(scheduling, "not_withdrawn", nothing)


@defect("ACT-5")
def the_withdrawn_have_a_wrong_profile(patch):
    """The refusal to move the withdrawn has the title of other actions."""
    retitle(patch, scheduling, "not_withdrawn", "participant_profile")


@defect("ACT-5", also="ACT-9")
def an_unknown_schedule_is_a_wrong_one(patch):
    """An unknown schedule is named as an attribute."""
    retitle(patch, scheduling, "known_schedule", "schedule_identifier")


@defect("ACT-5", also="ACT-1")
def a_blank_schedule_is_an_unknown_one(patch):
    """A missing schedule is an invalid action."""
    patch.setattr(scheduling, "named_schedule", nothing)


@defect("ACT-9", also="ACT-5")
def the_guidances_slip_is_a_schedule(patch):
    """`cf-replacement-january` is read as if it were spelt right."""
    true = Schedules.get

    def get(self, identifier, cohort):
        return true(self, f"e{identifier.removeprefix('e')}", cohort)

    patch.setattr(Schedules, "get", get)


@defect("ACT-6", also="ACT-1 ACT-5")
def any_cohort_will_do(patch):
    """The cohort of a change is not compared."""
    patch.setattr(scheduling, "own_cohort", nothing)


@defect("ACT-6")
def a_cohort_is_text_only(patch):
    """A year as a number is not understood."""
    change_result(
        patch,
        parsing,
        "schedule_change",
        lambda change, said, _: (
            replace(change, cohort=Unusable.UNREADABLE)
            if isinstance(said.get("cohort"), int)
            else change
        ),
    )


@defect("ACT-6")
def the_guidance_goes_by_the_academic_year(patch):
    """Without a cohort the guidance edition takes that of now."""
    switch(patch, "guidance", defaults_cohort_to_academic_year=True)


@defect("ACT-6")
def the_service_goes_by_the_participant(patch):
    """Without a cohort the service edition takes the participant's own."""
    switch(patch, "service", defaults_cohort_to_academic_year=False)


@defect("ACT-6")
def the_academic_year_begins_in_october(patch):
    """The first of September still belongs to the year before."""
    patch.setattr(scheduling, "_FIRST_MONTH_OF_ACADEMIC_YEAR", 10)


@defect("ACT-7")
def declarations_do_not_hold_a_schedule(patch):
    """A change leaves standing declarations outside their milestones."""
    patch.setattr(scheduling, "keeps_declarations", nothing)


@defect("ACT-7", also="PART-3")
def only_ones_own_declarations_hold_a_schedule(patch):
    """What another provider declared does not count."""
    true = scheduling.keeps_declarations
    patch.setattr(
        scheduling,
        "keeps_declarations",
        lambda schedule, history, edition: true(
            schedule, [each for each in history if each.provider == "riverbank"], edition
        ),
    )


@defect("ACT-7")
def voided_declarations_hold_a_schedule(patch):
    """What was taken back counts as standing."""
    patch.setattr(scheduling, "stands", lambda declaration: True)


@defect("ACT-7")
def the_guidance_leaves_the_start_outside(patch):
    """A date on the very start of a milestone is outside it in the guidance edition."""
    switch(patch, "guidance", start_instant_is_outside=True)


@defect("ACT-7")
def the_service_takes_the_start_in(patch):
    """A date on the very start of a milestone is inside it in the service edition."""
    switch(patch, "service", start_instant_is_outside=False)


@defect("ACT-5", also="ACT-1")
def an_invalid_action_comes_with_the_rest(patch):
    """An unknown schedule is named beside what else is wrong."""
    true = participants._right_cohort

    def right_cohort(context, change, record):
        yield from true(context, change, record)
        schedule = participants._schedule_asked(context, record, change)
        yield from scheduling.known_schedule(schedule, change.schedule_identifier)

    patch.setattr(participants, "_right_cohort", right_cohort)
