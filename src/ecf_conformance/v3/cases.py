"""Rows of API v3's tables: milestones by who they are for, and evidence."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ecf_conformance.moments import parse
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW
from ecf_conformance.v3.schedules import (
    EXTENDED,
    OPEN_COHORTS,
    SEPTEMBER,
    TYPES,
    Milestone,
    milestone,
    milestones,
    schedule_names,
)

_COHORT_WITH_MENTOR_RULE = "2025"
_DETAILED_MENTOR = ("started", "completed")


@dataclass(frozen=True, slots=True)
class Training:
    """A milestone of somebody of a kind, on a schedule that is for them."""

    milestone: Milestone
    kind: str

    @property
    def needs(self) -> Collection[Ability]:
        """Time, for what is not over at the usual moment; and provider states, but for a few.

        Those few a target's lists are asked for: all would be much.
        """
        it = self.milestone
        is_extended = it.schedule == EXTENDED and it.declaration_type.startswith("extended")
        few = it.schedule == SEPTEMBER or (is_extended and it.cohort == OPEN_COHORTS[-1])
        over_at = it.closes if it.last_day else it.middle
        time = (Ability.TIME,) if over_at > parse(NOW) else ()
        return time if few else (*time, Ability.STATES)

    def __str__(self) -> str:
        return f"{self.kind}, {self.milestone}"


def is_for(kind: str, schedule: str) -> bool:
    """Return whether a schedule is for ECTs or mentors (V3-ACT-10)."""
    return ("replacement" if kind == "ect" else "reduced") not in schedule


def may_declare(kind: str, declaration_type: str, cohort: str) -> bool:
    """Return whether a type can be declared at all (V3-DECL-3, step 13)."""
    ruled = kind == "mentor" and cohort >= _COHORT_WITH_MENTOR_RULE
    return not ruled or declaration_type in _DETAILED_MENTOR


def windows(_: str) -> Iterator[Training]:
    """Yield every milestone with two ends of a cohort that is not frozen, for both kinds."""
    return _trainings(closing=True)


def open_ended(_: str) -> Iterator[Training]:
    """Yield the first milestone without an end of every schedule, for whom it is.

    All of a schedule's types begin together where they have no end (V3-DECL-7).
    """
    for each in _trainings(closing=False):
        declared = each.milestone.declaration_type
        if declared == "started":
            yield each


def types_of_schedules(_: str) -> Iterator[Training]:
    """Yield every type on one schedule of each cohort that has all nine."""
    for cohort in OPEN_COHORTS:
        for declared in TYPES:
            yield Training(milestone(declared, EXTENDED, cohort), "ect")


def missing_types(_: str) -> Iterator[Training]:
    """Yield schedules without the extended types, by their first milestone (V3-DECL-7)."""
    for cohort in OPEN_COHORTS:
        for schedule in schedule_names(cohort):
            if "extended" not in schedule and is_for("ect", schedule):
                yield Training(milestone("started", schedule, cohort), "ect")


def _trainings(*, closing: bool) -> Iterator[Training]:
    for each in milestones():
        if each.cohort not in OPEN_COHORTS or (each.last_day is not None) is not closing:
            continue
        for kind in ("ect", "mentor"):
            if is_for(kind, each.schedule) and may_declare(
                kind, each.declaration_type, each.cohort
            ):
                yield Training(each, kind)
