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
    forgets_school_withdrawn: bool  # ACT-1, DECL-12
    defaults_cohort_to_academic_year: bool  # ACT-6
    start_instant_is_outside: bool  # ACT-7
    replays_copies: bool  # DECL-10
    lists_earlier_providers: bool  # LIST-5
    early_withdrawal_forfeits: bool  # PAY-7


def guidance(schedules: Schedules) -> Edition:
    """Return the edition that the published guidance promises."""
    return Edition(
        name=EditionName.GUIDANCE,
        schedules=schedules,
        hides_unvalidated_email=True,
        forgets_school_withdrawn=False,
        defaults_cohort_to_academic_year=False,
        start_instant_is_outside=False,
        replays_copies=True,
        lists_earlier_providers=False,
        early_withdrawal_forfeits=True,
    )


def service(schedules: Schedules) -> Edition:
    """Return the edition that the service kept in March 2023."""
    return Edition(
        name=EditionName.SERVICE,
        schedules=schedules,
        hides_unvalidated_email=False,
        forgets_school_withdrawn=True,
        defaults_cohort_to_academic_year=True,
        start_instant_is_outside=True,
        replays_copies=False,
        lists_earlier_providers=True,
        early_withdrawal_forfeits=False,
    )
