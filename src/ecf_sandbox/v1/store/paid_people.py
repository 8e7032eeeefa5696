"""Whose declarations a payment changes."""

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.store.declaration_changes import PAYMENTS
from ecf_sandbox.v1.store.records import Records

_MOST = 10
_PAID_FOR = f"""
    {PAYMENTS} SELECT p.id, p.full_name FROM (
        SELECT d.key, d.person FROM payments JOIN declarations d USING (provider, payable_at)
            WHERE d.paid_at = :at
        UNION ALL SELECT key, person FROM declarations WHERE clawed_back_at = :at
    ) found JOIN people p ON p.key = found.person
    WHERE p.cohort = :cohort GROUP BY p.key ORDER BY max(found.key) DESC LIMIT {_MOST}
"""


def paid_people(records: Records, cohort: int, at: Instant) -> list[tuple[str, str]]:
    """Return id and name of those for whom a payment is made or taken back, ten at most.

    Who was declared last comes first.
    """
    return records.db.execute(_PAID_FOR, {"cohort": cohort, "at": at}).fetchall()
