"""Ids given to what was made with one of a seed."""

from collections.abc import Collection

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import all_stored, shown, stored
from ecf_sandbox.v3.store.records import Records


def rename_declaration(records: Records, known: str, wanted: str) -> None:
    """Give a declaration another id, in what is kept of its person's acts too."""
    found = records.db.execute(
        "SELECT p.id FROM declarations d JOIN people p ON p.key = d.person WHERE d.id = ?",
        (stored(known),),
    )
    records.db.executemany(
        "UPDATE acts SET details = replace(details, ?, ?) WHERE subject = ?",
        ((known, wanted, shown(person)) for (person,) in found.fetchall()),
    )
    _rename(records, "declarations", known, wanted)


def rename_partnership(records: Records, known: str, wanted: str) -> None:
    """Give a partnership another id."""
    _rename(records, "partnerships", known, wanted)


def recorded_now(records: Records, person_ids: Collection[str], now: Instant) -> None:
    """Let people whose past was just made up come last in lists, as whoever is new does."""
    found, ids = f"id IN ({marks(person_ids)})", all_stored(person_ids)
    for table in ("listed", "transferred"):
        records.db.execute(
            f"UPDATE {table} SET created = ? WHERE (provider, created, id) IN (SELECT l.key,"
            f" p.recorded_at, p.id FROM people p CROSS JOIN providers l WHERE p.{found})",
            (now, *ids),
        )
    records.db.execute(f"UPDATE people SET recorded_at = ? WHERE {found}", (now, *ids))


def _rename(records: Records, table: str, known: str, wanted: str) -> None:
    records.db.execute(f"UPDATE {table} SET id = ? WHERE id = ?", (stored(wanted), stored(known)))
