"""When time alone changes what is shown: instants by the records that they change.

Rules: V3-LIST-8, V3-LIST-9, V3-LIST-10, V3-LIST-11, V3-LIST-13.
"""

import sqlite3
from collections.abc import Collection, Iterable
from enum import IntEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london

Tick = tuple[str, Instant]


class Ticking(IntEnum):
    """What changes by time alone, as the world's file has it."""

    PARTICIPANT = 1
    DECLARATION = 2
    PARTNERSHIP = 3
    STATEMENT = 4
    UNFUNDED_MENTOR = 5


# What many people bring together, so that one of them may still bring what another does not.
_STILL_BROUGHT = {
    Ticking.PARTNERSHIP: (
        "SELECT 1 FROM training_periods t WHERE t.partnership = :id"
        " AND (t.started_on = :day OR t.finished_on = :day_before)"
    ),
    Ticking.UNFUNDED_MENTOR: (
        "SELECT 1 FROM mentorship_periods m JOIN mentorship_periods e"
        " ON e.ect_school_period = m.ect_school_period AND e.started_on < m.started_on"
        " WHERE m.mentor = :id AND e.finished_on = :day_before"
    ),
}


def replace(db: sqlite3.Connection, what: Ticking, id_: str, instants: Collection[Instant]) -> None:
    """Write anew when time alone changes a record."""
    known = {
        at
        for (at,) in db.execute("SELECT at FROM ticks WHERE resource = ? AND id = ?", (what, id_))
    }
    for at in known.difference(instants):
        db.execute("DELETE FROM ticks WHERE resource = ? AND at = ? AND id = ?", (what, at, id_))
    add(db, what, ((id_, at) for at in instants if at not in known))


def add(db: sqlite3.Connection, what: Ticking, ticks: Iterable[Tick]) -> None:
    """Write when time alone changes records; one that is known already stays."""
    for id_, at in ticks:
        db.execute(
            "INSERT OR IGNORE INTO ticks (resource, at, id) VALUES (?, ?, ?)", (what, at, id_)
        )


def drop(db: sqlite3.Connection, what: Ticking, ticks: Iterable[Tick]) -> None:
    """Delete what somebody brings no more, unless somebody else does.

    Training and mentorships must have been written.
    """
    for id_, at in ticks:
        day = london.day_of(at)
        db.execute(
            "DELETE FROM ticks WHERE resource = :what AND at = :at AND id = :id"
            f" AND NOT EXISTS ({_STILL_BROUGHT[what]})",
            {
                "what": what,
                "at": at,
                "id": id_,
                "day": day.isoformat(),
                "day_before": london.day_before(day).isoformat(),
            },
        )
