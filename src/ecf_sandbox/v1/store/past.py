"""What happened to a person, read from what is recorded of them."""

from collections.abc import Iterator
from typing import Any

from ecf_sandbox.engine.domain.acts import PROVIDER, Act
from ecf_sandbox.v1.domain.actors import SCHOOL
from ecf_sandbox.v1.domain.participants import Person
from ecf_sandbox.v1.store.enrolment import ASSIGN_MENTOR
from ecf_sandbox.v1.store.records import Records

_WORDS = {
    "defer": "deferred",
    "resume": "resumed",
    "withdraw": "withdrawn",
    "change-schedule": "schedule-changed",
    ASSIGN_MENTOR: "mentor-assigned",
}
_FIRST = """
    SELECT r.provider, r.created FROM records r JOIN people p ON p.key = r.person
    WHERE p.id = ? ORDER BY r.created LIMIT 1
"""
_ACTIONS = """
    SELECT r.provider, a.action, a.reason, a.schedule_identifier, a.at, a.recorded
    FROM actions a JOIN records r ON r.key = a.record JOIN people p ON p.key = r.person
    WHERE p.id = ? ORDER BY a.key
"""


def registration(store: Records, person: Person) -> Act:
    """Return how a person was added, and to which provider (REG-1)."""
    provider, created = store.db.execute(_FIRST, (person.id,)).fetchone()
    return Act(
        at=person.added_at,
        recorded=created,
        by=SCHOOL,
        act="registered",
        details={
            "provider": store.providers[provider],
            "participant_type": person.participant_type,
            "cohort": str(person.cohort),
        },
    )


def actions(store: Records, person: Person) -> Iterator[Act]:
    """Yield what providers did to their records, and when a school assigned a mentor."""
    for provider, action, reason, schedule, at, recorded in store.db.execute(
        _ACTIONS, (person.id,)
    ):
        by_school = action == ASSIGN_MENTOR
        yield Act(
            at=at,
            recorded=recorded,
            by=SCHOOL if by_school else PROVIDER,
            provider=None if by_school else store.providers[provider],
            act=_WORDS[action],
            details=_details(action, reason, schedule),
        )


def _details(action: str, reason: str | None, schedule: str) -> dict[str, Any]:
    if action == ASSIGN_MENTOR:
        return {"mentor_id": reason}
    if action == "change-schedule":
        return {"schedule_identifier": schedule}
    return {} if reason is None else {"reason": reason}
