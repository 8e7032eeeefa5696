"""A school registers an ECT or a mentor."""

from collections.abc import Iterable, Iterator
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import SchoolPeriod
from ecf_sandbox.v3.rules.leaving import leaving, left


def registering(
    history: History,
    role: Role,
    school_id: str,
    day: date,
    statements: Iterable[Statement],
    now: Instant,
) -> Iterator[Problem]:
    """Yield why somebody cannot be registered at a school from a day on.

    Rules: V3-REG-1, V3-REG-2.
    """
    present = [each for each in history.at_school(role) if not each.ended_before(day)]
    if any(each.school_id == school_id for each in present):
        yield Problem("school_id", "#/school_id already has this participant then", "V3-REG-1")
    elif role is Role.ECT:
        for each in present:
            if each.started_on >= day:
                why = f"#/started_on is before another school's, from {each.started_on} on"
                yield Problem("started_on", why, "V3-REG-1")
            else:
                yield from leaving(history, each, london.day_before(day), statements, now)


def moved_away(history: History, role: Role, day: date, *, only_here: bool = True) -> Changes:
    """Return what registering from a day on ends elsewhere: school periods end the day before.

    An ECT's always, a mentor's only with `only_here`.

    Rules: V3-REG-1, V3-REG-2.
    """
    changes = Changes()
    if role is Role.MENTOR and not only_here:
        return changes
    for each in history.at_school(role):
        if not each.ended_before(day) and each.started_on < day:
            changes |= left(history, each, london.day_before(day))
    return changes


def training_starts(role: Role, day: date, today: date, *, out_of_frozen: bool) -> date:
    """Return the day on which training begins of somebody registered from a day on.

    A mentor's and that of an ECT out of a frozen cohort begin on that day, an ECT's otherwise
    not before today.

    Rules: V3-REG-1, V3-REG-2.
    """
    if role is Role.MENTOR or out_of_frozen:
        return day
    return max(day, today)


def mentor_trains(history: History, provider: str | None, goes_on_elsewhere: bool) -> bool:
    """Return whether a newly registered mentor is trained (V3-REG-2)."""
    funded = history.person.mentor.ineligible_on is None
    return funded and provider is not None and not goes_on_elsewhere


def mentors_elsewhere(history: History, school_id: str, day: date) -> list[SchoolPeriod]:
    """Return a mentor's school periods elsewhere that go on past a day (V3-REG-2)."""
    periods = history.at_school(Role.MENTOR)
    return [each for each in periods if each.school_id != school_id and not each.ended_before(day)]
