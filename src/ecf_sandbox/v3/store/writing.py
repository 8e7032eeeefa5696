"""Rows written: facts with their stamps, and the summaries that lists ask."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


def change(db: sqlite3.Connection, table: Table, before: Columns, after: Columns) -> bool:
    """Write what differs in a row that has an id; return whether there is such a row."""
    changed = {name: value for name, value in after.items() if before[name] != value}
    columns = ", ".join(f"{name} = ?" for name in changed)
    values = (*changed.values(), after["id"])
    return not changed or bool(
        db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", values).rowcount
    )


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table that sums up people: its columns, of which the first three are its key."""

    table: Table
    columns: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return self.columns[:3]


def replace_of_person(
    db: sqlite3.Connection, summary: SummaryTable, person_id: str, wanted: set[tuple[Any, ...]]
) -> None:
    """Write anew what sums up a person, which is mostly as it was."""
    names = ", ".join(summary.columns)
    found = db.execute(f"SELECT {names} FROM {summary.table} WHERE person = ?", (person_id,))
    known = set(found.fetchall())
    for key in {row[:3] for row in known} - {row[:3] for row in wanted}:
        where = " AND ".join(f"{name} = ?" for name in summary.key)
        db.execute(f"DELETE FROM {summary.table} WHERE {where}", key)
    for row in wanted - known:
        changes = ", ".join(f"{name} = excluded.{name}" for name in summary.columns[3:])
        db.execute(
            f"INSERT INTO {summary.table} ({names}) VALUES ({marks(row)})"
            f" ON CONFLICT ({', '.join(summary.key)}) DO UPDATE SET {changes}",
            row,
        )


def insert(db: sqlite3.Connection, table: Table, columns: Columns) -> None:
    """Write a new row."""
    db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})",
        tuple(columns.values()),
    )
