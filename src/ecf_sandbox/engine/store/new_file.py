"""A world's file, made from nothing."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from ecf_sandbox.engine.providers import LeadProvider
from ecf_sandbox.engine.store.session import Schema, Session
from ecf_sandbox.engine.store.world_file import VERSION, Origin, Provider

TABLES = Path(__file__).with_name("schema.sql")

Records = TypeVar("Records", bound=Session)

_UNSAFE_AND_FAST = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -131072;
"""


def new_records(
    path: Path | str,
    origin: Origin,
    schema: Schema,
    lead_providers: Iterable[LeadProvider],
    records: type[Records],
) -> Records:
    """Make a world that nobody is in yet, and return an API's records of it, open.

    Its tokens are only there to be replaced.
    """
    providers = [
        Provider(key, each.slug, each.name, f"{origin.id}-{each.slug}")
        for key, each in enumerate(lead_providers, 1)
    ]
    return records(
        create(path, origin, schema, providers),
        origin.seed,
        {each.key: each.slug for each in providers},
        {each.slug: each.key for each in providers},
    )


def create(
    path: Path | str, origin: Origin, schema: Schema, providers: Iterable[Provider]
) -> sqlite3.Connection:
    """Make a world that nobody is in yet, its clock on real time, and return it open.

    It is written without safety: a file that is left half-way is worth nothing.
    """
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_UNSAFE_AND_FAST + statements(schema))
    db.execute(
        "INSERT INTO world (version, schema_version, id, edition, seed, options, starting_now,"
        " starting_ticking, clock_shift, clock_stopped_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)",
        (
            VERSION,
            schema.version,
            origin.id,
            origin.edition,
            origin.seed,
            json.dumps(origin.options),
            origin.starting_now,
            origin.starting_ticking,
        ),
    )
    db.executemany(
        "INSERT INTO providers (key, slug, name, token) VALUES (?, ?, ?, ?)",
        ((each.key, each.slug, each.name, each.token) for each in providers),
    )
    return db


def statements(schema: Schema) -> str:
    """Return the SQL that makes all tables of a world's file: the engine's and an API's."""
    return TABLES.read_text(encoding="utf-8") + schema.tables.read_text(encoding="utf-8")
