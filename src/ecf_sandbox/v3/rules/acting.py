"""When a provider may defer, withdraw or resume somebody, and what each does.

P is the latest training period of the role with the provider (V3-ACT-1).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Course, Role
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.training import (
    Deferral,
    DeferralReason,
    TrainingPeriod,
    TrainingStatus,
    Withdrawal,
    WithdrawalReason,
)
from ecf_sandbox.v3.rules.enrolments import training_status
from ecf_sandbox.v3.rules.values import Scalar


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an act is about: a person's history, and P, if the course names a role that has one."""

    history: History
    training: TrainingPeriod | None


def subject(history: History, provider: str, course: Scalar) -> Subject:
    """Return whom a request is about (V3-ACT-2)."""
    role = role_of(course)
    return Subject(history, history.latest(role, provider) if role else None)


def role_of(course: Scalar) -> Role | None:
    """Return the role that a course names, None for what is no course."""
    return next((role for role in Role if course == role.course), None)


def known_course(about: Subject) -> Iterator[Problem]:
    """Yield a problem when the course names no role that this provider trains (V3-ACT-2)."""
    if about.training is None:
        yield Problem(
            "course_identifier",
            "#/course_identifier must be the course you train this participant on, one of "
            + ", ".join(Course),
            "V3-ACT-2",
        )


def deferring(about: Subject, reason: Scalar, today: date) -> Iterator[Problem]:
    """Yield why somebody cannot be deferred.

    Rules: V3-ACT-2, V3-ACT-3, V3-ACT-5.
    """
    yield from known_course(about)
    yield from _known_reason(reason, DeferralReason, "V3-ACT-3")
    if about.training is None:
        return
    status = training_status(about.training)
    if status is not TrainingStatus.ACTIVE:
        yield _refused(f"is already {status}", "V3-ACT-3")
    else:
        yield from _begun_before(about.training, today, "V3-ACT-3")


def withdrawing(about: Subject, reason: Scalar, today: date) -> Iterator[Problem]:
    """Yield why somebody cannot be withdrawn.

    Rules: V3-ACT-2, V3-ACT-4, V3-ACT-5.
    """
    problems = [*known_course(about), *_known_reason(reason, WithdrawalReason, "V3-ACT-4")]
    if about.training is not None:
        if training_status(about.training) is TrainingStatus.WITHDRAWN:
            problems.append(_refused("is already withdrawn", "V3-ACT-4"))
        else:
            problems += _begun_before(about.training, today, "V3-ACT-4")
    yield from problems
    mentors_only = reason == WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR
    if not problems and mentors_only and about.training and about.training.role is Role.ECT:
        yield Problem("reason", f"#/reason {reason} is for mentors only", "V3-ACT-4")


def resuming(about: Subject, today: date) -> Iterator[Problem]:
    """Yield why somebody cannot be resumed.

    Rules: V3-ACT-2, V3-ACT-7.
    """
    yield from known_course(about)
    if about.training is None:
        return
    if (obstacle := _obstacle_to_resuming(about.training, about.history, today)) is not None:
        yield _refused(obstacle, "V3-ACT-7")


def _obstacle_to_resuming(training: TrainingPeriod, history: History, today: date) -> str | None:
    if training_status(training) is TrainingStatus.ACTIVE:
        return "is already active"
    if not training.ended_before(today):
        return "has training that ends today: resume it tomorrow"
    school_period = history.school_period_of(training)
    if school_period.finished_on and not school_period.ends_after(today):
        return "has left the school"
    if any(not each.ended_before(today) for each in history.training(training.role)):
        return "has other training, today or later"
    return None


def deferred(training: TrainingPeriod, reason: DeferralReason, now: Instant) -> Changes:
    """Return what deferring does: P ends today, or keeps an earlier end (V3-ACT-6)."""
    return _ended(replace(training, deferral=Deferral(now, reason)), now)


def withdrawn(training: TrainingPeriod, reason: WithdrawalReason, now: Instant) -> Changes:
    """Return what withdrawing does: P ends today, or keeps an earlier end (V3-ACT-6)."""
    return _ended(replace(training, withdrawal=Withdrawal(now, reason)), now)


def resumed(training: TrainingPeriod, history: History, new_id: int, now: Instant) -> Changes:
    """Return the training period from today to the school period's end that goes on from P.

    P stays as it is, with its reason.

    Rules: V3-ACT-8.
    """
    going_on = TrainingPeriod(
        id=new_id,
        school_period_id=training.school_period_id,
        role=training.role,
        started_on=london.day_of(now),
        finished_on=history.school_period_of(training).finished_on,
        recorded_at=now,
        partnership=training.partnership,
        schedule_identifier=training.schedule_identifier,
    )
    return Changes(training_periods=(going_on,))


def _ended(training: TrainingPeriod, now: Instant) -> Changes:
    ended = replace(training, finished_on=earliest(training.finished_on, london.day_of(now)))
    return Changes(training_periods=(ended,))


def _known_reason(reason: Scalar, reasons: type[StrEnum], rule: str) -> Iterator[Problem]:
    if reason not in list(reasons):
        yield Problem("reason", "#/reason must be one of " + ", ".join(reasons), rule)


def _begun_before(training: TrainingPeriod, today: date, rule: str) -> Iterator[Problem]:
    if training.started_on >= today:
        yield _refused(
            f"has training that starts on {training.started_on}: ask after that day", rule
        )


def _refused(why: str, rule: str) -> Problem:
    return Problem("participant_id", f"#/participant_id {why}", rule)
