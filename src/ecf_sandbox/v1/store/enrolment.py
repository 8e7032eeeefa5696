"""What schools and the department change, and what the control API shows of it."""

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.participants import Person, TrainingRecord
from ecf_sandbox.v1.store import rows
from ecf_sandbox.v1.store.records import Records

# How an assignment is kept among the actions of an ECT's record; its reason is the mentor.
ASSIGN_MENTOR = "assign-mentor"


def current_record(store: Records, participant_id: str) -> TrainingRecord | None:
    """Return the record of whoever trains a person now (PART-3)."""
    row = store.db.execute(
        f"{rows.RECORDS} WHERE p.id = ? ORDER BY r.opened DESC LIMIT 1", (participant_id,)
    ).fetchone()
    return rows.training_record(row, store.providers) if row else None


def people(store: Records) -> int:
    """Return how many people there are; nobody is ever removed, so the last key tells."""
    count: int = store.db.execute("SELECT coalesce(max(key), 0) FROM people").fetchone()[0]
    return count


def change_person(store: Records, person: Person, *, stamp: Instant) -> None:
    """Write what is known of a person; every provider's record of them changes (PART-3)."""
    store.db.execute(
        "UPDATE people SET email_validated = ?, teacher_reference_number = ?,"
        " teacher_reference_number_validated = ?, qts = ?, eligible = ?,"
        " pupil_premium_uplift = ?, sparsity_uplift = ? WHERE id = ?",
        (
            person.email_validated,
            person.teacher_reference_number,
            person.teacher_reference_number_validated,
            person.qts,
            person.eligible,
            person.pupil_premium_uplift,
            person.sparsity_uplift,
            person.id,
        ),
    )
    store.db.execute(
        "UPDATE records SET recorded = ? WHERE person = (SELECT key FROM people WHERE id = ?)",
        (stamp, person.id),
    )


def change_record(store: Records, record: TrainingRecord) -> None:
    """Write what a school says of one record - itself, its view, the mentor - and its stamp."""
    store.db.execute(
        "UPDATE records SET school_urn = ?, status = ?, mentor_id = ?, recorded = ? WHERE key = ?",
        (record.school_urn, record.status, record.mentor_id, record.recorded, record.key),
    )


def note_mentor(store: Records, record: TrainingRecord, *, at: Instant) -> None:
    """Keep that a record has got its mentor now, in order with what providers do (ADV-3)."""
    store.db.execute(
        "INSERT INTO actions (record, action, reason, schedule_identifier, at, recorded)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            record.key,
            ASSIGN_MENTOR,
            record.mentor_id,
            record.schedule_identifier,
            at,
            record.recorded,
        ),
    )


def last_leave(store: Records, record: TrainingRecord) -> tuple[str | None, Instant] | None:
    """Return the reason and the instant of a record's last deferral or withdrawal."""
    found: tuple[str | None, Instant] | None = store.db.execute(
        "SELECT reason, at FROM actions WHERE record = ? AND action IN ('defer', 'withdraw')"
        " ORDER BY key DESC LIMIT 1",
        (record.key,),
    ).fetchone()
    return found
