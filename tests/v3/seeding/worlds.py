"""Worlds of API v3 as they begin, and questions to them."""

import sqlite3
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.seeding import filling
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.records import Records

BEGINNING = parse_date_time("2021-06-01T00:00:00Z")
END = parse_date_time("2026-11-25T08:30:00Z")
NOW = parse_date_time("2026-11-25T09:00:00Z")


@dataclass(frozen=True)
class World:
    """A world in memory."""

    records: Records

    @property
    def db(self) -> sqlite3.Connection:
        return self.records.db

    def rows(self, query, *values):
        return self.db.execute(query, values).fetchall()

    def column(self, query, *values):
        return [row[0] for row in self.rows(query, *values)]

    def ids(self, query, *values):
        return [shown(id_) for id_ in self.column(query, *values)]


def world(*, participants=250, personas=True, seed=1) -> World:
    """Make a world of some options."""
    options = {"participants": participants, "personas": personas}
    origin = Origin("seeded", "register", seed, options, None, True)
    records = filling.new_world(":memory:", origin)
    records.db.execute("BEGIN")
    filling.fill(records, origin)
    records.db.execute("COMMIT")
    return World(records)
