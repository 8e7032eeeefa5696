"""What a provider sees of a school in a cohort: all of it follows from partnerships and people."""

from collections.abc import Collection, Iterable

from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.organisations import Partnership, School
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.training import Attendance, Programme, TrainingPeriod


def in_partnership(school: School, cohort: int, partnerships: Iterable[Partnership]) -> bool:
    """Return whether any provider has a partnership with a school in a cohort (V3-SCHOOL-3)."""
    return any(each.school_id == school.id and each.cohort == cohort for each in partnerships)


def is_listed(school: School, cohort: int, partnerships: Iterable[Partnership]) -> bool:
    """Return whether a school is listed for a cohort, the same for every provider.

    Rules: V3-SCHOOL-1.
    """
    return school.is_eligible or in_partnership(school, cohort, partnerships)


def programme_choice(
    cohort: ContractPeriod, attendances: Collection[Attendance]
) -> ProgrammeChoice:
    """Return how a school trains in a cohort; `attendances` are all of that school.

    Mentors count only with training or interest in the cohort, ECTs also with school-led
    training that starts within it.

    Rules: V3-SCHOOL-4.
    """
    mentors = [each for each in attendances if each.school_period.role is Role.MENTOR]
    if any(_trains_in(each, cohort.year) for each in mentors):
        return ProgrammeChoice.PROVIDER_LED
    ects = [
        each
        for each in attendances
        if each.school_period.role is Role.ECT and _counts(each, cohort)
    ]
    if not ects:
        return ProgrammeChoice.NOT_YET_KNOWN
    ever_led = any(not _is_school_led(training) for each in ects for training in each.training)
    return ProgrammeChoice.PROVIDER_LED if ever_led else ProgrammeChoice.SCHOOL_LED


def expression_of_interest(provider: str, cohort: int, attendances: Iterable[Attendance]) -> bool:
    """Return whether somebody at a school is or was trained by a provider, or meant to be.

    A partnership that nobody trains under is not enough.

    Rules: V3-SCHOOL-5.
    """
    return any(
        owner is not None and (owner.provider, owner.cohort) == (provider, cohort)
        for each in attendances
        for training in each.training
        for owner in (training.partnership, training.interest)
    )


def _trains_in(attendance: Attendance, cohort: int) -> bool:
    return any(each.is_in(cohort) for each in attendance.training)


def _counts(attendance: Attendance, cohort: ContractPeriod) -> bool:
    return _trains_in(attendance, cohort.year) or any(
        _is_school_led(each) and cohort.contains(each.started_on) for each in attendance.training
    )


def _is_school_led(training: TrainingPeriod) -> bool:
    return training.programme is Programme.SCHOOL_LED
