"""Declarations by the statements that settle them."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.settlements import Tally
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store.codes import ECT, words
from ecf_sandbox.v3.store.ids import shown, stored
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.tick_rows import Ticking

_TYPES = words(DeclarationType)
_ROLES = words(Role)
# Declarations alike in all that decides their state; those never made eligible are in none.
_TALLIES = f"""
    SELECT d.provider, d.cohort, d.role, d.type, s.id, c.id,
        CASE WHEN d.statement IS NULL THEN
            CASE d.role WHEN {ECT} THEN p.ect_eligible_at ELSE p.mentor_eligible_at END
        END AS since,
        CASE d.role WHEN {ECT} THEN p.ect_eligible_by_time ELSE p.mentor_eligible_by_time END,
        count(*)
    FROM declarations d JOIN people p ON p.key = d.person
    LEFT JOIN statements s ON s.key = d.statement
    LEFT JOIN statements c ON c.key = d.clawback_statement
    WHERE d.voided_at IS NULL AND (d.statement IS NOT NULL OR since IS NOT NULL)
    AND (:provider IS NULL OR d.provider = :provider) AND (:cohort IS NULL OR d.cohort = :cohort)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
# A declaration that a statement is to settle or claw back has a tick at its payment.
_AT_PAYMENT = f"""
    SELECT DISTINCT p.id FROM ticks k JOIN declarations d ON d.key = k.record
    JOIN people p ON p.key = d.person
    WHERE k.resource = {Ticking.DECLARATION} AND k.at = :at AND d.provider = :provider
    AND d.cohort = :cohort ORDER BY 1
"""


def tallies(records: Records, provider: str | None, cohort: int | None) -> Iterator[Tally]:
    """Yield counts of the declarations that statements settle, now or later (V3-PAY-6)."""
    key = None if provider is None else records.provider_keys[provider]
    statements = records.statements()
    for row in records.db.execute(_TALLIES, {"provider": key, "cohort": cohort}):
        by, year, role, kind, statement, clawback, eligible_at, by_time, count = row
        yield Tally(
            provider=records.providers[by],
            cohort=year,
            role=_ROLES[role],
            declaration_type=_TYPES[kind],
            statement=statements[shown(statement)] if statement else None,
            clawback=statements[shown(clawback)] if clawback else None,
            eligible=None if eligible_at is None else Since(Instant(eligible_at), bool(by_time)),
            count=count,
        )


def people_to_settle(records: Records, statement: Statement) -> list[str]:
    """Return the people of whom a statement's payment may settle declarations, by index."""
    found = records.db.execute(
        _AT_PAYMENT,
        {
            "at": statement.payment_at,
            "provider": records.provider_keys[statement.provider],
            "cohort": statement.cohort,
        },
    )
    return [shown(person) for (person,) in found]


def authorise(records: Records, statement: Statement, stamp: Instant) -> None:
    """Write that the department has authorised a statement."""
    records.db.execute(
        "UPDATE statements SET authorised_at = ?, stamp = ? WHERE id = ?",
        (statement.authorised_at, stamp, stored(statement.id)),
    )
