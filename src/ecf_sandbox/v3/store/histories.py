"""People with all that is recorded of them, many at a time."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import rows
from ecf_sandbox.v3.store.ids import all_stored
from ecf_sandbox.v3.store.rows import Row, Slugs

Value = TypeVar("Value")


def marks(values: Collection[object]) -> str:
    """Return as many question marks as there are values."""
    return ",".join("?" * len(values))


def without_declarations(
    db: sqlite3.Connection, ids: Collection[str], slugs: Slugs
) -> dict[str, History]:
    """Return people by id with what enrolments and transfers show; unknown ids are left out.

    Declarations are missing, and mentorships in which they are the mentor.
    """
    return {each.person.id: each for each in _without_declarations(db, ids, slugs).values()}


def _without_declarations(
    db: sqlite3.Connection, ids: Collection[str], slugs: Slugs
) -> dict[int, History]:
    """Return the same by key."""
    found = db.execute(f"{rows.PEOPLE} WHERE id IN ({marks(ids)})", all_stored(ids))
    people = {row[-1]: rows.person(row) for row in found}
    known = _Known(db, people)
    school_periods = known.grouped(rows.SCHOOL_PERIODS, "person", rows.school_period, 9)
    training = known.grouped(
        rows.TRAINING_PERIODS, "person", lambda row: rows.training_period(row, slugs), 0
    )
    mentorships = known.grouped(rows.MENTORSHIPS, "ect", rows.mentorship, 7)
    inductions = known.grouped(rows.INDUCTIONS, "person", rows.induction, 6)
    changes = known.grouped(
        rows.ID_CHANGES, "person", rows.id_change, 0, " ORDER BY t.changed_at, t.from_id"
    )
    return {
        key: History(
            person=person,
            school_periods=tuple(school_periods[key]),
            training_periods=tuple(training[key]),
            mentorships=tuple(mentorships[key]),
            inductions=tuple(inductions[key]),
            id_changes=tuple(changes[key]),
        )
        for key, person in people.items()
    }


def whole(
    db: sqlite3.Connection,
    ids: Collection[str],
    slugs: Slugs,
    statements: Mapping[int, Statement],
) -> dict[str, History]:
    """Return people by id with all that is recorded of them; unknown ids are left out."""
    people = _without_declarations(db, ids, slugs)
    known = _Known(db, people)
    mentoring = known.grouped(rows.MENTORSHIPS, "mentor", rows.mentorship, 8)
    declarations = known.grouped(
        rows.DECLARATIONS,
        "person",
        lambda row: rows.declaration(row, slugs, statements),
        19,
        " ORDER BY t.recorded_at, t.id",
    )
    return {
        history.person.id: replace(
            history,
            mentorships=history.mentorships + tuple(mentoring[key]),
            declarations=tuple(declarations[key]),
        )
        for key, history in people.items()
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """People by key, of whom the rest is asked."""

    db: sqlite3.Connection
    people: Mapping[int, object]

    def grouped(
        self, query: str, column: str, make: Callable[[Row], Value], owner: int, order: str = ""
    ) -> dict[int, list[Value]]:
        """Return what a query's rows are made into, by the person that a place of theirs names."""
        groups: dict[int, list[Value]] = defaultdict(list)
        where = f" WHERE t.{column} IN ({marks(self.people)}){order}"
        for row in self.db.execute(query + where, tuple(self.people)):
            groups[row[owner]].append(make(row))
        return groups
