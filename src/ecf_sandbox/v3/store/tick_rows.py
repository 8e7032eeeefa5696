"""When time alone changes what is shown: instants by the records that they change.

Rules: V3-LIST-8, V3-LIST-9, V3-LIST-10, V3-LIST-11, V3-LIST-13.
"""

import sqlite3
from collections.abc import Collection, Iterable
from enum import IntEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.store.ids import key_of, stored

Tick = tuple[str, Instant]
"""The id of a record, and an instant at which it changes."""


class Ticking(IntEnum):
    """What changes by time alone, as the world's file has it."""

    PARTICIPANT = 1
    DECLARATION = 2
    PARTNERSHIP = 3
    STATEMENT = 4
    UNFUNDED_MENTOR = 5
    # The ticks of a participant once more, if a provider sees transfers of theirs.
    TRANSFERRED = 6


_TABLES = {
    Ticking.PARTICIPANT: "people",
    Ticking.DECLARATION: "declarations",
    Ticking.PARTNERSHIP: "partnerships",
    Ticking.STATEMENT: "statements",
    Ticking.UNFUNDED_MENTOR: "people",
    Ticking.TRANSFERRED: "people",
}
_RECORD = {what: key_of(table, ":id") for what, table in _TABLES.items()}

# What many people bring together, so that one of them may still bring what another does not.
_STILL_BROUGHT = {
    Ticking.PARTNERSHIP: (
        "SELECT 1 FROM training_periods t WHERE t.partnership = k.record"
        " AND (t.started_on = :day OR t.finished_on = :day_before)"
    ),
    Ticking.UNFUNDED_MENTOR: (
        "SELECT 1 FROM mentorship_periods m JOIN mentorship_periods e"
        " ON e.ect_school_period = m.ect_school_period AND e.started_on < m.started_on"
        " WHERE m.mentor = k.record AND e.finished_on = :day_before"
    ),
}


def replace(db: sqlite3.Connection, what: Ticking, id_: str, instants: Collection[Instant]) -> None:
    """Write anew when time alone changes a record."""
    (key,) = db.execute(f"SELECT {_RECORD[what]}", {"id": stored(id_)}).fetchone()
    known = {
        at
        for (at,) in db.execute(
            "SELECT at FROM ticks WHERE resource = ? AND record = ?", (what, key)
        )
    }
    for at in known.difference(instants):
        db.execute(
            "DELETE FROM ticks WHERE resource = ? AND at = ? AND record = ?", (what, at, key)
        )
    db.executemany(
        "INSERT INTO ticks (resource, at, record) VALUES (?, ?, ?)",
        ((what, at, key) for at in instants if at not in known),
    )


def copy(db: sqlite3.Connection, key: int, source: Ticking, target: Ticking) -> None:
    """Write that time alone changes a record as one resource when it does as another."""
    db.execute(
        "INSERT INTO ticks (resource, at, record)"
        " SELECT ?, at, record FROM ticks WHERE resource = ? AND record = ?",
        (target, source, key),
    )


def forget(db: sqlite3.Connection, what: Ticking, key: int) -> None:
    """Delete when time alone changes a record."""
    db.execute("DELETE FROM ticks WHERE resource = ? AND record = ?", (what, key))


def add(db: sqlite3.Connection, what: Ticking, ticks: Iterable[Tick]) -> None:
    """Write when time alone changes records; one that is known already stays."""
    for id_, at in ticks:
        db.execute(
            "INSERT OR IGNORE INTO ticks (resource, at, record)"
            f" VALUES (:what, :at, {_RECORD[what]})",
            {"what": what, "at": at, "id": stored(id_)},
        )


def drop(db: sqlite3.Connection, what: Ticking, ticks: Iterable[Tick]) -> None:
    """Delete what somebody brings no more, unless somebody else does.

    Training and mentorships must have been written.
    """
    for id_, at in ticks:
        day = london.day_of(at)
        db.execute(
            "DELETE FROM ticks AS k WHERE k.resource = :what AND k.at = :at"
            f" AND k.record = {_RECORD[what]} AND NOT EXISTS ({_STILL_BROUGHT[what]})",
            {
                "what": what,
                "at": at,
                "id": stored(id_),
                "day": day.toordinal(),
                "day_before": london.day_before(day).toordinal(),
            },
        )
