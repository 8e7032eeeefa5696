"""People written: the rows that differ from before, and what lists ask of them."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Induction, Person
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.store import tick_rows, values, writing
from ecf_sandbox.v3.store.codes import ROLES
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import all_stored, key_of, stored
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking
from ecf_sandbox.v3.store.values import Columns

# The parts of a history and their tables, each after those that it refers to.
_TABLES = {
    "school_periods": "school_periods",
    "training_periods": "training_periods",
    "mentorships": "mentorship_periods",
    "inductions": "induction_periods",
    "declarations": "declarations",
}


_UNSTAMPED = Instant(0)

_ENROLMENTS = writing.SummaryTable(
    "enrolments",
    (
        "person",
        "provider",
        "role",
        "training_period",
        "school_period",
        "cohort",
        "withdrawn",
        "deferred",
        "sees_until",
    ),
    where="person = ?",
)
_IN_LISTS = "provider IN (SELECT key FROM providers) AND created = ? AND id = ?"
_LISTED = writing.SummaryTable(
    "listed",
    ("provider", "created", "id", "person", "stamp", "first_tick", "last_tick"),
    where=_IN_LISTS,
)
_TRANSFERRED = writing.SummaryTable(
    "transferred",
    ("provider", "created", "id", "person", "stamp", "person_stamp"),
    where=_IN_LISTS,
)
_TICK = f"SELECT {{}}(at) FROM ticks WHERE resource = {Ticking.PARTICIPANT} AND record = p.key"
_KNOWN = (
    "SELECT p.key, p.stamp, EXISTS (SELECT 1 FROM providers l CROSS JOIN transferred t"
    " ON t.provider = l.key AND t.created = p.recorded_at AND t.id = p.id),"
    f" ({_TICK.format('min')}), ({_TICK.format('max')})"
    " FROM people p WHERE p.id = ?"
)
_LISTS = (
    "UPDATE {} SET {} = ? WHERE (provider, created, id) IN (SELECT l.key, p.recorded_at, p.id"
    " FROM people p CROSS JOIN providers l WHERE p.id IN ({}))"
)

Row = SchoolPeriod | TrainingPeriod | Mentorship | Induction | Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What lists ask of a person: the latest training by provider, and whose transfers it is.

    `transfers` are stamps by provider; `sees_until` are instants by training period.
    """

    enrolments: Iterable[tuple[str, TrainingPeriod]]
    sees_until: Mapping[int, Instant | None]
    transfers: Mapping[str, Instant]


def write(
    records: Records, before: History | None, after: History, stamp: Instant, *, touched: bool
) -> None:
    """Write what differs between two histories of a person; `touched` stamps the person."""
    db, person = records.db, after.person
    if before is None or before.person != person:
        new = {"stamp": stamp, "unfunded_stamp": stamp}
        writing.upsert(db, "people", values.person(person), new=new)
    if touched:
        writing.stamp(db, "people", [person.id], stamp)
    known = before or History(person=person)
    changed = [name for name in _TABLES if getattr(known, name) != getattr(after, name)]
    for name in reversed(changed):
        ids = {each.id for each in getattr(known, name)}
        if gone := ids - {each.id for each in getattr(after, name)}:
            writing.delete(db, _TABLES[name], gone)
    for name in changed:
        rows = {each.id: each for each in getattr(known, name)}
        for each in getattr(after, name):
            if (row := rows.get(each.id)) != each:
                _write_row(records, _TABLES[name], row, each, person.id, stamp)
    if before is None or before.id_changes != after.id_changes:
        _write_id_changes(db, after)


def _write_row(
    records: Records, table: str, before: Row | None, after: Row, person_id: str, stamp: Instant
) -> None:
    columns, new = _columns(records, after, person_id, stamp)
    if before is not None:
        known, _ = _columns(records, before, person_id, _UNSTAMPED)
        if writing.change(records.db, table, known, columns):
            return
    writing.upsert(records.db, table, columns, new=new)


def summarise(
    records: Records, person: Person, summary: Summary, stamp: Instant | None = None
) -> None:
    """Write anew what lists ask of a person; without a stamp the person's is the one known.

    The person's ticks must be written.
    """
    keys, db, created, id_ = (
        records.provider_keys,
        records.db,
        person.recorded_at,
        stored(person.id),
    )
    key, known, has_transfers, *ticks = db.execute(_KNOWN, (id_,)).fetchone()
    at = known if stamp is None else stamp
    enrolments = {
        _enrolment(keys[slug], key, training, summary.sees_until[training.id])
        for slug, training in summary.enrolments
    }
    listed = {(keys[slug], created, id_, key, at, *ticks) for slug, _ in summary.enrolments}
    moved = {
        (keys[slug], created, id_, key, newest, at) for slug, newest in summary.transfers.items()
    }
    writing.replace_of_person(db, _ENROLMENTS, [key], enrolments)
    writing.replace_of_person(db, _LISTED, [created, id_], listed)
    if moved or has_transfers:
        writing.replace_of_person(db, _TRANSFERRED, [created, id_], moved)
        tick_rows.forget(db, Ticking.TRANSFERRED, key)
    if moved:
        tick_rows.copy(db, key, Ticking.PARTICIPANT, Ticking.TRANSFERRED)


def touch(records: Records, ids: Iterable[str], stamp: Instant) -> None:
    """Stamp people of whom something changes that is not written in their own rows."""
    people = list(ids)
    writing.stamp(records.db, "people", people, stamp)
    for table, column in (("listed", "stamp"), ("transferred", "person_stamp")):
        query = _LISTS.format(table, column, marks(people))
        records.db.execute(query, (stamp, *all_stored(people)))


def _enrolment(
    provider: int, person: int, training: TrainingPeriod, sees_until: Instant | None
) -> tuple[Any, ...]:
    """Return a row as `_ENROLMENTS` names its columns."""
    return (
        person,
        provider,
        ROLES[training.role],
        training.id,
        training.school_period_id,
        training.cohort,
        training.withdrawal is not None,
        training.deferral is not None,
        sees_until,
    )


def _columns(records: Records, row: Row, person_id: str, stamp: Instant) -> tuple[Columns, Columns]:
    """Return the columns of a row, and those that only a new one gets."""
    if isinstance(row, TrainingPeriod):
        columns = values.training_period(row, person_id, records.provider_keys)
        return columns, {"transfer_stamp": stamp}
    if isinstance(row, Declaration):
        return {**values.declaration(row, records.provider_keys), "stamp": stamp}, {}
    return values.plain(row), {}


def _write_id_changes(db: sqlite3.Connection, after: History) -> None:
    person = (stored(after.person.id),)
    db.execute(f"DELETE FROM id_changes WHERE person = {key_of('people')}", person)
    for each in after.id_changes:
        columns = {
            "person": after.person.id,
            "from_id": each.from_id,
            "to_id": each.to_id,
            "changed_at": each.changed_at,
        }
        writing.insert(db, "id_changes", columns)
