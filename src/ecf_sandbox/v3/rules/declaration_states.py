"""Since when a declaration is in its state, and what time alone will make of it."""

from collections.abc import Collection

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.declarations import Declaration, State
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules import past, paying


def since(
    declaration: Declaration, history: History, statements: Collection[Statement], now: Instant
) -> Instant:
    """Return when a declaration came into the state that it has at a moment (V3-PAY-1)."""
    state = paying.state_at(declaration, history.person, statements, now)
    if declaration.voided_at is not None:
        return declaration.voided_at
    if declaration.clawback is not None and state is State.AWAITING_CLAWBACK:
        return declaration.clawback.at
    arrivals = {each: at for _, at, each in past.turns(declaration, history, statements)}
    return arrivals.get(state, declaration.recorded_at)


def becomes(
    declaration: Declaration, history: History, statements: Collection[Statement], now: Instant
) -> list[tuple[State, Instant]]:
    """Return what time alone makes of a declaration after a moment, in order.

    Rules: V3-PAY-2, V3-PAY-3, V3-PAY-4, V3-PAY-5.
    """
    person, found = history.person, []
    state = paying.state_at(declaration, person, statements, now)
    moments = {at for _, at, _ in past.turns(declaration, history, statements) if at > now}
    for at in sorted(moments):
        after = paying.state_at(declaration, person, statements, at)
        if after is not state:
            found.append((after, at))
        state = after
    return found
