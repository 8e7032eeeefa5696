"""When a provider may change somebody's schedule or cohort.

P is the latest training period of the role with the provider (V3-ACT-1).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod, ContractPeriods
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import (
    DeclarationType,
    Schedule,
    ScheduleIdentifier,
    ScheduleKind,
)
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import ParticipantStatus, TrainingPeriod, TrainingStatus
from ecf_sandbox.v3.rules import enrolments, paying
from ecf_sandbox.v3.rules.acting import Subject, known_course
from ecf_sandbox.v3.rules.values import Scalar, is_blank, whole_number

WRONG_KIND = {Role.ECT: ScheduleKind.REPLACEMENT, Role.MENTOR: ScheduleKind.REDUCED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is on record around a change: `partnerships`, `statements` are this provider's."""

    contract_periods: ContractPeriods
    partnerships: Collection[Partnership]
    statements: Collection[Statement]
    now: Instant

    @property
    def today(self) -> date:
        return london.day_of(self.now)


def target_cohort(
    about: Subject, cohort: Scalar, contract_periods: ContractPeriods
) -> ContractPeriod | None:
    """Return the cohort that a change leads to: the one named if there is such, else P's own.

    Rules: V3-ACT-9, V3-ACT-13.
    """
    named = contract_periods.get(whole_number(cohort))
    if named is None and about.training is not None:
        return contract_periods.get(about.training.cohort)
    return named


def changing_schedule(
    about: Subject, schedule: Scalar, cohort: Scalar, around: Surroundings
) -> Iterator[Problem]:
    """Yield why a schedule cannot be changed, at most one problem of each title.

    Rules: V3-ACT-2, V3-ACT-10, V3-ACT-11, V3-ACT-12, V3-ACT-13.
    """
    yield from known_course(about)
    target = target_cohort(about, cohort, around.contract_periods)
    new = _schedule(schedule, target)
    if (obstacle := _unusable(schedule, new)) is not None:
        yield Problem("schedule_identifier", obstacle, "V3-ACT-10")
    if about.training is None or target is None:
        return
    history, training = about.history, about.training
    if new and (obstacle := _unfit(new, training, history, around)) is not None:
        yield Problem("schedule_identifier", obstacle, "V3-ACT-10")
    if (obstacle := _cohort_obstacle(training, history, target, around)) is not None:
        yield Problem("cohort", obstacle, "V3-ACT-11")
    identifier = new.identifier if new else None
    if (obstacle := _person_obstacle(training, history, identifier, around.today)) is not None:
        yield Problem("participant_id", f"#/participant_id {obstacle}", "V3-ACT-12")


def in_place(
    training: TrainingPeriod, history: History, identifier: ScheduleIdentifier | None, today: date
) -> bool:
    """Return whether a change alters P itself instead of ending it for a new one.

    Rules: V3-ACT-14.
    """
    return training.started_on >= today or _late_reduction(training, history, identifier)


def _schedule(schedule: Scalar, target: ContractPeriod | None) -> Schedule | None:
    known = next((each for each in ScheduleIdentifier if each == schedule), None)
    return target.schedules.get(known) if known and target else None


def _unusable(schedule: Scalar, new: Schedule | None) -> str | None:
    if is_blank(schedule):
        return "#/schedule_identifier is missing: send one of " + ", ".join(ScheduleIdentifier)
    if schedule not in list(ScheduleIdentifier):
        return "#/schedule_identifier must be one of " + ", ".join(ScheduleIdentifier)
    if new is None:
        return f"#/schedule_identifier {schedule} is of no cohort: send a #/cohort that there is"
    return None


def _unfit(
    new: Schedule, training: TrainingPeriod, history: History, around: Surroundings
) -> str | None:
    if (new.cohort, new.identifier) == (training.cohort, training.schedule_identifier):
        return "#/schedule_identifier is the participant's present one"
    if new.identifier.kind is WRONG_KIND[training.role]:
        return f"#/schedule_identifier {new.identifier} is not for this participant's course"
    if training.started_on < around.today:
        return None
    declared = [each for each in history.declarations if each.training_period_id == training.id]
    if any(not _fits(new, each.declaration_type, each.declared_at) for each in declared):
        return f"#/schedule_identifier {new.identifier} does not fit what is already declared"
    settled = (
        paying.shown_statement(each, history.person, around.statements, around.now)
        for each in declared
    )
    if new.cohort != training.cohort and any(settled):
        return "#/schedule_identifier cannot change cohort: a declaration is on a statement"
    return None


def _fits(new: Schedule, kind: DeclarationType, declared: Instant) -> bool:
    milestone = new.milestones.get(kind)
    if milestone is None:
        return True
    closes = milestone.closes
    return milestone.opens <= declared and (closes is None or declared < closes)


def _cohort_obstacle(
    training: TrainingPeriod, history: History, target: ContractPeriod, around: Surroundings
) -> str | None:
    changes = target.year != training.cohort
    if changes and not partnerships_in(training, target.year, around.partnerships):
        return f"#/cohort {target.year}: you have no partnership with the school in that cohort"
    kept = history.person.facts(training.role).frozen_year
    if target.is_frozen(around.now) and target.year != kept:
        return f"#/cohort {target.year} is closed: name an open one"
    return None


def partnerships_in(
    training: TrainingPeriod, year: int, partnerships: Collection[Partnership]
) -> list[Partnership]:
    """Return the provider's partnerships with P's school in a cohort, by age (V3-ACT-15)."""
    assert training.partnership, "P is confirmed"
    mine, school = training.partnership.provider, training.partnership.school_id
    found = [
        each
        for each in partnerships
        if (each.provider, each.school_id, each.cohort) == (mine, school, year)
    ]
    return sorted(found, key=lambda each: (each.recorded_at, each.id))


def _person_obstacle(
    training: TrainingPeriod, history: History, identifier: ScheduleIdentifier | None, today: date
) -> str | None:
    late_reduction = _late_reduction(training, history, identifier)
    if _is_completed(training, history) and not late_reduction:
        return "has completed training: only an ECT can still move, to a reduced schedule"
    if enrolments.participant_status(training, history, today) is ParticipantStatus.LEFT:
        return "has left your training: resume it first"
    if enrolments.training_status(training) is TrainingStatus.WITHDRAWN:
        return "is withdrawn: resume it first"
    if any(each.started_on > training.started_on for each in history.training(training.role)):
        return "has other training that starts later"
    at_school = history.school_period_of(training).contains(today)
    if not at_school and not in_place(training, history, identifier, today):
        return "is not at the school today"
    return None


def _late_reduction(
    training: TrainingPeriod, history: History, identifier: ScheduleIdentifier | None
) -> bool:
    """Return whether an ECT with a concluded induction moves to a reduced schedule."""
    if identifier is None or training.role is Role.MENTOR:
        return False
    return identifier.kind is ScheduleKind.REDUCED and _is_completed(training, history)


def _is_completed(training: TrainingPeriod, history: History) -> bool:
    """Return whether training is completed: induction with an outcome, or funding ended."""
    if training.role is Role.ECT:
        return enrolments.concluded_induction(history) is not None
    return history.person.mentor.ineligible_on is not None
