"""The two editions of the API: what was published, and how the service behaved."""

from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.v1.domain.schedules import Schedules


class EditionName(StrEnum):
    """Which reading of the API a world keeps."""

    GUIDANCE = "guidance"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Schedules, and one switch for each place where the two disagree."""

    name: EditionName
    schedules: Schedules
    hides_unvalidated_email: bool  # REG-2
    takes_unchecked_number_for_invalid: bool  # REG-2
    new_school_begins_anew: bool  # PART-3
    forgets_school_withdrawn: bool  # ACT-1, DECL-12
    judges_anybodys_participants: bool  # AUTH-3, ACT-1, ACT-5, DECL-1
    judges_schedule_as_asked: bool  # ACT-5, ACT-7
    defaults_cohort_to_academic_year: bool  # ACT-6
    truncates_cohort: bool  # ACT-6
    start_instant_is_outside: bool  # ACT-7
    updates_not_before_opening: bool  # ACT-8
    asks_for_type_first: bool  # DECL-1
    reads_short_offsets: bool  # DECL-3
    compares_days: bool  # DECL-7
    replays_copies: bool  # DECL-10
    lists_earlier_providers: bool  # LIST-5
    last_recorded_counts: bool  # PAY-5
    early_withdrawal_forfeits: bool  # PAY-7


def guidance(schedules: Schedules) -> Edition:
    """Return the edition that the published guidance promises."""
    return Edition(
        name=EditionName.GUIDANCE,
        schedules=schedules,
        hides_unvalidated_email=True,
        takes_unchecked_number_for_invalid=False,
        new_school_begins_anew=False,
        forgets_school_withdrawn=False,
        judges_anybodys_participants=False,
        judges_schedule_as_asked=False,
        defaults_cohort_to_academic_year=False,
        truncates_cohort=False,
        start_instant_is_outside=False,
        updates_not_before_opening=False,
        asks_for_type_first=False,
        reads_short_offsets=False,
        compares_days=False,
        replays_copies=True,
        lists_earlier_providers=False,
        last_recorded_counts=False,
        early_withdrawal_forfeits=True,
    )


def service(schedules: Schedules) -> Edition:
    """Return the edition that the service kept in March 2023."""
    return Edition(
        name=EditionName.SERVICE,
        schedules=schedules,
        hides_unvalidated_email=False,
        takes_unchecked_number_for_invalid=True,
        new_school_begins_anew=True,
        forgets_school_withdrawn=True,
        judges_anybodys_participants=True,
        judges_schedule_as_asked=True,
        defaults_cohort_to_academic_year=True,
        truncates_cohort=True,
        start_instant_is_outside=True,
        updates_not_before_opening=True,
        asks_for_type_first=True,
        reads_short_offsets=True,
        compares_days=True,
        replays_copies=False,
        lists_earlier_providers=True,
        last_recorded_counts=True,
        early_withdrawal_forfeits=False,
    )
