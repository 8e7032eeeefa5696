"""A school reports that somebody leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import AnyPeriod, earliest
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import SchoolPeriod
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.paying import state_at

FREE = {State.SUBMITTED, State.VOIDED}


def choosing(history: History, role: Role, on: date, school_id: str | None) -> Iterator[Problem]:
    """Yield why it is not clear which school somebody leaves.

    Rules: V3-REG-5.
    """
    found = _candidates(history, role, on, school_id)
    if not found:
        why = (
            f"#/participant_type: the participant was never registered as {role}, or not at the"
            " school that is named"
        )
        yield conflict(why, "V3-REG-5")
    elif len({each.school_id for each in found}) > 1:
        why = "#/school_id is missing, and the mentor is at several schools: name one"
        yield conflict(why, "V3-REG-5")


def left_school(history: History, role: Role, on: date, school_id: str | None) -> SchoolPeriod:
    """Return the school period that leaving on a day ends: the one then, else the last."""
    return _candidates(history, role, on, school_id)[-1]


def leaving(
    history: History,
    school_period: SchoolPeriod,
    on: date,
    statements: Iterable[Statement],
    now: Instant,
    *,
    field: str = "on",
) -> Iterator[Problem]:
    """Yield why somebody cannot leave a school on a day; `field` says which.

    Rules: V3-REG-5.
    """
    if school_period.started_on > on:
        why = f"#/{field}: the school period starts later, on {school_period.started_on}"
        yield conflict(why, "V3-REG-5")
    yield from deleting(history, left(history, school_period, on), statements, now, field=field)


def deleting(
    history: History,
    changes: Changes,
    statements: Iterable[Statement],
    now: Instant,
    *,
    field: str,
) -> Iterator[Problem]:
    """Yield why training cannot be deleted: a declaration of it is, or was, to be paid.

    A clawback hides the payment below it. What is only submitted or voided goes with the training.

    Rules: V3-REG-5.
    """
    known = list(statements)
    bound = (each for each in history.declarations if each.training_period_id in changes.deleted)
    if any(state_at(each, history.person, known, now) not in FREE for each in bound):
        why = (
            f"#/{field} would delete training with declarations that are eligible, payable or"
            " paid: void what is not paid yet, or choose a later day"
        )
        yield conflict(why, "V3-REG-5")


def left(history: History, school_period: SchoolPeriod, on: date) -> Changes:
    """Return what leaving a school on a day does; an earlier end stays.

    Training and mentorships that start on that day or later are deleted.

    Rules: V3-REG-5.
    """
    training = history.training_within(school_period)
    mentorships = history.mentorships_in(school_period)
    return Changes(
        school_periods=(
            replace(school_period, finished_on=earliest(school_period.finished_on, on)),
        ),
        training_periods=_ended(training, on),
        mentorships=_ended(mentorships, on),
        deleted=frozenset(each.id for each in training if each.started_on >= on)
        | frozenset(each.id for each in mentorships if each.started_on >= on),
    )


def _candidates(
    history: History, role: Role, on: date, school_id: str | None
) -> list[SchoolPeriod]:
    known = [each for each in history.at_school(role) if school_id in (None, each.school_id)]
    return [each for each in known if each.contains(on)] or known[-1:]


def _ended(periods: Iterable[AnyPeriod], on: date) -> tuple[AnyPeriod, ...]:
    return tuple(replace(each, finished_on=on) for each in periods if not each.ended_before(on))
