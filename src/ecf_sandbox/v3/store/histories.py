"""People with all that is recorded of them, many at a time and by two statements."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Person
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import rows, selects
from ecf_sandbox.v3.store.ids import all_stored
from ecf_sandbox.v3.store.rows import Slugs
from ecf_sandbox.v3.store.selects import Select

# Statements for so many numbers of people are kept.
_KEPT = 64


def marks(values: Collection[object]) -> str:
    """Return as many question marks as there are values."""
    return ",".join("?" * len(values))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A part of people's histories: what reads it, and the column that tells whose it is."""

    select: Select
    owner: str


_SHOWN = (
    _Part(selects.SCHOOL_PERIODS, "t.person"),
    _Part(selects.TRAINING_PERIODS, "t.person"),
    _Part(selects.MENTORSHIPS, "t.ect"),
    _Part(selects.INDUCTIONS, "t.person"),
    _Part(selects.ID_CHANGES, "t.person"),
)
_WHOLE = (*_SHOWN, _Part(selects.MENTORSHIPS, "t.mentor"), _Part(selects.DECLARATIONS, "t.person"))
_BY_CHANGE = attrgetter("changed_at", "from_id")
_BY_RECORDING = attrgetter("recorded_at", "id")

_Parts = tuple[list[Any], ...]
_Makers = tuple[Callable[..., Any], ...]


def without_declarations(
    db: sqlite3.Connection, ids: Collection[str], slugs: Slugs
) -> dict[str, History]:
    """Return people by id with what enrolments and transfers show; unknown ids are left out.

    Declarations are missing, and mentorships in which they are the mentor.
    """
    makers = _makers(slugs)
    return {
        person.id: History(
            person=person,
            school_periods=tuple(school_periods),
            training_periods=tuple(training),
            mentorships=tuple(mentorships),
            inductions=tuple(inductions),
            id_changes=tuple(sorted(changes, key=_BY_CHANGE)),
        )
        for person, (school_periods, training, mentorships, inductions, changes) in _read(
            db, ids, _SHOWN, makers
        )
    }


def whole(
    db: sqlite3.Connection,
    ids: Collection[str],
    slugs: Slugs,
    statements: Mapping[int, Statement],
) -> dict[str, History]:
    """Return people by id with all that is recorded of them; unknown ids are left out."""
    declaration = partial(rows.declaration, slugs=slugs, statements=statements)
    makers: _Makers = (*_makers(slugs), rows.mentorship, declaration)
    found = {}
    for person, parts in _read(db, ids, _WHOLE, makers):
        school_periods, training, as_ect, inductions, changes, as_mentor, made = parts
        found[person.id] = History(
            person=person,
            school_periods=tuple(school_periods),
            training_periods=tuple(training),
            mentorships=(*as_ect, *as_mentor),
            inductions=tuple(inductions),
            declarations=tuple(sorted(made, key=_BY_RECORDING)),
            id_changes=tuple(sorted(changes, key=_BY_CHANGE)),
        )
    return found


def _makers(slugs: Slugs) -> _Makers:
    """Return what makes values of the rows of each part of `_SHOWN`."""
    training_period = partial(rows.training_period, slugs=slugs)
    return (
        rows.school_period,
        training_period,
        rows.mentorship,
        rows.induction,
        rows.id_change,
    )


def _read(
    db: sqlite3.Connection,
    ids: Collection[str],
    parts: tuple[_Part, ...],
    makers: _Makers,
) -> Iterator[tuple[Person, _Parts]]:
    """Yield people with the parts of their histories."""
    people = db.execute(f"{selects.PEOPLE} WHERE id IN ({marks(ids)})", all_stored(ids)).fetchall()
    keys = [row[-1] for row in people]
    found: dict[int, _Parts] = {key: tuple([] for _ in parts) for key in keys}
    for part, owner, *row in db.execute(_statement(parts, len(keys)), keys):
        found[owner][part].append(makers[part](row))
    for row in people:
        yield rows.person(row), found[row[-1]]


@lru_cache(_KEPT)
def _statement(parts: tuple[_Part, ...], people: int) -> str:
    """Return what reads parts of the histories of so many people, by their keys.

    Each row says first which part it is of, and whose; it is as long as the longest.
    """
    keys = ", ".join(f"?{place + 1}" for place in range(people))
    longest = max(len(part.select.names) for part in parts)
    return " UNION ALL ".join(
        f"SELECT {place}, {part.owner}, {', '.join(part.select.names)}"
        f"{', NULL' * (longest - len(part.select.names))}"
        f" FROM {part.select.source} WHERE {part.owner} IN ({keys})"
        for place, part in enumerate(parts)
    )
