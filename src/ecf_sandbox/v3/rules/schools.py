"""How a school trains in a cohort, which follows from its people."""

from collections.abc import Collection

from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.domain.training import Attendance, Programme, TrainingPeriod


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


def _trains_in(attendance: Attendance, cohort: int) -> bool:
    return any(each.is_in(cohort) for each in attendance.training)


def _counts(attendance: Attendance, cohort: ContractPeriod) -> bool:
    return _trains_in(attendance, cohort.year) or any(
        _is_school_led(each) and cohort.contains(each.started_on) for each in attendance.training
    )


def _is_school_led(training: TrainingPeriod) -> bool:
    return training.programme is Programme.SCHOOL_LED
