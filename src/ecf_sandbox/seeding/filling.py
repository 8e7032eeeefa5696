"""Filling a new world: providers, personas, and a crowd."""

import sqlite3
from pathlib import Path

from ecf_sandbox import resources
from ecf_sandbox.domain.editions import Edition
from ecf_sandbox.seeding.building import build
from ecf_sandbox.seeding.crowd import Crowd
from ecf_sandbox.seeding.facts import lead_providers
from ecf_sandbox.seeding.personas import SIDES, personas
from ecf_sandbox.store import registry
from ecf_sandbox.store.records import Store
from ecf_sandbox.store.worlds import Origin, Provider

_ALL_OR_NOTHING = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -131072;
"""


def write(path: Path, origin: Origin) -> None:
    """Fill an empty file with a world, complete in itself and ready for many readers.

    A file that this leaves half-way is worth nothing.
    """
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript(_ALL_OR_NOTHING)
        db.execute("BEGIN")
        fill(_new_world(db, origin), origin)
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()


def fill(store: Store, origin: Origin) -> None:
    """Add the people that a world begins with."""
    edition = resources.edition(origin.edition)
    if origin.personas:
        add_personas(store, edition)
    if origin.participants:
        scratch = _new_world(sqlite3.connect(":memory:", isolation_level=None), origin)
        crowd = Crowd(scratch, edition, origin.participants)
        registry.add_crowd(store, crowd)
        registry.keep_runs(store.db, crowd.runs)


def add_personas(store: Store, edition: Edition) -> None:
    """Add everybody who can be relied on from a world's beginning."""
    for persona in personas():
        if persona.state_only:
            continue
        made = build(store, edition, persona.recipe, persona.newcomer, sides=SIDES).declarations
        for declaration, known_as in zip(made, persona.declaration_ids, strict=True):
            registry.name_declaration(store, declaration, known_as)


def _new_world(db: sqlite3.Connection, origin: Origin) -> Store:
    """Make a world that nobody is in yet; its tokens are only there to be replaced."""
    providers = [
        Provider(key, each.slug, each.name, f"{origin.id}-{each.slug}")
        for key, each in enumerate(lead_providers(), 1)
    ]
    registry.create(db, origin, providers)
    return Store(
        db,
        origin.seed,
        {each.key: each.slug for each in providers},
        {each.slug: each.key for each in providers},
    )
