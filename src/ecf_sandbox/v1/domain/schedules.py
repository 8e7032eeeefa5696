"""Schedules: when each milestone may be declared, and when it is paid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from ecf_sandbox.engine.domain.instants import DAY, Instant, midnight


class DeclarationType(StrEnum):
    """The milestones of an induction, in their order."""

    STARTED = "started"
    RETAINED_1 = "retained-1"
    RETAINED_2 = "retained-2"
    RETAINED_3 = "retained-3"
    RETAINED_4 = "retained-4"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A period in which one type may be declared: `opens` is in it, `closes` is not.

    One that does not close (`closes` None) belongs to a non-standard schedule.
    """

    declaration_type: DeclarationType
    name: str
    opens: Instant
    closes: Instant | None
    payment_date: Instant | None
    output_percentage: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A named schedule of one cohort, its milestones in order."""

    identifier: str
    name: str
    cohort: int
    milestones: Mapping[DeclarationType, Milestone]

    @property
    def is_standard(self) -> bool:
        """Whether milestones bind declarations (DECL-5)."""
        return "standard" in self.identifier

    @property
    def is_for_mentors_only(self) -> bool:
        """Whether it is a replacement schedule (ACT-5)."""
        return "replacement" in self.identifier

    @property
    def opens(self) -> Instant:
        """The start of the first milestone, from which anything may be declared (DECL-6)."""
        return self.milestones[DeclarationType.STARTED].opens


@dataclass(frozen=True, slots=True, order=True)
class Payment:
    """One payment of a cohort's calendar.

    What became eligible before `payable_at` belongs to it: payable from then on
    (PAY-3), paid from `paid_at` on (PAY-4), never the earlier of the two.
    """

    payable_at: Instant
    paid_at: Instant


class Schedules:
    """Every schedule of an edition, by identifier and cohort."""

    def __init__(self, schedules: Iterable[Schedule]) -> None:
        self._by_key = {(each.identifier, each.cohort): each for each in schedules}
        self._calendars = {cohort: self._calendar(cohort) for cohort in self.cohorts}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "Schedules":
        """Build from the rows of a schedules CSV, one milestone a row."""
        grouped: dict[tuple[str, str, int], dict[DeclarationType, Milestone]] = {}
        for row in rows:
            key = row["schedule_identifier"], row["schedule_name"], int(row["cohort"])
            milestone = _milestone(row)
            grouped.setdefault(key, {})[milestone.declaration_type] = milestone
        return cls(Schedule(*key, milestones) for key, milestones in grouped.items())

    def __iter__(self) -> Iterator[Schedule]:
        return iter(self._by_key.values())

    def get(self, identifier: str, cohort: int) -> Schedule | None:
        """Return a schedule, or None where that cohort has none of the name."""
        return self._by_key.get((identifier, cohort))

    def calendar(self, cohort: int) -> tuple[Payment, ...]:
        """Return a cohort's payments in order (PAY-2)."""
        return self._calendars[cohort]

    @cached_property
    def cohorts(self) -> tuple[int, ...]:
        """The cohorts that have schedules, in order."""
        return tuple(sorted({cohort for _, cohort in self._by_key}))

    def _calendar(self, cohort: int) -> tuple[Payment, ...]:
        milestones = [
            milestone
            for schedule in self._by_key.values()
            if schedule.cohort == cohort and schedule.is_standard
            for milestone in schedule.milestones.values()
        ]
        return tuple(
            sorted(
                {
                    Payment(each.closes, max(each.closes, each.payment_date))
                    for each in milestones
                    if each.closes is not None and each.payment_date is not None
                }
            )
        )


def _milestone(row: Mapping[str, str]) -> Milestone:
    last_day, payment = row["milestone_date"], row["payment_date"]
    return Milestone(
        declaration_type=DeclarationType(row["declaration_type"]),
        name=row["milestone_name"],
        opens=_day(row["start_date"]),
        closes=Instant(_day(last_day) + DAY) if last_day else None,
        payment_date=_day(payment) if payment else None,
        output_percentage=int(row["output_percentage"]),
    )


def _day(text: str) -> Instant:
    return midnight(date.fromisoformat(text))
