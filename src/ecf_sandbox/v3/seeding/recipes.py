"""Recipes: what becomes of somebody, as data, and who that is in a world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.people import Person, Role, RoleFacts, WorkingPattern
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier

_TEN_O_CLOCK = 10 * 3600 * SECOND
_NORTH_STAR, _SEPTEMBER = "north-star", "ecf-standard-september"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What somebody is to be, and what happens to them, as it is said.

    Unless said: an ECT with north-star at school 1 since 1 September of the cohort's year, cohort
    2026, on ecf-standard-september, in induction since that day, full time, registered on 1
    August.
    """

    said: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.said["id"])

    @property
    def about(self) -> str:
        return str(self.said["about"])

    @property
    def role(self) -> Role:
        return Role(self.said.get("role", "ect"))

    @property
    def cohort(self) -> int:
        return int(self.said.get("cohort", 2026))

    @property
    def school(self) -> int:
        return int(self.said.get("school", 1))

    @property
    def provider(self) -> str | None:
        """Who trains, or is meant to; None if the school leads, or nobody trains a mentor."""
        found = self.said.get("provider", _NORTH_STAR)
        return None if found == "none" else str(found)

    @property
    def schedule(self) -> ScheduleIdentifier:
        return ScheduleIdentifier(self.said.get("schedule", _SEPTEMBER))

    @property
    def started_on(self) -> date:
        return self.said.get("started") or date(self.cohort, 9, 1)

    @property
    def registered_at(self) -> Instant:
        """When the school registered them: 10:00, a month before training unless said."""
        day = self.said.get("registered") or date(self.cohort, 8, 1)
        return Instant(london.start_of(day) + _TEN_O_CLOCK)

    @property
    def induction_on(self) -> date | None:
        """The first day of the induction; mentors have none."""
        said = self.said.get("induction", self.started_on)
        return said if isinstance(said, date) and self.role is Role.ECT else None

    @property
    def working_pattern(self) -> WorkingPattern | None:
        if self.role is Role.MENTOR:
            return None
        return WorkingPattern(self.said.get("working_pattern", WorkingPattern.FULL_TIME))

    @property
    def acts(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.said.get("acts", ()))

    @property
    def companions(self) -> tuple[int, ...]:
        """The numbers of the others whom the recipe needs, in the order in which all are built."""
        return tuple(self.said.get("with", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is in a world."""

    id: str
    ect_record_id: str
    mentor_record_id: str
    full_name: str
    trn: str | None
    email: str | None

    def person(self, recorded_at: Instant) -> Person:
        """Return the person, of whom nothing else is known yet."""
        return Person(
            id=self.id,
            full_name=self.full_name,
            trn=self.trn,
            ect=RoleFacts(record_id=self.ect_record_id),
            mentor=RoleFacts(record_id=self.mentor_record_id),
            recorded_at=recorded_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bindings:
    """What the numbers and names of recipes stand for in a world.

    Providers that are not in `providers` are themselves.
    """

    people: Mapping[int, Identity]
    schools: Mapping[int, str]
    delivery_partners: Mapping[int, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)

    def provider(self, slug: str) -> str:
        """Return the provider that a recipe's one stands for."""
        return self.providers.get(slug, slug)
