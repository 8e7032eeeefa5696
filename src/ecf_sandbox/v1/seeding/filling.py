"""Filling a new world: providers, personas, and a crowd."""

from pathlib import Path

from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store import new_file, stamps
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.editions import edition as edition_of
from ecf_sandbox.v1.seeding.building import build
from ecf_sandbox.v1.seeding.crowd import Crowd
from ecf_sandbox.v1.seeding.personas import SIDES, personas
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.records import Records
from ecf_sandbox.v1.store.schema import SCHEMA


def write(path: Path, origin: Origin) -> None:
    """Write a world to an empty file, complete in itself and ready for many readers."""
    store = _new_world(path, origin)
    try:
        store.db.execute("BEGIN")
        fill(store, origin)
        store.db.execute("COMMIT")
        store.db.execute("PRAGMA journal_mode = WAL")
    finally:
        store.db.close()


def fill(store: Records, origin: Origin) -> None:
    """Add the people that a world begins with."""
    edition = edition_of(origin.edition)
    if origin.options["personas"]:
        add_personas(store, edition)
    if origin.options["participants"]:
        add_crowd(store, edition, origin)


def add_personas(store: Records, edition: Edition) -> None:
    """Add everybody who can be relied on from a world's beginning."""
    for persona in personas():
        if persona.state_only:
            continue
        made = build(store, edition, persona.recipe, persona.new_person, sides=SIDES).declarations
        for declaration, declaration_id in zip(made, persona.declaration_ids, strict=True):
            additions.name_declaration(store, declaration, declaration_id)


def add_crowd(store: Records, edition: Edition, origin: Origin) -> None:
    """Add as many people for each provider as the world is made for."""
    scratch = _new_world(":memory:", origin)
    crowd = Crowd(scratch, edition, origin.options["participants"])
    scratch.db.close()
    additions.add_crowd(store, crowd)
    stamps.keep_runs(store.db, crowd.runs)


def _new_world(path: Path | str, origin: Origin) -> Records:
    """Make a world that nobody is in yet; its tokens are only there to be replaced."""
    return new_file.new_records(path, origin, SCHEMA, lead_providers(), Records)
