"""Defects of what the editions judge differently: the service's ways forgotten, or taken over."""

from dataclasses import replace

from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.rules import scheduling
from ecf_sandbox.v1.service import participants
from tests.defects import defect
from tests.kit.breaking import change_result, switch


@defect("AUTH-3", "DECL-1", "ACT-1", also="ACT-5 ACT-7 DECL-10")
def the_service_asks_no_more_of_strangers(patch):
    """Another provider's participant is refused alone in the service edition too."""
    switch(patch, "service", judges_anybodys_participants=False)


@defect("AUTH-3", "DECL-1", "ACT-1", also="DECL-9 DECL-10 PART-3")
def the_guidance_judges_strangers_too(patch):
    """Another provider's participant is judged like one's own in the guidance edition."""
    switch(patch, "guidance", judges_anybodys_participants=True)


@defect("ACT-5", "ACT-7")
def the_service_looks_in_the_participants_own_cohort(patch):
    """The service edition takes a schedule of the participant's cohort, whichever is asked for."""
    switch(patch, "service", judges_schedule_as_asked=False)


@defect("ACT-5", also="ACT-6 ACT-7 ACT-1")
def the_guidance_looks_in_the_cohort_asked_for(patch):
    """The guidance edition takes a schedule of the cohort that is named."""
    switch(patch, "guidance", judges_schedule_as_asked=True)


@defect("ACT-5", also="ACT-1")
def a_schedule_is_for_any_course(patch):
    """A course that is not one of the two does not matter to a schedule."""
    true = scheduling.fits_course
    patch.setattr(
        scheduling,
        "fits_course",
        lambda schedule, course: () if isinstance(course, Unusable) else true(schedule, course),
    )


@defect("ACT-5", also="ACT-6 ACT-7")
def the_same_name_is_the_same_schedule(patch):
    """A schedule of another cohort counts as the one that is held."""
    true = scheduling.another_schedule
    patch.setattr(
        scheduling,
        "another_schedule",
        lambda schedule, record: true(replace(schedule, cohort=record.person.cohort), record),
    )


@defect("ACT-6")
def the_service_takes_whole_years_only(patch):
    """2021.9 is no cohort to the service edition."""
    switch(patch, "service", truncates_cohort=False)


@defect("ACT-6")
def the_guidance_cuts_fractions_off(patch):
    """2021.9 is 2021 in the guidance edition."""
    switch(patch, "guidance", truncates_cohort=True)


@defect("ACT-8", also="TIME-1")
def the_service_updates_before_the_beginning(patch):
    """An action before the participant was added takes updated_at back to it."""
    switch(patch, "service", updates_not_before_opening=False)


@defect("ACT-8", also="TIME-1")
def the_guidance_updates_nobody_before_the_beginning(patch):
    """An action before the participant was added leaves updated_at in the guidance edition."""
    switch(patch, "guidance", updates_not_before_opening=True)


@defect("DECL-1")
def the_service_looks_at_dates_first(patch):
    """A missing type is named after an unreadable date in the service edition."""
    switch(patch, "service", asks_for_type_first=False)


@defect("DECL-1")
def the_guidance_looks_at_types_first(patch):
    """A missing type is named before an unreadable date in the guidance edition."""
    switch(patch, "guidance", asks_for_type_first=True)


@defect("DECL-3")
def the_service_takes_whole_offsets_only(patch):
    """An offset needs its colon in the service edition."""
    switch(patch, "service", reads_short_offsets=False)


@defect("DECL-3")
def the_guidance_takes_short_offsets(patch):
    """An offset needs no colon in the guidance edition."""
    switch(patch, "guidance", reads_short_offsets=True)


@defect("DECL-7")
def the_service_compares_no_day(patch):
    """A day without a time is only unreadable to the service edition."""
    switch(patch, "service", compares_days=False)


@defect("DECL-7")
def the_guidance_compares_days(patch):
    """A day without a time is compared with the withdrawal in the guidance edition."""
    switch(patch, "guidance", compares_days=True)


@defect("REG-2", also="PART-1")
def the_service_knows_of_unchecked_numbers(patch):
    """A number that nobody checked is null instead of false in the service edition."""
    switch(patch, "service", takes_unchecked_number_for_invalid=False)


@defect("REG-2", also="PART-1 REG-1")
def the_guidance_takes_unchecked_numbers_for_invalid(patch):
    """A number that nobody checked is false instead of null in the guidance edition."""
    switch(patch, "guidance", takes_unchecked_number_for_invalid=True)


@defect("PART-3")
def the_service_changes_the_school_only(patch):
    """Another school with the same provider ends no break in the service edition."""
    switch(patch, "service", new_school_begins_anew=False)


@defect("PART-3")
def the_guidance_begins_anew_at_another_school(patch):
    """Another school with the same provider ends a break in the guidance edition."""
    switch(patch, "guidance", new_school_begins_anew=True)


@defect("PAY-5", also="VOID-1")
def the_service_shows_the_latest_change(patch):
    """A void before another change shows that change in the service edition."""
    switch(patch, "service", last_recorded_counts=False)


@defect("PAY-5", also="VOID-1")
def the_guidance_shows_the_last_recorded_change(patch):
    """A void before another change shows itself in the guidance edition."""
    switch(patch, "guidance", last_recorded_counts=True)


@defect("ACT-1", also="AUTH-3 ACT-5 ACT-7")
def the_service_asks_no_reason_of_strangers(patch):
    """A withdrawal of another provider's participant needs no reason in the service edition."""
    change_result(
        patch,
        participants,
        "_known",
        lambda known, *_: (known[0], known[0], known[2]),
    )
