"""Filling a new world: providers, cohorts, schools, statements, and people with fixed ids."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ecf_sandbox.engine.providers import lead_providers
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.seeding import crowd, organisations, partnerships, personas
from ecf_sandbox.v3.store.bulk import Stamps
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.schema import SCHEMA

# Schools with fixed ids that people are at who are made up.
_ALSO_NORTH_STAR = (1, 2)


def write(path: Path, origin: Origin) -> None:
    """Write a world to an empty file, complete in itself and ready for many readers."""
    records = new_world(path, origin)
    try:
        records.db.execute("BEGIN")
        fill(records, origin)
        records.db.execute("COMMIT")
        records.db.execute("VACUUM")  # every world is a copy
        records.db.execute("PRAGMA journal_mode = WAL")
    finally:
        records.db.close()


def fill(records: Records, origin: Origin) -> None:
    """Add what a world of these options begins with."""
    participants, has_personas = origin.options["participants"], origin.options["personas"]
    organisations.add(records)
    if not participants and not has_personas:
        return
    stamps = Stamps()
    made_up = partnerships.add(records, participants, stamps)
    stamps.keep(records)
    if participants:
        _add_crowd(records, origin, made_up.homes)
    if has_personas:
        personas.add(records)


def _add_crowd(records: Records, origin: Origin, homes: Mapping[str, Sequence[str]]) -> None:
    scratch = new_world(":memory:", origin)
    organisations.add_cohorts(scratch)
    north_star = (*homes["north-star"], *map(organisations.school_id, _ALSO_NORTH_STAR))
    crowd.add(records, scratch, origin.options["participants"], {**homes, "north-star": north_star})
    scratch.db.close()


def new_world(path: Path | str, origin: Origin) -> Records:
    """Make a world that nobody is in yet; its tokens are only there to be replaced."""
    return new_file.new_records(path, origin, SCHEMA, lead_providers(), Records)
