"""Contract periods: the years that cohorts are named after, and the rules each has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.schedules import (
    DeclarationType,
    Milestone,
    Schedule,
    ScheduleIdentifier,
)
from ecf_sandbox.v3.domain.since import Since


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPeriod(Period):
    """One cohort: its days, its schedules, and what differs from year to year.

    Rules: V3-COHORT-1, V3-COHORT-2.
    """

    year: int
    enabled: bool
    frozen: Since | None
    mentor_rule: bool
    detailed_evidence: bool
    uplifts: bool
    schedules: Mapping[ScheduleIdentifier, Schedule]

    def is_frozen(self, now: Instant) -> bool:
        """Return whether payments are frozen at `now` (V3-COHORT-2)."""
        return self.frozen is not None and self.frozen.counts(now)


class ContractPeriods:
    """Every contract period of a world, by year."""

    def __init__(self, periods: Iterable[ContractPeriod]) -> None:
        self._by_year = {each.year: each for each in sorted(periods, key=lambda each: each.year)}

    @classmethod
    def from_rows(
        cls, periods: Iterable[Mapping[str, str]], milestones: Iterable[Mapping[str, str]]
    ) -> "ContractPeriods":
        """Build from the rows of two CSV files: contract periods, and one milestone a row."""
        schedules = _schedules(milestones)
        return cls(_contract_period(row, schedules[int(row["year"])]) for row in periods)

    def __iter__(self) -> Iterator[ContractPeriod]:
        return iter(self._by_year.values())

    def __getitem__(self, year: int) -> ContractPeriod:
        return self._by_year[year]

    def get(self, year: int | None) -> ContractPeriod | None:
        """Return the contract period of a year, or None where there is none."""
        return self._by_year.get(year) if year is not None else None

    def on(self, day: date) -> ContractPeriod | None:
        """Return the contract period that a day belongs to."""
        return next((each for each in self if each.contains(day)), None)

    def is_frozen(self, year: int | None, now: Instant) -> bool:
        """Return whether there is a contract period of that year, and it is frozen at `now`."""
        period = self.get(year)
        return period is not None and period.is_frozen(now)


def _schedules(
    rows: Iterable[Mapping[str, str]],
) -> dict[int, dict[ScheduleIdentifier, Schedule]]:
    """Return schedules by year and identifier; rows of one schedule stand together."""
    found: dict[int, dict[ScheduleIdentifier, Schedule]] = {}
    for (year, word), group in groupby(rows, _schedule_of):
        milestones = {each.declaration_type: each for each in map(_milestone, group)}
        identifier = ScheduleIdentifier(word)
        found.setdefault(year, {})[identifier] = Schedule(year, identifier, milestones)
    return found


def _schedule_of(row: Mapping[str, str]) -> tuple[int, str]:
    return int(row["cohort"]), row["schedule_identifier"]


def _milestone(row: Mapping[str, str]) -> Milestone:
    return Milestone(
        DeclarationType(row["declaration_type"]),
        date.fromisoformat(row["start_date"]),
        date.fromisoformat(row["milestone_date"]) if row["milestone_date"] else None,
    )


def _contract_period(
    row: Mapping[str, str], schedules: Mapping[ScheduleIdentifier, Schedule]
) -> ContractPeriod:
    frozen_on = row["frozen_on"]
    frozen_at = london.start_of(date.fromisoformat(frozen_on)) if frozen_on else None
    return ContractPeriod(
        year=int(row["year"]),
        started_on=date.fromisoformat(row["started_on"]),
        finished_on=date.fromisoformat(row["finished_on"]),
        enabled=row["enabled"] == "yes",
        frozen=None if frozen_at is None else Since(frozen_at, by_time=True),
        mentor_rule=row["mentor_rule"] == "yes",
        detailed_evidence=row["detailed_evidence"] == "yes",
        uplifts=row["uplifts"] == "yes",
        schedules=schedules,
    )
