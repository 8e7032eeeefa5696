"""Seeded worlds, open to be looked at."""

import sqlite3
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.store.world_file import read_providers
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.store.records import Records

BEGINNING = parse_date_time("2021-06-01T00:00:00Z")
END = parse_date_time("2021-11-25T09:00:00Z")
CROWD = 150
PROVIDERS = ("north-star", "riverbank", "beacon-hill", "fenland")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A seeded world, open, and the edition that it keeps."""

    store: Records
    edition: Edition

    def rows(self, query: str, *values: object) -> list[tuple]:
        return self.store.db.execute(query, values).fetchall()

    def column(self, query: str, *values: object) -> list:
        return [row[0] for row in self.rows(query, *values)]


def open_store(path, seed: int = 1) -> Records:
    """Open a world's file, whatever happens to it."""
    db = sqlite3.connect(path, isolation_level=None)
    providers = read_providers(db)
    return Records(
        db,
        seed,
        {each.key: each.slug for each in providers},
        {each.slug: each.key for each in providers},
    )
