"""A school reports that somebody leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.paying import state_at

Ending = TypeVar("Ending", TrainingPeriod, Mentorship)
BINDING = {State.ELIGIBLE, State.PAYABLE, State.PAID}


def leaving(
    history: History,
    school_period: SchoolPeriod,
    on: date,
    statements: Iterable[Statement],
    now: Instant,
) -> Iterator[Problem]:
    """Yield why somebody cannot leave a school on a day.

    Rules: V3-REG-5.
    """
    if school_period.started_on > on:
        why = f"#/on is before the school period, which starts on {school_period.started_on}"
        yield Problem("on", why, "V3-REG-5")
    known = list(statements)
    deleted = {each.id for each in history.training_within(school_period) if each.started_on >= on}
    bound = (each for each in history.declarations if each.training_period_id in deleted)
    if any(state_at(each, history.person, known, now) in BINDING for each in bound):
        why = "#/on would delete training that has declarations: void them first, or leave later"
        yield Problem("on", why, "V3-REG-5")


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


def _ended(periods: Iterable[Ending], on: date) -> tuple[Ending, ...]:
    return tuple(
        replace(each, finished_on=on)
        for each in periods
        if each.started_on < on and not each.ended_before(on)
    )
