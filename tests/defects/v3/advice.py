"""Defects of what the department would query."""

from dataclasses import replace
from datetime import date

from ecf_sandbox.v3.rules import advising, advising_organisations
from tests.defects import defect
from tests.kit.breaking import change_arguments, nothing

LONG_AGO = date(2000, 1, 1)


@defect("V3-ADV-1")
def nobody_waits_to_be_seen(patch):
    """Nobody asks for the partnership that is missing."""
    patch.setattr(advising_organisations, "invisible_people", nothing)


@defect("V3-ADV-1")
def a_cohort_to_come_is_asked_about(patch):
    """People of a cohort that has not begun are missed."""
    change_arguments(
        patch,
        advising_organisations,
        "invisible_people",
        lambda school, interest, people, cohort, today: (
            school,
            interest,
            people,
            replace(cohort, started_on=LONG_AGO),
            today,
        ),
    )


@defect("V3-ADV-2")
def nothing_is_ever_missing(patch):
    """Nobody asks for a declaration."""
    patch.setattr(advising, "missing", nothing)


@defect("V3-ADV-2")
def whatever_stands_is_missing(patch):
    """Declarations that stand are asked for."""
    patch.setattr(advising.Case, "has", lambda *_: False)


@defect("V3-ADV-3")
def funding_never_ends(patch):
    """A mentor is declared after funding, and nobody asks."""
    patch.setattr(advising, "declared_after_funding", nothing)


@defect("V3-ADV-4")
def an_induction_is_never_missed(patch):
    """A start waits for ever, and nobody asks."""
    patch.setattr(advising, "not_inducted", nothing)


@defect("V3-ADV-4")
def a_deadline_a_year_away_is_near(patch):
    """A start is asked about whenever its deadline is."""
    patch.setattr(advising, "_SOON", 1_000)


@defect("V3-ADV-5")
def standard_schedules_never_end(patch):
    """Nobody is expected on an extended schedule."""
    patch.setattr(advising, "to_be_extended", nothing)


@defect("V3-ADV-5")
def every_cohort_is_to_be_extended(patch):
    """Cohorts beside 2023 and 2024 are asked about."""
    patch.setattr(advising, "_COHORTS_TO_EXTEND", range(2021, 2100))


@defect("V3-ADV-6")
def any_mentor_may_replace(patch):
    """Nobody asks whom a replacement mentored before."""
    patch.setattr(advising, "replacing_with_another_ect", nothing)


@defect("V3-ADV-7")
def namesakes_are_strangers(patch):
    """Schools of one name are not asked about."""
    patch.setattr(advising_organisations, "namesakes", nothing)


@defect("V3-ADV-8")
def the_school_knows(patch):
    """Nobody asks a school about who was withdrawn."""
    patch.setattr(advising, "still_at_school", nothing)


@defect("V3-ADV-8")
def any_withdrawal_is_asked_about(patch):
    """A reason that lets people stay is asked about too."""
    reasons = set(type(next(iter(advising._WENT_ELSEWHERE))))
    patch.setattr(advising, "_WENT_ELSEWHERE", reasons)


@defect("V3-ADV-9")
def partnerships_are_never_idle(patch):
    """Nobody asks what a partnership is for."""
    patch.setattr(advising_organisations, "idle", nothing)


@defect("V3-ADV-9")
def a_week_is_a_year(patch):
    """A partnership is idle from the first day without training."""
    patch.setattr(
        advising_organisations,
        "_a_year_before",
        advising_organisations.london.day_of,
    )
