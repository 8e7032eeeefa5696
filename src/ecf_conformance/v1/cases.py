"""Cases: one scenario, played for each row of a table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ecf_conformance.v1.schedules import Milestone, milestones


@dataclass(frozen=True, slots=True)
class Case:
    """A row: its name in the report, what is said, and what is expected of it.

    `ours` are the editions in which the promise of the row is ours alone.
    """

    name: str
    said: Any = None
    expected: Any = None
    ours: Sequence[str] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Training:
    """A milestone of somebody of a kind, on a schedule that is for them."""

    milestone: Milestone
    kind: str

    def __str__(self) -> str:
        it = self.milestone
        return f"{self.kind}, {it.schedule} {it.cohort}, {it.declaration_type}"


def table(*rows: Case) -> Callable[[str], Iterable[Case]]:
    """Return the same rows for each edition."""
    return lambda _: rows


def of(*names: str) -> Callable[[str], Iterable[Case]]:
    """Return a row for each name, in each edition."""
    return table(*(Case(name) for name in names))


def on_standard_schedules(edition: str) -> Iterator[Training]:
    """Yield every milestone with an end, for an ECT and for a mentor."""
    for each in milestones(edition):
        if each.is_standard:
            yield Training(each, "ect")
            yield Training(each, "mentor")


def standard_milestones(edition: str) -> Iterator[Training]:
    """Yield every milestone with an end, once, of cohort 2021."""
    for each in milestones(edition):
        if each.is_standard and each.cohort == "2021":
            yield Training(each, "ect")


def on_other_schedules(edition: str) -> Iterator[Training]:
    """Yield every milestone without an end; replacement schedules are for mentors (ACT-5)."""
    for each in milestones(edition):
        if not each.is_standard:
            yield Training(each, "mentor")
            if not each.is_for_mentors:
                yield Training(each, "ect")
