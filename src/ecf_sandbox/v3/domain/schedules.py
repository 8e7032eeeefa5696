"""Schedules: which declarations a training period can have, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london


class DeclarationType(StrEnum):
    """What can be declared, in the order in which it happens (V3-DECL-2)."""

    STARTED = "started"
    RETAINED_1 = "retained-1"
    RETAINED_2 = "retained-2"
    RETAINED_3 = "retained-3"
    RETAINED_4 = "retained-4"
    COMPLETED = "completed"
    EXTENDED_1 = "extended-1"
    EXTENDED_2 = "extended-2"
    EXTENDED_3 = "extended-3"

    @property
    def position(self) -> int:
        """Its place in the order of all types."""
        return _ORDER[self]


_ORDER = {each: position for position, each in enumerate(DeclarationType)}


class ScheduleKind(StrEnum):
    """The second word of a schedule's identifier."""

    STANDARD = "standard"
    EXTENDED = "extended"
    REDUCED = "reduced"
    REPLACEMENT = "replacement"


class Term(StrEnum):
    """The third word of a schedule's identifier: the month training begins in."""

    SEPTEMBER = "september"
    JANUARY = "january"
    APRIL = "april"


class ScheduleIdentifier(StrEnum):
    """The twelve schedules that a contract period has."""

    EXTENDED_APRIL = "ecf-extended-april"
    EXTENDED_JANUARY = "ecf-extended-january"
    EXTENDED_SEPTEMBER = "ecf-extended-september"
    REDUCED_APRIL = "ecf-reduced-april"
    REDUCED_JANUARY = "ecf-reduced-january"
    REDUCED_SEPTEMBER = "ecf-reduced-september"
    REPLACEMENT_APRIL = "ecf-replacement-april"
    REPLACEMENT_JANUARY = "ecf-replacement-january"
    REPLACEMENT_SEPTEMBER = "ecf-replacement-september"
    STANDARD_APRIL = "ecf-standard-april"
    STANDARD_JANUARY = "ecf-standard-january"
    STANDARD_SEPTEMBER = "ecf-standard-september"

    @classmethod
    def of(cls, kind: ScheduleKind, term: Term) -> "ScheduleIdentifier":
        """Return the schedule of a kind that begins with a term."""
        return cls(f"ecf-{kind}-{term}")

    @property
    def kind(self) -> ScheduleKind:
        return ScheduleKind(self.split("-")[1])

    @property
    def term(self) -> Term:
        return Term(self.split("-")[2])


@dataclass(frozen=True, slots=True)
class Milestone:
    """The London days in which a type is declared; without a `milestone_date`, for ever.

    Rules: V3-DECL-7.
    """

    declaration_type: DeclarationType
    start_date: date
    milestone_date: date | None

    @property
    def opens(self) -> Instant:
        """00:00 of its first day."""
        return london.start_of(self.start_date)

    @property
    def closes(self) -> Instant | None:
        """The last instant of its last day, at which it is too late."""
        return london.last_instant_of(self.milestone_date) if self.milestone_date else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The milestones of one schedule in one contract period."""

    cohort: int
    identifier: ScheduleIdentifier
    milestones: Mapping[DeclarationType, Milestone]
