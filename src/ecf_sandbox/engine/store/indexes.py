"""Indexes of a world's file, left out while many rows come at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def indexed_afterwards(db: sqlite3.Connection) -> Iterator[None]:
    """Leave the schema's indexes out meanwhile: building them at the end is far quicker."""
    indexes = db.execute(
        "SELECT name, sql FROM main.sqlite_master"
        " WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    ).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    yield
    for _, create_index in indexes:
        db.execute(create_index)
