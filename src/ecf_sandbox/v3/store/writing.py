"""Rows written: facts with their stamps, and the summaries that lists ask."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import key_of, stored
from ecf_sandbox.v3.store.values import Columns

Table = str


# What columns refer to by key, where values have ids.
_REFERENCES: Mapping[str, Table] = {
    **dict.fromkeys(("person", "ect", "mentor"), "people"),
    **dict.fromkeys(("statement", "clawback_statement"), "statements"),
    "school": "schools",
    "partnership": "partnerships",
    "delivery_partner": "delivery_partners",
}
_IDS = frozenset(
    ("id", "ect_record_id", "mentor_record_id", "merged_into", "from_id", "to_id", *_REFERENCES)
)
_PERIODS = ("school_periods", "training_periods", "mentorship_periods", "induction_periods")


def upsert(
    db: sqlite3.Connection, table: Table, columns: Columns, *, new: Mapping[str, Any] | None = None
) -> None:
    """Write a row by its id or key; `new` are columns that only a new one gets."""
    every, key = {**columns, **(new or {})}, _key(table)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    db.execute(
        f"{_insert(table, every)} ON CONFLICT ({key}) DO UPDATE SET {changes}", _bound(every)
    )


def update(db: sqlite3.Connection, table: Table, columns: Columns, key: str = "id") -> None:
    """Write a row that is there, found by its key."""
    changed = {name: value for name, value in columns.items() if name != key}
    values = [*_bound(changed), *_bound({key: columns[key]})]
    db.execute(f"UPDATE {table} SET {_set(changed)} WHERE {key} = ?", values)


def delete(db: sqlite3.Connection, table: Table, ids: Collection[Any]) -> None:
    """Delete rows by their ids or keys."""
    db.execute(f"DELETE FROM {table} WHERE {_found(table, ids)}", _stored(ids))


def stamp(
    db: sqlite3.Connection,
    table: Table,
    ids: Collection[Any],
    at: Instant,
    column: str = "stamp",
) -> None:
    """Write the recording stamp of a change to rows."""
    db.execute(f"UPDATE {table} SET {column} = ? WHERE {_found(table, ids)}", (at, *_stored(ids)))


def change(db: sqlite3.Connection, table: Table, before: Columns, after: Columns) -> bool:
    """Write what differs in a row that has an id; return whether there is such a row."""
    changed, key = (
        {name: value for name, value in after.items() if before[name] != value},
        _key(table),
    )
    values = [*_bound(changed), *_bound({key: after[key]})]
    return not changed or bool(
        db.execute(f"UPDATE {table} SET {_set(changed)} WHERE {key} = ?", values).rowcount
    )


def insert(db: sqlite3.Connection, table: Table, columns: Columns) -> None:
    """Write a new row."""
    db.execute(_insert(table, columns), _bound(columns))


def _insert(table: Table, columns: Columns) -> str:
    values = ", ".join(map(_mark, columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"


def _set(columns: Columns) -> str:
    return ", ".join(f"{name} = {_mark(name)}" for name in columns)


def _mark(column: str) -> str:
    """Return what stands for a column's value: of a reference, the key of the id's row."""
    return key_of(_REFERENCES[column]) if column in _REFERENCES else "?"


def _bound(columns: Columns) -> list[Any]:
    return [
        stored(value) if name in _IDS and value is not None else value
        for name, value in columns.items()
    ]


def _key(table: Table) -> str:
    """Return the column by which everything else knows a table's rows."""
    return "key" if table in _PERIODS else "id"


def _found(table: Table, ids: Collection[Any]) -> str:
    return f"{_key(table)} IN ({marks(ids)})"


def _stored(ids: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(stored(each) if isinstance(each, str) else each for each in ids)


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table that sums up people: its columns, of which the first three are its key.

    `where` is SQL that finds the rows of one person by some values.
    """

    table: Table
    columns: tuple[str, ...]
    where: str

    @property
    def key(self) -> tuple[str, ...]:
        return self.columns[:3]


def replace_of_person(
    db: sqlite3.Connection,
    summary: SummaryTable,
    person: Collection[Any],
    wanted: set[tuple[Any, ...]],
) -> None:
    """Write anew what sums up a person, found by some values, which is mostly as it was."""
    names = ", ".join(summary.columns)
    found = db.execute(f"SELECT {names} FROM {summary.table} WHERE {summary.where}", tuple(person))
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
