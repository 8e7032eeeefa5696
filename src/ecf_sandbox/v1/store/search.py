"""Participants found by what somebody types."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.store.word_search import fits, narrowed
from ecf_sandbox.v1.domain.participants import TrainingRecord
from ecf_sandbox.v1.store import rows
from ecf_sandbox.v1.store.records import Records

MOST_NAMES = 50_000

_IN_ORDER = " ORDER BY p.key"
_OF_RECORDS = {"schedule", "training_status", "status"}
_CURRENT = "r.person = p.key AND r.opened = (SELECT max(opened) FROM records WHERE person = p.key)"
_OF_PROVIDER = "EXISTS (SELECT 1 FROM records o WHERE o.person = p.key AND o.provider = :provider)"
_CONDITIONS = {
    "participant_type": "p.participant_type = :participant_type",
    "cohort": "p.cohort = :cohort",
    "schedule": "r.schedule_identifier = :schedule",
    "training_status": "r.training_status = :training_status",
    "status": "r.status = :status",
    "provider": _OF_PROVIDER,
}
_BY_NUMBER = (
    "(p.id >= :word AND p.id < :word || '~'"
    " OR p.teacher_reference_number >= :word AND p.teacher_reference_number < :word || '~')"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for: words, and conditions by the names of the control API's parameters."""

    words: tuple[str, ...]
    conditions: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of records, how many there are in all, and whether every name was looked at."""

    records: list[TrainingRecord]
    total: int
    complete: bool


def search(store: Records, wanted: Wanted, page: Page) -> Found:
    """Return who has, for each word, one that begins with it; in order of key."""
    if not wanted.words:
        return _everybody(store, wanted, page)
    complete = _are_few(store, wanted)
    keys = [row[0] for row in _likely(store, wanted) if fits(wanted.words, *row[1:])]
    if not complete and len(wanted.words) == 1:
        keys = sorted({*keys, *_keys_by_number(store, wanted)})
    shown = keys[page.offset : page.offset + page.size]
    return Found(list(_records(store, shown)), len(keys), complete)


def _everybody(store: Records, wanted: Wanted, page: Page) -> Found:
    """Return a page of all whom the conditions leave."""
    (total,) = _rows(store, wanted, "count(*)", order="").fetchone()
    order = f"{_IN_ORDER} LIMIT {page.size} OFFSET {page.offset}"
    keys = [key for (key,) in _rows(store, wanted, "p.key", order=order)]
    return Found(list(_records(store, keys)), total, complete=True)


def _are_few(store: Records, wanted: Wanted) -> bool:
    """Return whether the conditions leave no more names than are looked at."""
    beyond = _rows(store, wanted, "1", order=f"{_IN_ORDER} LIMIT 1 OFFSET {MOST_NAMES}")
    return beyond.fetchone() is None


def _likely(store: Records, wanted: Wanted) -> sqlite3.Cursor:
    """Return key, name, id and number of those of the first names who may fit."""
    columns = "p.key, p.full_name, p.id, p.teacher_reference_number"
    first = _query(wanted, columns, order=f"{_IN_ORDER} LIMIT {MOST_NAMES}")
    where, words = narrowed(wanted.words, "full_name", "id", "teacher_reference_number")
    return store.db.execute(
        f"SELECT * FROM ({first}) WHERE {where} ORDER BY key", {**wanted.conditions, **words}
    )


def _rows(
    store: Records, wanted: Wanted, columns: str, where: str = "TRUE", order: str = _IN_ORDER
) -> sqlite3.Cursor:
    """Return columns of whom the conditions leave."""
    values: dict[str, str | int] = {"word": wanted.words[0] if wanted.words else ""}
    values |= wanted.conditions
    return store.db.execute(_query(wanted, columns, where, order), values)


def _query(wanted: Wanted, columns: str, where: str = "TRUE", order: str = _IN_ORDER) -> str:
    """Return what asks for whom the conditions leave; records only where they matter."""
    about_records = wanted.conditions.keys() & _OF_RECORDS
    source = f"people p JOIN records r ON {_CURRENT}" if about_records else "people p"
    conditions = " AND ".join([where, *(_CONDITIONS[name] for name in wanted.conditions)])
    return f"SELECT {columns} FROM {source} WHERE {conditions}{order}"


def _keys_by_number(store: Records, wanted: Wanted) -> list[int]:
    """Return who has an id or a teacher reference number that begins with the word."""
    found = _rows(store, wanted, "p.key", where=_BY_NUMBER)
    return [key for (key,) in found.fetchmany(MOST_NAMES)]


def _records(store: Records, keys: list[int]) -> Iterator[TrainingRecord]:
    """Yield the current records of people, in order of key."""
    marks = ",".join("?" * len(keys))
    query = f"{rows.RECORDS} WHERE p.key IN ({marks}) AND {_CURRENT} ORDER BY p.key"
    return (rows.training_record(row, store.providers) for row in store.db.execute(query, keys))
