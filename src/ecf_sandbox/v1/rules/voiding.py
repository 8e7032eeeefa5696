"""When a declaration may be voided."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import State

VOIDABLE = frozenset({State.SUBMITTED, State.ELIGIBLE, State.PAYABLE, State.INELIGIBLE, State.PAID})


def can_void(state: State) -> Iterator[Problem]:
    """Yield a problem unless a declaration can still be voided or clawed back.

    Rules: VOID-1, VOID-2, VOID-3.
    """
    if state not in VOIDABLE:
        detail = f"This declaration is {state} and cannot be voided again"
        yield Problem("Invalid action", detail, "VOID-3")
