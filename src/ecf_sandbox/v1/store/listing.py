"""The lists of one world."""

import sqlite3
from collections.abc import Collection, Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v1.domain.queries import DeclarationQuery, ParticipantQuery
from ecf_sandbox.v1.store import declaration_changes
from ecf_sandbox.v1.store.rows import DECLARATIONS, RECORDS, Row

_EVERYTHING = -1

# Transferred in, and active with the school: what earlier providers declared and is not
# void or ineligible comes with the participant.
_EARLIER_PROVIDERS = """
    SELECT e.key FROM records mine
        JOIN records theirs ON theirs.person = mine.person AND theirs.created < mine.opened
        JOIN declarations e ON e.person = mine.person AND e.provider = theirs.provider
    WHERE mine.provider = :provider AND mine.transferred_at IS NOT NULL
        AND mine.status = 'active' AND e.voided_at IS NULL AND e.ineligible_at IS NULL
"""

_OWN = "d.provider = :provider"
_CHANGED = f"""(d.recorded > :since OR {
    " OR ".join(
        f"(d.{at} > :since AND d.{at} <= :now)"
        for at in ("payable_at", "paid_at", "clawed_back_at")
    )
})"""


def record_stamps(
    db: sqlite3.Connection, provider: int, query: ParticipantQuery, page: Page
) -> list[tuple[int, Instant]]:
    """Return the records on a page, each as its key and the stamp of its last change.

    In order of creation, or of change where changes are asked for. Stamps are never
    given twice, so neither order has ties.

    Rules: LIST-1, LIST-2, LIST-3, LIST-4.
    """
    select, values = _records("r.key, r.recorded", provider, query)
    return db.execute(f"{select} LIMIT ? OFFSET ?", (*values, page.size, page.offset)).fetchall()


def record_rows(db: sqlite3.Connection, keys: Collection[int]) -> list[Row]:
    """Return the rows of records by key, in any order."""
    marks = ",".join("?" * len(keys))
    return db.execute(f"{RECORDS} WHERE r.key IN ({marks})", tuple(keys)).fetchall()


def all_record_rows(
    db: sqlite3.Connection, provider: int, query: ParticipantQuery
) -> Iterator[Row]:
    """Yield the rows of every record that a query finds, as a page would order them."""
    select, values = _records("r.key", provider, query)
    keys = db.execute(select, values)
    while batch := [key for (key,) in keys.fetchmany(500)]:
        found = {row[13]: row for row in record_rows(db, batch)}
        yield from (found[key] for key in batch)


def declaration_rows(
    db: sqlite3.Connection,
    provider: int,
    query: DeclarationQuery,
    page: Page | None,
    *,
    earlier_providers: bool,
    now: Instant,
) -> Iterator[Row]:
    """Yield a provider's declarations, oldest first; without a page, all of them.

    What time alone brought by now counts as a change too.

    Rules: LIST-3, LIST-5, LIST-7, PAY-5.
    """
    values = {
        "provider": provider,
        "participant_id": query.participant_id,
        "since": query.updated_since and stamps.floor_for_polling(db, query.updated_since),
        "now": now,
        "limit": page.size if page else _EVERYTHING,
        "offset": page.offset if page else 0,
    }
    earlier = _EARLIER_PROVIDERS if earlier_providers else None
    if _is_poll(query) and declaration_changes.are_few(db, values):
        keys = declaration_changes.page(_CHANGED, earlier)
        return db.execute(f"{DECLARATIONS} WHERE d.key IN ({keys}) ORDER BY d.created", values)
    where = [f"(d.provider = :provider OR d.key IN ({earlier}))" if earlier else _OWN]
    if query.participant_id is not None:
        where.append("p.id = :participant_id")
    if query.updated_since is not None:
        where.append(_CHANGED)
    return db.execute(
        f"{DECLARATIONS} WHERE {' AND '.join(where)}"
        " ORDER BY d.created LIMIT :limit OFFSET :offset",
        values,
    )


def _is_poll(query: DeclarationQuery) -> bool:
    """Return whether a query asks for all that changed, as pollers do."""
    return query.updated_since is not None and query.participant_id is None


def _records(
    columns: str, provider: int, query: ParticipantQuery
) -> tuple[str, tuple[int | Instant, ...]]:
    """Return a SELECT over records, ordered, and its values."""
    values: list[int | Instant] = [provider]
    people, where, order = "", "r.provider = ?", "r.created"
    if query.cohorts is not None:
        people = " JOIN people p ON p.key = r.person"
        where += f" AND p.cohort IN ({','.join('?' * len(query.cohorts))})"
        values += query.cohorts
    if query.updated_since is not None:
        where, order = where + " AND r.recorded >= ?", "r.recorded"
        values.append(query.updated_since)
    return f"SELECT {columns} FROM records r{people} WHERE {where} ORDER BY {order}", tuple(values)
