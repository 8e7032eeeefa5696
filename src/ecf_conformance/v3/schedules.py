"""The schedules and evidence of API v3, as far as scenarios need them. Days are London's.

Rules: V3-DECL-2, V3-DECL-7, V3-DECL-9, V3-COHORT-1.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from ecf_conformance import resources
from ecf_conformance.moments import DAY, SECOND

LONDON = ZoneInfo("Europe/London")
TYPES = (
    "started",
    "retained-1",
    "retained-2",
    "retained-3",
    "retained-4",
    "completed",
    "extended-1",
    "extended-2",
    "extended-3",
)
COHORTS = ("2021", "2022", "2023", "2024", "2025", "2026")
OPEN_COHORTS = ("2023", "2024", "2025", "2026")
"""Cohorts that are not frozen when scenarios take place (V3-COHORT-2)."""
SIMPLE = "2024"
"""The last cohort with windows and simple evidence."""
SEPTEMBER = "ecf-standard-september"
JANUARY = "ecf-standard-january"
APRIL = "ecf-standard-april"
EXTENDED = "ecf-extended-september"
REDUCED = "ecf-reduced-september"
REPLACEMENT = "ecf-replacement-september"

_ENGAGEMENT = "75-percent-engagement-met"


def start_of(day: date) -> datetime:
    """Return the first instant of a London day, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One type of declaration on one schedule of one cohort."""

    cohort: str
    schedule: str
    declaration_type: str
    first_day: date
    last_day: date | None

    @property
    def opens(self) -> datetime:
        """The first instant."""
        return start_of(self.first_day)

    @property
    def closes(self) -> datetime:
        """The instant after the last."""
        assert self.last_day, f"{self.declaration_type} on {self.schedule} never closes"
        return start_of(self.last_day + DAY)

    @property
    def last(self) -> datetime:
        """The last whole second that is inside."""
        return self.closes - SECOND

    @property
    def middle(self) -> datetime:
        """A moment that is inside, whatever the boundaries are to a day."""
        if self.last_day is None:
            return self.opens + 10 * DAY
        return self.opens + (self.closes - self.opens) / 2

    def __str__(self) -> str:
        return f"{self.schedule} {self.cohort}, {self.declaration_type}"


@cache
def milestones() -> Sequence[Milestone]:
    """Return every milestone of every schedule."""
    file = resources.path("fixtures", "v3", "schedules.csv")
    with file.open(newline="", encoding="utf-8") as rows:
        return [_milestone(row) for row in csv.DictReader(rows)]


def milestone(
    declaration_type: str = "started", schedule: str = SEPTEMBER, cohort: str = "2026"
) -> Milestone:
    """Return one milestone."""
    wanted = (cohort, schedule, declaration_type)
    return next(
        each
        for each in milestones()
        if (each.cohort, each.schedule, each.declaration_type) == wanted
    )


def schedule_names(cohort: str = "2026") -> Sequence[str]:
    """Return the schedules of a cohort."""
    return list(dict.fromkeys(each.schedule for each in milestones() if each.cohort == cohort))


def evidence(kind: str, declaration_type: str, cohort: str) -> str | None:
    """Return evidence that is held for a declaration, None where none is needed (V3-DECL-9)."""
    if cohort <= SIMPLE:
        return None if declaration_type == "started" else "other"
    if declaration_type == "completed" or (kind, declaration_type) == ("ect", "retained-2"):
        return _ENGAGEMENT
    return "other"


def _milestone(row: dict[str, str]) -> Milestone:
    return Milestone(
        cohort=row["cohort"],
        schedule=row["schedule_identifier"],
        declaration_type=row["declaration_type"],
        first_day=date.fromisoformat(row["start_date"]),
        last_day=date.fromisoformat(row["milestone_date"]) if row["milestone_date"] else None,
    )
