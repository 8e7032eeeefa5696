"""What happened to a declaration: what was done, and what time has brought by now."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.acts import PROVIDER, TIME, Act
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.declarations import Declaration, State
from ecf_sandbox.v1.rules.paying import state_at


def of_declaration(declaration: Declaration, now: Instant) -> Iterator[Act]:
    """Yield what happened to a declaration by now.

    What was recorded counts whatever now is, as in its state.

    Rules: PAY-1, PAY-3, PAY-4, PAY-6, PAY-7, VOID-1, VOID-2.
    """
    about = {
        "declaration_id": declaration.id,
        "declaration_type": declaration.declaration_type,
    }
    facts, made_at = declaration.settlement, declaration.made_at
    yield Act(
        at=made_at,
        recorded=declaration.created,
        by=PROVIDER,
        provider=declaration.provider,
        act="declared",
        details={**about, "state": declaration.first_state},
    )
    if facts.voided_at is not None:
        yield Act(
            at=facts.voided_at,
            recorded=declaration.recorded,
            by=PROVIDER,
            provider=declaration.provider,
            act="declaration-voided",
            details={**about, "state": state_at(facts.voided_at, facts)},
        )
    for at, state in _turns(declaration):
        if at is not None and at <= now and at >= made_at:
            yield Act(at=at, by=TIME, act=f"declaration-{state}", details=about)


def _turns(declaration: Declaration) -> Iterator[tuple[Instant | None, State]]:
    """Yield when it turned into what its first state was not yet; None for never."""
    facts, first = declaration.settlement, declaration.first_state
    if first is State.SUBMITTED:
        yield facts.eligible_at, State.ELIGIBLE
    if first is not State.INELIGIBLE:
        yield facts.ineligible_at, State.INELIGIBLE
    yield facts.payable_at, State.PAYABLE
    yield facts.paid_at, State.PAID
    yield facts.clawed_back_at, State.CLAWED_BACK
