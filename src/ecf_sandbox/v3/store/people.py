"""People written: the rows that differ from before, and what lists ask of them."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.store import values, writing
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.values import Columns

# The parts of a history and their tables, each after those that it refers to.
_TABLES = {
    "school_periods": "school_periods",
    "training_periods": "training_periods",
    "mentorships": "mentorship_periods",
    "inductions": "induction_periods",
    "declarations": "declarations",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What lists ask of a person: the latest training by provider, and whose transfers it is.

    `transfers` are stamps by provider; `sees_until` are instants by training period.
    """

    enrolments: Iterable[tuple[str, TrainingPeriod]]
    sees_until: Mapping[str, Instant | None]
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
    empty = History(person=person)
    for name, table in reversed(_TABLES.items()):
        known = {each.id for each in getattr(before or empty, name)}
        if gone := known - {each.id for each in getattr(after, name)}:
            writing.delete(db, table, gone)
    for name, table in _TABLES.items():
        unchanged = set(getattr(before or empty, name))
        for each in getattr(after, name):
            if each not in unchanged:
                columns, new = _columns(records, each, person.id, stamp)
                writing.upsert(db, table, columns, new=new)
    if before is None or before.id_changes != after.id_changes:
        _write_id_changes(db, after)


def summarise(records: Records, person_id: str, summary: Summary) -> None:
    """Write anew what lists ask of a person."""
    keys, db = records.provider_keys, records.db
    created, stamp = db.execute(
        "SELECT recorded_at, stamp FROM people WHERE id = ?", (person_id,)
    ).fetchone()
    writing.replace_of_person(
        db,
        "enrolments",
        person_id,
        (
            _enrolment(keys[slug], person_id, training, summary.sees_until[training.id])
            for slug, training in summary.enrolments
        ),
    )
    both = {"created": created, "person": person_id}
    listed = {slug for slug, _ in summary.enrolments}
    writing.replace_of_person(
        db,
        "listed",
        person_id,
        ({"provider": keys[slug], **both, "stamp": stamp} for slug in listed),
    )
    writing.replace_of_person(
        db,
        "transferred",
        person_id,
        ({"provider": keys[slug], **both, "stamp": at} for slug, at in summary.transfers.items()),
    )


def touch(records: Records, ids: Iterable[str], stamp: Instant) -> None:
    """Stamp people of whom something changes that is not written in their own rows."""
    people = list(ids)
    writing.stamp(records.db, "people", people, stamp)
    records.db.execute(
        f"UPDATE listed SET stamp = ? WHERE person IN ({marks(people)})", (stamp, *people)
    )


def write_declaration(records: Records, declaration: Declaration, stamp: Instant) -> None:
    """Write a declaration, new or changed."""
    columns = values.declaration(declaration, records.provider_keys)
    writing.upsert(records.db, "declarations", {**columns, "stamp": stamp})


def _enrolment(
    provider: int, person_id: str, training: TrainingPeriod, sees_until: Instant | None
) -> Columns:
    return {
        "provider": provider,
        "person": person_id,
        "role": training.role,
        "training_period": training.id,
        "school_period": training.school_period_id,
        "cohort": training.cohort,
        "withdrawn": training.withdrawal is not None,
        "deferred": training.deferral is not None,
        "sees_until": sees_until,
    }


def _columns(
    records: Records, row: object, person_id: str, stamp: Instant
) -> tuple[Columns, Columns]:
    """Return the columns of a row, and those that only a new one gets."""
    if isinstance(row, TrainingPeriod):
        columns = values.training_period(row, person_id, records.provider_keys)
        return columns, {"transfer_stamp": stamp}
    if isinstance(row, Declaration):
        return {**values.declaration(row, records.provider_keys), "stamp": stamp}, {}
    return values.plain(row), {}


def _write_id_changes(db: sqlite3.Connection, after: History) -> None:
    db.execute("DELETE FROM id_changes WHERE person = ?", (after.person.id,))
    for each in after.id_changes:
        columns = {
            "person": after.person.id,
            "from_id": each.from_id,
            "to_id": each.to_id,
            "changed_at": each.changed_at,
        }
        writing.insert(db, "id_changes", columns)
