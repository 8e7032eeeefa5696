"""Where v3's clocks can be sent, and what a move passes."""

from collections.abc import Iterator
from typing import cast

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.control.replies import conflict
from ecf_sandbox.engine.http.control.requests import ClockMoves
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.store.records import Records


def destination(session: Session, _: str, said: Json, start: Instant) -> Instant:
    """Return the next deadline or payment of a statement; raises ControlError without any."""
    statements = cast("Records", session).statements().values()
    moments = {
        "next-statement-deadline": [each.payable_at for each in statements],
        "next-payment": [each.payment_at for each in statements],
    }
    ahead = [at for at in moments.get(said["to"], ()) if at > start]
    if not ahead:
        raise conflict(f"There is no {said['to']} after {wire(start)} in this world.")
    return min(ahead)


def passed(session: Session, _: str, start: Instant, end: Instant) -> list[Json]:
    """Return the closings and payments of statements between two moments, in order of time."""
    statements = cast("Records", session).statements().values()
    found = {each for known in statements for each in _passed(known) if start < each[0] <= end}
    return [{"at": wire(at), "what": what, "cohort": str(year)} for at, what, year in sorted(found)]


def _passed(statement: Statement) -> Iterator[tuple[Instant, str, int]]:
    yield statement.payable_at, "statement-closed", statement.cohort
    yield statement.payment_at, "payment-made", statement.cohort


CLOCK_MOVES = ClockMoves(destination=destination, passed=passed)
