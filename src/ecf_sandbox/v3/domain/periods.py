"""Periods: runs of London days, both ends included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar

AnyPeriod = TypeVar("AnyPeriod", bound="Period")

_STARTED_ON = attrgetter("started_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A run of days; without an end it is open."""

    started_on: date
    finished_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.finished_on is None

    def contains(self, day: date) -> bool:
        """Return whether a day is one of the period's, its first and last included."""
        return self.started_on <= day and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        """Return whether the period is over on a day; its last day is not."""
        return self.finished_on is not None and self.finished_on < day

    def ends_after(self, day: date) -> bool:
        """Return whether the period has an end, and that is after a day."""
        return self.finished_on is not None and self.finished_on > day

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two share a day."""
        return not (self.ended_before(other.started_on) or other.ended_before(self.started_on))


def earliest(*days: date | None) -> date | None:
    """Return the earliest of the days that there are."""
    return min((day for day in days if day is not None), default=None)


def within(inner: Period, outer: Period) -> bool:
    """Return whether every day of one period is one of the other's."""
    if inner.started_on < outer.started_on:
        return False
    return outer.finished_on is None or (
        inner.finished_on is not None and inner.finished_on <= outer.finished_on
    )


def in_order(periods: Iterable[AnyPeriod]) -> list[AnyPeriod]:
    """Return periods by their first day."""
    found = list(periods)
    if len(found) > 1:
        found.sort(key=_STARTED_ON)
    return found
