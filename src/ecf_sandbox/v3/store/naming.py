"""Ids given to what was made with one of a seed."""

from collections.abc import Collection

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking


def rename_declaration(records: Records, known: str, wanted: str) -> None:
    """Give a declaration another id, in what is kept of its person's acts too."""
    records.db.execute(
        "UPDATE acts SET details = replace(details, ?, ?)"
        " WHERE subject = (SELECT person FROM declarations WHERE id = ?)",
        (known, wanted, known),
    )
    records.db.execute("UPDATE declarations SET id = ? WHERE id = ?", (wanted, known))
    records.db.execute(
        "UPDATE ticks SET id = ? WHERE resource = ? AND id = ?",
        (wanted, Ticking.DECLARATION, known),
    )


def rename_partnership(records: Records, known: str, wanted: str) -> None:
    """Give a partnership another id."""
    records.db.execute("UPDATE partnerships SET id = ? WHERE id = ?", (wanted, known))
    records.db.execute(
        "UPDATE training_periods SET partnership = ? WHERE partnership = ?", (wanted, known)
    )
    records.db.execute(
        "UPDATE ticks SET id = ? WHERE resource = ? AND id = ?",
        (wanted, Ticking.PARTNERSHIP, known),
    )


def next_number(records: Records, kind: str) -> int:
    """Return how many of a kind there are with the one that comes next."""
    (number,) = records.db.execute(
        "INSERT INTO serials (kind, given) VALUES (?, 1)"
        " ON CONFLICT (kind) DO UPDATE SET given = given + 1 RETURNING given",
        (kind,),
    ).fetchone()
    return int(number)


def recorded_now(records: Records, person_ids: Collection[str], now: Instant) -> None:
    """Let people whose past was just made up come last in lists, as whoever is new does."""
    found, ids = f"IN ({marks(person_ids)})", tuple(person_ids)
    records.db.execute(f"UPDATE people SET recorded_at = ? WHERE id {found}", (now, *ids))
    for table in ("listed", "transferred"):
        records.db.execute(f"UPDATE {table} SET created = ? WHERE person {found}", (now, *ids))
