"""The published schedules of an edition, and the payments that follow from them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from ecf_conformance import resources
from ecf_conformance.moments import DAY, SECOND, midnight

TYPES = ("started", "retained-1", "retained-2", "retained-3", "retained-4", "completed")
SEPTEMBER = "ecf-standard-september"
JANUARY = "ecf-standard-january"
APRIL = "ecf-standard-april"
EXTENDED = "ecf-extended-september"
REPLACEMENT = "ecf-replacement-september"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One type of declaration on one schedule of one cohort. Days are whole, in UTC."""

    schedule: str
    cohort: str
    declaration_type: str
    first_day: date
    last_day: date | None
    payment_day: date | None

    @property
    def is_standard(self) -> bool:
        return "standard" in self.schedule

    @property
    def is_for_mentors(self) -> bool:
        return "replacement" in self.schedule

    @property
    def opens(self) -> datetime:
        """The first instant."""
        return midnight(self.first_day)

    @property
    def closes(self) -> datetime:
        """The instant after the last."""
        assert self.last_day, f"{self.declaration_type} on {self.schedule} never closes"
        return midnight(self.last_day) + DAY

    @property
    def last(self) -> datetime:
        """The last whole second."""
        return self.closes - SECOND

    @property
    def middle(self) -> datetime:
        """A moment that is inside, whatever the boundaries are to a day."""
        if self.last_day is None:
            return self.opens + 10 * DAY
        return midnight(self.first_day + (self.last_day - self.first_day) // 2) + DAY // 2


@dataclass(frozen=True, slots=True, order=True)
class Payment:
    """One payment of a cohort's calendar (PAY-2)."""

    milestone_day: date
    payment_day: date

    @property
    def payable(self) -> datetime:
        """When what belongs to it becomes payable (PAY-3)."""
        return midnight(self.milestone_day) + DAY

    @property
    def paid(self) -> datetime:
        """When it is made (PAY-4)."""
        return max(midnight(self.payment_day), self.payable)


@cache
def milestones(edition: str) -> Sequence[Milestone]:
    """Return every milestone of every schedule of an edition."""
    file = resources.path("fixtures", "v1", "schedules", f"{edition}.csv")
    with file.open(newline="", encoding="utf-8") as rows:
        return [_milestone(row) for row in csv.DictReader(rows)]


def milestone(
    edition: str, declaration_type: str = "started", schedule: str = SEPTEMBER, cohort: str = "2021"
) -> Milestone:
    """Return one milestone."""
    wanted = (schedule, cohort, declaration_type)
    return next(
        each
        for each in milestones(edition)
        if (each.schedule, each.cohort, each.declaration_type) == wanted
    )


def schedule_names(edition: str, cohort: str = "2021") -> Sequence[str]:
    """Return the schedules of a cohort, in the order in which they are published."""
    found = (each.schedule for each in milestones(edition) if each.cohort == cohort)
    return list(dict.fromkeys(found))


@cache
def payments(edition: str, cohort: str = "2021") -> Sequence[Payment]:
    """Return the payments of a cohort in order."""
    found = {
        Payment(each.last_day, each.payment_day)
        for each in milestones(edition)
        if each.cohort == cohort and each.is_standard and each.last_day and each.payment_day
    }
    return sorted(found)


def payment_of(edition: str, eligible_from: datetime, cohort: str = "2021") -> Payment:
    """Return the payment of what becomes eligible at a moment (PAY-2)."""
    return next(each for each in payments(edition, cohort) if eligible_from < each.payable)


def _milestone(row: dict[str, str]) -> Milestone:
    return Milestone(
        schedule=row["schedule_identifier"],
        cohort=row["cohort"],
        declaration_type=row["declaration_type"],
        first_day=date.fromisoformat(row["start_date"]),
        last_day=_day(row["milestone_date"]),
        payment_day=_day(row["payment_date"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
