"""Rows written: facts with their stamps, and the summaries that lists ask."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.values import Columns

Table = str


def upsert(
    db: sqlite3.Connection, table: Table, columns: Columns, *, new: Mapping[str, Any] | None = None
) -> None:
    """Write a row by its id; `new` are columns that only a new one gets."""
    names = [*columns, *(new or {})]
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(names)})"
        f" ON CONFLICT (id) DO UPDATE SET {changes}",
        (*columns.values(), *(new or {}).values()),
    )


def update(db: sqlite3.Connection, table: Table, columns: Columns, key: str = "id") -> None:
    """Write a row that is there, found by its key."""
    changes = ", ".join(f"{name} = :{name}" for name in columns if name != key)
    db.execute(f"UPDATE {table} SET {changes} WHERE {key} = :{key}", columns)


def delete(db: sqlite3.Connection, table: Table, ids: Collection[str]) -> None:
    """Delete rows by id."""
    db.execute(f"DELETE FROM {table} WHERE id IN ({marks(ids)})", tuple(ids))


def stamp(
    db: sqlite3.Connection,
    table: Table,
    ids: Collection[str],
    at: Instant,
    column: str = "stamp",
) -> None:
    """Write the recording stamp of a change to rows."""
    db.execute(f"UPDATE {table} SET {column} = ? WHERE id IN ({marks(ids)})", (at, *ids))


def replace_ticks(
    db: sqlite3.Connection, resource: str, cause: str, ticks: Iterable[tuple[str, Instant]]
) -> None:
    """Write anew when time alone changes what a cause brings: ids of a resource, and instants."""
    db.execute("DELETE FROM ticks WHERE cause = ? AND resource = ?", (cause, resource))
    db.executemany(
        "INSERT OR IGNORE INTO ticks (resource, at, id, cause) VALUES (?, ?, ?, ?)",
        ((resource, at, id_, cause) for id_, at in ticks),
    )


def replace_of_person(
    db: sqlite3.Connection, table: Table, person_id: str, written: Iterable[Columns]
) -> None:
    """Write a summary of a person anew: a table that has a column `person`."""
    db.execute(f"DELETE FROM {table} WHERE person = ?", (person_id,))
    for columns in written:
        insert(db, table, columns)


def insert(db: sqlite3.Connection, table: Table, columns: Columns) -> None:
    """Write a new row."""
    db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})",
        tuple(columns.values()),
    )
