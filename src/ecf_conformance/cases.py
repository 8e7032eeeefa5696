"""Cases: one scenario, played for each row of a table."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ecf_conformance.target import Ability


@dataclass(frozen=True, slots=True)
class Case:
    """A row: its name in the report, what is said, and what is expected of it.

    `ours` are the editions in which the promise of the row is ours alone; `needs` are what it takes
    besides what the scenario needs.
    """

    name: str
    said: Any = None
    expected: Any = None
    ours: Sequence[str] = ()
    needs: Collection[Ability] = ()

    def __str__(self) -> str:
        return self.name


def table(*rows: Case) -> Callable[[str], Iterable[Case]]:
    """Return the same rows for each edition."""
    return lambda _: rows


def of(*names: str) -> Callable[[str], Iterable[Case]]:
    """Return a row for each name, in each edition."""
    return table(*(Case(name) for name in names))
