"""Adding people and records to a world: one by one, or a crowd at a time.

A fact has its instant, and its recording stamp a base. For a plain `Records` they are the
same; `Backdating` records past facts with stamps of the moment that records them.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from operator import attrgetter
from typing import NamedTuple

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.engine.store.indexes import indexed_afterwards
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.participants import Person, Status, TrainingRecord, TrainingStatus
from ecf_sandbox.v1.store.columns import DECLARATION, columns, declaration_values
from ecf_sandbox.v1.store.records import Records

_BATCH = 5_000


def _insert(table: str, *columns: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_PERSON = columns(Person)
_RECORD = columns(TrainingRecord, "key", "person", "provider", "opened")
_ACTION = ("action", "reason", "schedule_identifier", "at")

_ADD_PERSON = _insert("people", "key", *_PERSON)
_ADD_RECORD = _insert("records", "key", "person", "provider", "created", "opened", *_RECORD)
_ADD_ACTION = _insert("actions", "record", *_ACTION)
_ADD_DECLARATION = _insert("declarations", "provider", "person", *DECLARATION)

_OPEN_RECORD = """
    INSERT INTO records (person, provider, school_urn, schedule_identifier, training_status,
        status, mentor_id, transferred_at, created, opened, recorded)
    SELECT key, ?, ?, ?, ?, ?, ?, ?, ?,
        max(?, coalesce((SELECT max(opened) + 1 FROM records WHERE person = people.key), 0)),
        ?
    FROM people WHERE id = ?
    ON CONFLICT (person, provider) DO UPDATE SET school_urn = excluded.school_urn,
        schedule_identifier = excluded.schedule_identifier,
        training_status = excluded.training_status, status = excluded.status,
        mentor_id = excluded.mentor_id, withdrawn_at = NULL,
        transferred_at = excluded.transferred_at, opened = excluded.opened,
        recorded = excluded.recorded
"""

_person_values = attrgetter(*_PERSON)
_record_values = attrgetter(*_RECORD)


@dataclass(frozen=True, slots=True)
class Backdating(Records):
    """A store that records past facts, with the stamps of the moment that records them."""

    stamped: Instant = field(kw_only=True)

    @classmethod
    def of(cls, store: Records, stamped: Instant) -> "Backdating":
        """Return the same open transaction, its stamps taken from `stamped` on."""
        return cls(store.db, store.seed, store.providers, store.provider_keys, stamped=stamped)

    def stamp(self, now: Instant) -> Instant:  # noqa: ARG002  # the fact's instant, not ours
        """Take the recording stamp of a write, whatever the instant of its fact."""
        return stamps.take(self.db, self.stamped)


class Action(NamedTuple):
    """What a provider did to a record, as kept."""

    action: str
    reason: str | None
    schedule_identifier: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Placement:
    """How a record begins."""

    school_urn: str
    schedule_identifier: str
    mentor_id: str | None = None


@dataclass(frozen=True, slots=True)
class TrainingHistory:
    """All that is known of somebody whom one provider trains."""

    record: TrainingRecord
    actions: Sequence[Action]
    declarations: Sequence[Declaration]


def next_participant_id(store: Records) -> str:
    """Return the id of the next participant that the world makes up."""
    return seeded_id(store.seed, "participant", _next_key(store.db, "people"))


def add_person(store: Records, person: Person) -> None:
    """Add a person, whom nobody trains yet."""
    store.db.execute(_ADD_PERSON, (None, *_person_values(person)))


def open_record(
    store: Records,
    person: Person,
    provider: str,
    placement: Placement,
    *,
    at: Instant,
    transferred: bool = False,
) -> TrainingRecord:
    """Open a provider's record of a person, or its earlier one again (PART-3).

    It is active, and the person's current one from now on, also where `at` is before the
    record that was current until now: `transferred` tells one that came from another
    provider from a first.
    """
    stamp = store.stamp(at)
    store.db.execute(
        _OPEN_RECORD,
        (
            store.provider_keys[provider],
            placement.school_urn,
            placement.schedule_identifier,
            TrainingStatus.ACTIVE,
            Status.ACTIVE,
            placement.mentor_id,
            at if transferred else None,
            stamp,
            stamp,
            stamp,
            person.id,
        ),
    )
    opened = store.own_record(person.id, provider)
    assert opened is not None, "a record just opened can be read"
    return opened


def change_enrolment(store: Records, record: TrainingRecord, *, at: Instant) -> TrainingRecord:
    """Record what a school did: `record` says its view and the mentor now, but for its stamp."""
    changed = replace(record, recorded=store.stamp(at))
    store.db.execute(
        "UPDATE records SET status = ?, mentor_id = ?, recorded = ? WHERE key = ?",
        (changed.status, changed.mentor_id, changed.recorded, changed.key),
    )
    return changed


def actions_of(store: Records, record: TrainingRecord) -> tuple[Action, ...]:
    """Return what a provider did to its record, in order."""
    found = store.db.execute(
        f"SELECT {', '.join(_ACTION)} FROM actions WHERE record = ? ORDER BY key", (record.key,)
    )
    return tuple(Action(*row) for row in found)


def name_declaration(store: Records, declaration: Declaration, declaration_id: str) -> Declaration:
    """Give a declaration an id that people can know beforehand."""
    store.db.execute(
        "UPDATE declarations SET id = ? WHERE id = ?", (declaration_id, declaration.id)
    )
    return replace(declaration, id=declaration_id)


def add_crowd(store: Records, histories: Iterable[TrainingHistory]) -> None:
    """Add histories by the million; the stamps in them are to be kept with `keep_runs`."""
    people, records = (count(_next_key(store.db, table)) for table in ("people", "records"))
    waiting = iter(histories)
    with indexed_afterwards(store.db):
        while batch := list(islice(waiting, _BATCH)):
            numbered = list(zip(batch, people, records, strict=False))
            _add_batch(store, numbered)


def _next_key(db: sqlite3.Connection, table: str) -> int:
    key: int = db.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").fetchone()[0]
    return key


def _add_batch(store: Records, numbered: list[tuple[TrainingHistory, int, int]]) -> None:
    """Insert histories, each with the key of its person and of its record."""
    keys = store.provider_keys
    store.db.executemany(
        _ADD_PERSON,
        ((person, *_person_values(history.record.person)) for history, person, _ in numbered),
    )
    store.db.executemany(
        _ADD_RECORD,
        (
            (key, person, keys[at.provider], at.opened, at.opened, *_record_values(at))
            for at, person, key in (
                (history.record, person, key) for history, person, key in numbered
            )
        ),
    )
    store.db.executemany(
        _ADD_ACTION, ((key, *each) for history, _, key in numbered for each in history.actions)
    )
    store.db.executemany(
        _ADD_DECLARATION,
        (
            (keys[each.provider], person, *declaration_values(each))
            for history, person, _ in numbered
            for each in history.declarations
        ),
    )
