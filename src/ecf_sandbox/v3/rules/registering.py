"""A school registers an ECT or a mentor."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role, WorkingPattern
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import SchoolPeriod
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.leaving import leaving, left


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody comes to a school; `only_here` ends a mentor's time at others, as an ECT's ends."""

    role: Role
    school_id: str
    started_on: date
    only_here: bool

    @property
    def rule(self) -> str:
        return "V3-REG-1" if self.role is Role.ECT else "V3-REG-2"

    @property
    def ends_others(self) -> bool:
        return self.role is Role.ECT or self.only_here


def registering(
    history: History, arrival: Arrival, statements: Iterable[Statement], now: Instant
) -> Iterator[Problem]:
    """Yield why somebody cannot be registered at a school from a day on.

    Rules: V3-REG-1, V3-REG-2.
    """
    day, present = arrival.started_on, _lasting(history, arrival.role, arrival.started_on)
    if any(each.school_id == arrival.school_id for each in present):
        why = f"#/school_id has this {arrival.role} on {day} or later already: leave there first"
        yield conflict(why, arrival.rule)
    elif arrival.ends_others:
        for each in present:
            if each.started_on >= day:
                why = f"#/started_on is not after another school's start, {each.started_on}"
                yield conflict(why, arrival.rule)
            else:
                yield from leaving(
                    history, each, london.day_before(day), statements, now, field="started_on"
                )


def asking(
    role: Role, day: date, training_started_on: date | None, *, mentored: bool
) -> Iterator[Problem]:
    """Yield why what a registration asks beside the school cannot be.

    Rules: V3-REG-1, V3-REG-8.
    """
    if training_started_on is not None and training_started_on < day:
        why = f"#/training_started_on is before the first day at the school, {day}"
        yield conflict(why, "V3-REG-1")
    if role is Role.MENTOR and mentored:
        yield conflict("#/mentor_id is for ECTs: a mentor has none", "V3-REG-8")


def working_pattern(
    role: Role, asked: WorkingPattern | None, last: SchoolPeriod | None
) -> WorkingPattern | None:
    """Return an ECT's pattern: as asked, as at the last school, else full time (V3-PART-15)."""
    if role is Role.MENTOR:
        return None
    return asked or (last.working_pattern if last else None) or WorkingPattern.FULL_TIME


def moved_away(history: History, arrival: Arrival) -> Changes:
    """Return what coming to a school ends elsewhere: school periods end the day before.

    Rules: V3-REG-1, V3-REG-2.
    """
    changes = Changes()
    if arrival.ends_others:
        for each in _lasting(history, arrival.role, arrival.started_on):
            changes |= left(history, each, london.day_before(arrival.started_on))
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


def mentor_trains(history: History, day: date, *, only_here: bool) -> bool:
    """Return whether a mentor with a provider is trained who comes to one more school on a day.

    Nobody is who goes on elsewhere, or whose funding has ended.

    Rules: V3-REG-2.
    """
    goes_on_elsewhere = not only_here and bool(_lasting(history, Role.MENTOR, day))
    return history.person.mentor.ineligible_on is None and not goes_on_elsewhere


def _lasting(history: History, role: Role, day: date) -> list[SchoolPeriod]:
    """Return the school periods of a role that are open, or end on a day or later."""
    return [each for each in history.at_school(role) if not each.ended_before(day)]
