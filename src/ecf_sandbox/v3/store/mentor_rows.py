"""Mentors whom the provider of their ECTs never trains, written anew by acts on either.

Rules: V3-UNFUNDED-1.
"""

from ecf_sandbox.v3.store.codes import ECT
from ecf_sandbox.v3.store.ids import key_of, stored
from ecf_sandbox.v3.store.records import Records

_FOUND = f"""
    SELECT e.provider, m.mentor, m.ect FROM mentorship_periods m
    JOIN enrolments e ON e.person = m.ect AND e.role = {ECT}
        AND e.school_period = m.ect_school_period
    WHERE NOT EXISTS (
        SELECT 1 FROM enrolments o WHERE o.person = m.mentor AND o.provider = e.provider
    )
"""
ALL_FOUND = f"INSERT OR IGNORE INTO never_trained_mentors (provider, mentor, ect) {_FOUND}"


def write(records: Records, person_id: str) -> None:
    """Write anew which mentors somebody has or is; mentorships and enrolments must be written."""
    person, theirs = (stored(person_id),), key_of("people")
    for side in ("ect", "mentor"):
        records.db.execute(f"DELETE FROM never_trained_mentors WHERE {side} = {theirs}", person)
    for side in ("ect", "mentor"):
        records.db.execute(f"{ALL_FOUND} AND m.{side} = {theirs}", person)
