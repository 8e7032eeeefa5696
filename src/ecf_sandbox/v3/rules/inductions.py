"""Inductions, and the eligibility that they bring."""

from collections.abc import Iterator
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Induction, Role
from ecf_sandbox.v3.domain.periods import in_order
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.leaving import left


def having_one(history: History) -> Iterator[Problem]:
    """Yield why there is no induction to change (V3-REG-9)."""
    if not history.inductions:
        yield conflict("There is no induction yet: open one first", "V3-REG-9")


def latest(history: History) -> Induction:
    """Return the induction period that started last (V3-REG-9)."""
    return in_order(history.inductions)[-1]


def recording_induction(history: History, induction: Induction) -> Iterator[Problem]:
    """Yield why an induction period cannot be recorded beside the others.

    Rules: V3-REG-9.
    """
    others = [each for each in history.inductions if each.id != induction.id]
    if induction.finished_on is not None and induction.finished_on < induction.started_on:
        yield conflict("#/finished_on is before the start", "V3-REG-9")
    if induction.outcome is not None and induction.is_open:
        yield conflict("#/outcome needs #/finished_on too", "V3-REG-9")
    if any(each.overlaps(induction) for each in others):
        yield conflict("#/started_on overlaps another induction", "V3-REG-9")
    if induction.outcome is not None and any(each.outcome for each in others):
        yield conflict("#/outcome: another induction has one already", "V3-REG-9")


def concluded(history: History, today: date) -> Changes:
    """Return what an outcome does: an open ECT school period ends today, with all in it.

    One that starts today or later is deleted.

    Rules: V3-REG-9.
    """
    periods = history.at_school(Role.ECT)
    if not periods or not periods[-1].is_open:
        return Changes()
    latest = periods[-1]
    changes = left(history, latest, today)
    if latest.started_on >= today:
        return changes | Changes(deleted=frozenset({latest.id}))
    return changes


def ect_eligibility(history: History, now: Instant) -> Since | None:
    """Return since when an ECT is eligible, once inductions or school periods changed at `now`.

    Now, if an induction contains today; else 00:00 of the next one's start. What has come stays.

    Rules: V3-REG-11.
    """
    known, today = history.person.ect.eligible, london.day_of(now)
    if known is not None and known.counts(now):
        return known
    if not history.at_school(Role.ECT):
        return None
    if any(each.contains(today) for each in history.inductions):
        return Since(now)
    ahead = [each.started_on for each in history.inductions if each.started_on > today]
    return Since(london.start_of(min(ahead)), by_time=True) if ahead else None


def mentor_eligibility(history: History, now: Instant) -> Since | None:
    """Return since when a mentor is eligible, once training was recorded at `now`.

    Rules: V3-REG-11.
    """
    facts = history.person.mentor
    if facts.eligible is not None or facts.ineligible_on is not None:
        return facts.eligible
    return Since(now) if history.training(Role.MENTOR) else None
