"""People with all that is recorded of them, many at a time."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store import rows
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
    found, values = f"IN ({marks(ids)})", tuple(ids)
    school_periods = _grouped(
        db.execute(f"{rows.SCHOOL_PERIODS} WHERE person {found}", values), rows.school_period, 1
    )
    training = _grouped(
        db.execute(f"{rows.TRAINING_PERIODS} WHERE t.person {found}", values),
        lambda row: rows.training_period(row, slugs),
        0,
    )
    mentorships = _grouped(
        db.execute(f"{rows.MENTORSHIPS} WHERE ect {found}", values), rows.mentorship, 1
    )
    inductions = _grouped(
        db.execute(f"{rows.INDUCTIONS} WHERE person {found}", values), rows.induction, 1
    )
    changes = _grouped(
        db.execute(f"{rows.ID_CHANGES} WHERE person {found} ORDER BY changed_at, from_id", values),
        rows.id_change,
        0,
    )
    return {
        row[0]: History(
            person=rows.person(row),
            school_periods=tuple(school_periods[row[0]]),
            training_periods=tuple(training[row[0]]),
            mentorships=tuple(mentorships[row[0]]),
            inductions=tuple(inductions[row[0]]),
            id_changes=tuple(changes[row[0]]),
        )
        for row in db.execute(f"{rows.PEOPLE} WHERE id {found}", values)
    }


def whole(
    db: sqlite3.Connection,
    ids: Collection[str],
    slugs: Slugs,
    statements: Mapping[str, Statement],
) -> dict[str, History]:
    """Return people by id with all that is recorded of them; unknown ids are left out."""
    found, values = f"IN ({marks(ids)})", tuple(ids)
    mentoring = _grouped(
        db.execute(f"{rows.MENTORSHIPS} WHERE mentor {found}", values), rows.mentorship, 3
    )
    declarations = _grouped(
        db.execute(
            f"{rows.DECLARATIONS} WHERE d.person {found} ORDER BY d.recorded_at, d.id", values
        ),
        lambda row: rows.declaration(row, slugs, statements),
        1,
    )
    return {
        id_: replace(
            history,
            mentorships=history.mentorships + tuple(mentoring[id_]),
            declarations=tuple(declarations[id_]),
        )
        for id_, history in without_declarations(db, ids, slugs).items()
    }


def _grouped(
    cursor: sqlite3.Cursor, make: Callable[[Row], Value], owner: int
) -> dict[str, list[Value]]:
    """Return what rows are made into, by the person in a column of theirs."""
    groups: dict[str, list[Value]] = defaultdict(list)
    for row in cursor:
        groups[row[owner]].append(make(row))
    return groups
