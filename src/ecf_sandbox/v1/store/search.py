"""Participants found by what somebody types."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ecf_sandbox.engine.domain.pages import Page
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


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and accents."""
    return tuple(_folded(text).split())


def search(store: Records, wanted: Wanted, page: Page) -> Found:
    """Return who has, for each word, one that begins with it; in order of key."""
    if not wanted.words:
        return _everybody(store, wanted, page)
    people = _rows(store, wanted, "p.key, p.full_name, p.id, p.teacher_reference_number")
    looked_at = people.fetchmany(MOST_NAMES)
    keys = [row[0] for row in looked_at if _fits(wanted.words, *row[1:])]
    complete = people.fetchone() is None
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


def _rows(
    store: Records, wanted: Wanted, columns: str, where: str = "TRUE", order: str = _IN_ORDER
) -> sqlite3.Cursor:
    """Return columns of whom the conditions leave; records are only asked where they matter."""
    about_records = wanted.conditions.keys() & _OF_RECORDS
    source = f"people p JOIN records r ON {_CURRENT}" if about_records else "people p"
    conditions = " AND ".join([where, *(_CONDITIONS[name] for name in wanted.conditions)])
    values: dict[str, str | int] = {"word": wanted.words[0] if wanted.words else ""}
    values |= wanted.conditions
    return store.db.execute(f"SELECT {columns} FROM {source} WHERE {conditions}{order}", values)


def _keys_by_number(store: Records, wanted: Wanted) -> list[int]:
    """Return who has an id or a teacher reference number that begins with the word."""
    found = _rows(store, wanted, "p.key", where=_BY_NUMBER)
    return [key for (key,) in found.fetchmany(MOST_NAMES)]


def _records(store: Records, keys: list[int]) -> Iterator[TrainingRecord]:
    """Yield the current records of people, in order of key."""
    marks = ",".join("?" * len(keys))
    query = f"{rows.RECORDS} WHERE p.key IN ({marks}) AND {_CURRENT} ORDER BY p.key"
    return (rows.training_record(row, store.providers) for row in store.db.execute(query, keys))


def _fits(words: tuple[str, ...], name: str, id_: str, number: str | None) -> bool:
    folded = _folded(name)
    return all(
        id_.startswith(word) or (number or "").startswith(word) or _has_word(folded, word)
        for word in words
    )


def _has_word(name: str, beginning: str) -> bool:
    """Return whether a word of a name begins so; apostrophes and hyphens begin words too."""
    at = name.find(beginning)
    while at > 0 and name[at - 1].isalnum():
        at = name.find(beginning, at + 1)
    return at >= 0


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
