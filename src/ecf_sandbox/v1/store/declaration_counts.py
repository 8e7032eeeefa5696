"""Declarations counted by what is paid for them."""

from collections.abc import Iterator

from ecf_sandbox.v1.domain.declarations import Settlement
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.domain.statements import DeclarationCount
from ecf_sandbox.v1.store.records import Records

# Of declarations alike in what matters, any instant of becoming eligible or void will do.
_TALLIES = """
    SELECT d.provider, p.cohort, d.declaration_type, d.schedule_identifier,
        min(d.eligible_at), max(d.voided_at), d.payable_at, d.paid_at, d.clawed_back_at, count(*)
    FROM declarations d JOIN people p ON p.key = d.person
    WHERE d.paid_at IS NOT NULL AND (:provider IS NULL OR d.provider = :provider)
    GROUP BY d.provider, p.cohort, d.declaration_type, d.schedule_identifier,
        d.voided_at IS NULL, d.payable_at, d.paid_at, d.clawed_back_at
"""


def counts(store: Records, provider: str | None) -> Iterator[DeclarationCount]:
    """Count the declarations that belong to a payment, of one provider or of all (PAY-8)."""
    key = None if provider is None else store.provider_keys[provider]
    for by, cohort, kind, schedule, *facts, count in store.db.execute(_TALLIES, {"provider": key}):
        eligible_at, voided_at, payable_at, paid_at, clawed_back_at = facts
        settlement = Settlement(
            eligible_at=eligible_at,
            voided_at=voided_at,
            payable_at=payable_at,
            paid_at=paid_at,
            clawed_back_at=clawed_back_at,
        )
        yield DeclarationCount(
            store.providers[by], cohort, DeclarationType(kind), schedule, settlement, count
        )
