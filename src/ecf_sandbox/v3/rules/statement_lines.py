"""What a statement settles and takes back, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.settlements import Tally
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules.paying import is_paid, is_payable, next_statement


class Progress(StrEnum):
    """How far a statement is (V3-PAY-3, V3-PAY-4)."""

    OPEN = "open"
    PAYABLE = "payable"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Line:
    """Declarations of one role, type and state."""

    role: Role
    declaration_type: DeclarationType
    state: State
    count: int


def progress(statement: Statement, now: Instant) -> Progress:
    """Return how far a statement is at `now` (V3-PAY-3, V3-PAY-4, V3-REG-17)."""
    if is_paid(statement, now):
        return Progress.PAID
    return Progress.PAYABLE if is_payable(statement, now) else Progress.OPEN


def settling(tally: Tally, statements: Iterable[Statement], now: Instant) -> Statement | None:
    """Return the statement that declarations are in at `now`, None while they are submitted.

    Rules: V3-PAY-2, V3-PAY-6.
    """
    if tally.statement is not None:
        return tally.statement
    if tally.eligible is None or not tally.eligible.counts(now):
        return None
    day = london.day_of(tally.eligible.at)
    return next_statement(statements, tally.provider, tally.cohort, day)


def state(tally: Tally, statement: Statement, now: Instant) -> State:
    """Return where declarations stand that are in a statement (V3-PAY-1 to V3-PAY-5)."""
    if tally.clawback is not None:
        return taken_back(tally.clawback, now)
    by_progress = {
        Progress.OPEN: State.ELIGIBLE,
        Progress.PAYABLE: State.PAYABLE,
        Progress.PAID: State.PAID,
    }
    return by_progress[progress(statement, now)]


def taken_back(clawback: Statement, now: Instant) -> State:
    """Return whether a clawback is made, or awaited (V3-PAY-5)."""
    return State.CLAWED_BACK if is_paid(clawback, now) else State.AWAITING_CLAWBACK


def lines(found: Iterable[tuple[Tally, State]]) -> list[Line]:
    """Return one line for each role, type and state, in this order."""
    counts: Counter[tuple[Role, DeclarationType, State]] = Counter()
    for tally, at in found:
        counts[tally.role, tally.declaration_type, at] += tally.count
    return [Line(*key, count) for key, count in sorted(counts.items(), key=_place)]


def _place(
    entry: tuple[tuple[Role, DeclarationType, State], int],
) -> tuple[int, int, int]:
    role, kind, at = entry[0]
    return list(Role).index(role), kind.position, list(State).index(at)


def in_order(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements by payment date, then cohort, then provider."""
    yield from sorted(statements, key=lambda each: (each.payment_date, each.cohort, each.provider))
