"""Defects of declaring: the steps, the windows, the evidence, the place, the sequence."""

from dataclasses import replace

from ecf_sandbox.v3.domain.declarations import Evidence
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.rules import declaration_dates, declaration_steps, declared, declaring, evidence
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_result


def change_step(patch, number, **changes):
    """Let a step of V3-DECL-3 be another."""
    steps = tuple(
        replace(each, **changes) if place == number else each
        for place, each in enumerate(declaring.STEPS, start=1)
    )
    patch.setattr(declaring, "STEPS", steps)


def passes(_):
    """Stand in for a step that refuses nothing."""


@defect("V3-DECL-3")
def nobody_is_declared(patch):
    """A participant whom nobody knows is not refused as such."""
    change_step(patch, 2, title="course_identifier")


@defect("V3-DECL-3")
def tomorrow_can_be_declared(patch):
    """A date in the future is accepted."""
    change_step(patch, 9, refuse=passes)


@defect("V3-DECL-3")
def strangers_can_be_declared(patch):
    """Who was never with the provider is refused for the course."""
    change_step(patch, 20, title="course_identifier")


@defect("V3-DECL-3")
def evidence_is_judged_beside_a_wrong_date(patch):
    """Step 14 goes on when another one has failed."""
    change_step(patch, 14, unless=frozenset())


@defect("V3-DECL-3")
def the_cohort_is_not_told_beside_a_wrong_date(patch):
    """Step 16 is skipped once the date has failed."""
    change_step(patch, 16, unless=declaring.ANY)


@defect("V3-DECL-3")
def mentors_are_declared_like_ects(patch):
    """The mentor rule of 2025 on is forgotten."""
    change_step(patch, 13, refuse=passes)


@defect("V3-DECL-7")
def a_window_opens_an_instant_late(patch):
    """The first instant of a milestone is refused."""
    true = declaration_steps.date_too_early

    def date_too_early(case):
        milestone = case.milestone
        if milestone and case.date and case.date.as_utc == milestone.opens:
            return "#/declaration_date is too early"
        return true(case)

    change_step(patch, 10, refuse=date_too_early)


@defect("V3-DECL-7")
def a_window_never_closes(patch):
    """A date after the milestone's last instant is accepted."""
    change_step(patch, 11, refuse=passes)


@defect("V3-DECL-7")
def every_schedule_has_every_type(patch):
    """A type that the schedule has no milestone of is accepted."""
    change_step(patch, 18, refuse=passes)


@defect("V3-DECL-5")
def a_date_without_a_zone_is_utc(patch):
    """What is recorded of a date without a zone is its reading as UTC."""
    change_result(
        patch,
        declaration_dates,
        "read",
        lambda found, *_: found and replace(found, as_london=found.as_utc),
    )


@defect("V3-DECL-5")
def any_way_to_write_a_date_will_do(patch):
    """A date that is not in the pattern is accepted."""
    change_step(patch, 12, refuse=passes)


@defect("V3-DECL-9")
def started_needs_evidence_in_simple_cohorts(patch):
    """A `started` of 2021 to 2024 is refused without evidence."""
    patch.setattr(evidence, "is_dropped", lambda *_: False)


@defect("V3-DECL-9")
def evidence_does_not_matter(patch):
    """Any evidence is accepted, and none, and kept as another one."""
    change_step(patch, 14, refuse=passes)
    change_arguments(
        patch, declared, "Evidence", lambda text: (text if text in list(Evidence) else "other",)
    )


@defect("V3-DECL-10")
def a_place_is_never_taken(patch):
    """The same type can be declared twice."""
    change_step(patch, 8, refuse=passes)


@defect("V3-DECL-10")
def a_place_is_taken_in_both_roles(patch):
    """What an ECT declared takes the mentor's place."""
    true = declaration_steps.place_taken

    def place_taken(case):
        other = Role.MENTOR if case.role is Role.ECT else Role.ECT
        return true(case) or (true(replace(case, role=other)))

    change_step(patch, 8, refuse=place_taken)


@defect("V3-DECL-11")
def the_order_of_types_does_not_matter(patch):
    """A later type can be dated before an earlier one."""
    change_step(patch, 19, refuse=passes)


@defect("V3-DECL-11")
def sequence_holds_for_every_cohort(patch):
    """Cohorts before 2025 are judged by sequence too."""
    patch.setattr(declaration_steps, "FIRST_IN_SEQUENCE", 2021)


@defect("V3-DECL-12")
def the_withdrawn_can_be_declared(patch):
    """A date after a withdrawal is accepted."""
    change_step(patch, 15, refuse=passes)


@defect("V3-DECL-13")
def a_frozen_cohort_goes_on(patch):
    """Training in a frozen cohort blocks nothing."""
    change_step(patch, 16, refuse=passes)


@defect("V3-DECL-14")
def nothing_is_eligible_when_it_is_made(patch):
    """A declaration is submitted whatever the person is."""
    patch.setattr(declared, "_settled", lambda *_: None)


@defect("V3-DECL-15")
def the_mentor_is_the_first_one(patch):
    """A declaration names the earliest mentor, not the nearest."""
    patch.setattr(declared, "nearest_mentorship", lambda known, _: next(iter(known), None))


@defect("V3-DECL-16")
def every_type_keeps_uplifts(patch):
    """Uplifts are kept with other types than `started`."""
    change_arguments(
        patch,
        declared,
        "_uplifts",
        lambda _, school, cohort: (DeclarationType.STARTED, school, cohort),
    )


@defect("V3-DECL-17")
def a_completed_mentor_goes_on(patch):
    """`completed` ends no mentor's funding."""
    patch.setattr(declared, "ends_funding", lambda _: False)


@defect("V3-DECL-2")
def the_fourth_retention_point_is_no_type(patch):
    """`retained-4` is refused as unknown."""
    true = declaration_steps.type_unknown

    def type_unknown(case):
        fourth = case.kind is DeclarationType.RETAINED_4
        return "#/declaration_type is not known" if fourth else true(case)

    change_step(patch, 7, refuse=type_unknown)


@defect("V3-DECL-8")
def a_deferred_participant_cannot_be_declared(patch):
    """A declaration of somebody who is deferred is refused."""
    true = declaration_steps.withdrawn_by_then

    def withdrawn_by_then(case):
        deferred = case.training and case.training.deferral
        return "#/participant_id is deferred" if deferred else true(case)

    change_step(patch, 15, refuse=withdrawn_by_then)
