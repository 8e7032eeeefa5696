"""People found by what somebody types."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.store.word_search import fits, narrowed

MOST_NAMES = 50_000

_STATUS = {
    "withdrawn": "e.withdrawn",
    "deferred": "e.deferred",
    "active": "NOT e.withdrawn AND NOT e.deferred",
}
_NUMBERED = "(p.id >= :word AND p.id < :word || '~' OR p.trn >= :word AND p.trn < :word || '~')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to look for: words, and what must be true; None where it does not matter.

    `provider` is a key; it, `cohort`, `schedule` and `training_status` are of one training.
    """

    words: tuple[str, ...] = ()
    role: str | int | None = None
    provider: int | None = None
    cohort: int | None = None
    schedule: str | int | None = None
    training_status: str | int | None = None

    def conditions(self) -> Iterator[str]:
        """Yield conditions on a person `p`, whose values are the fields'."""
        yield "p.merged_into IS NULL"
        if self.role is not None:
            yield "EXISTS (SELECT 1 FROM school_periods s WHERE s.person = p.id AND s.role = :role)"
        if trained := " AND ".join(self._trained()):
            yield (
                "EXISTS (SELECT 1 FROM enrolments e JOIN training_periods t"
                f" ON t.id = e.training_period WHERE e.person = p.id AND {trained})"
            )

    def values(self) -> dict[str, Any]:
        """Return the values that the conditions name."""
        return {
            "role": self.role,
            "provider": self.provider,
            "cohort": self.cohort,
            "schedule": self.schedule,
            "word": self.words[0] if self.words else "",
        }

    def _trained(self) -> Iterator[str]:
        if self.provider is not None:
            yield "e.provider = :provider"
        if self.cohort is not None:
            yield "e.cohort = :cohort"
        if self.schedule is not None:
            yield "t.schedule_identifier = :schedule"
        if self.training_status is not None:
            yield _STATUS[str(self.training_status)]


@dataclass(frozen=True, slots=True)
class Found:
    """The ids on one page, how many there are in all, and whether every name was looked at."""

    ids: list[str]
    total: int
    complete: bool


def search(db: sqlite3.Connection, wanted: Wanted, page: Page) -> Found:
    """Return who has, for each word, one that begins with it; in order of how they came in."""
    where = " AND ".join(wanted.conditions())
    if not wanted.words:
        return _everybody(db, wanted, where, page)
    found = {key: row[1] for key, *row in _likely(db, wanted, where) if fits(wanted.words, *row)}
    beyond = f"SELECT 1 FROM people p WHERE {where} ORDER BY p.rowid LIMIT 1 OFFSET {MOST_NAMES}"
    complete = db.execute(beyond, wanted.values()).fetchone() is None
    if not complete and len(wanted.words) == 1:
        query = f"SELECT p.rowid, p.id FROM people p WHERE {where} AND {_NUMBERED}"
        found |= dict(db.execute(query, wanted.values()).fetchmany(MOST_NAMES))
    ids = [found[key] for key in sorted(found)]
    return Found(ids[page.offset : page.offset + page.size], len(ids), complete)


def _likely(db: sqlite3.Connection, wanted: Wanted, where: str) -> sqlite3.Cursor:
    """Return key, name, id and number of those of the first names who may fit."""
    first = (
        "SELECT p.rowid AS key, p.full_name, p.id, p.trn FROM people p"
        f" WHERE {where} ORDER BY p.rowid LIMIT {MOST_NAMES}"
    )
    likely, words = narrowed(wanted.words, "full_name", "id", "trn")
    return db.execute(f"SELECT * FROM ({first}) WHERE {likely}", {**wanted.values(), **words})


def _everybody(db: sqlite3.Connection, wanted: Wanted, where: str, page: Page) -> Found:
    """Return a page of all whom the conditions leave."""
    query = f"SELECT count(*) FROM people p WHERE {where}"
    (total,) = db.execute(query, wanted.values()).fetchone()
    found = db.execute(
        f"SELECT p.id FROM people p WHERE {where} ORDER BY p.rowid LIMIT :limit OFFSET :offset",
        {**wanted.values(), "limit": page.size, "offset": page.offset},
    )
    return Found([id_ for (id_,) in found], total, complete=True)
