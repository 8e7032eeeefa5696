"""Handlers of money and advice: what is paid, and what the department would query."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.control.replies import listed, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.statements import Statement, StatementLine
from ecf_sandbox.v1.service.advisories import advisories
from ecf_sandbox.v1.service.statements import statements
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store.records import Records


def get_statements(request: ControlRequest) -> Reply:
    """Show every payment, as of the world's now (PAY-8)."""
    with _opened(request) as at:
        return ok({"statements": [_stated(each) for each in statements(at, _provider(request))]})


def get_advisories(request: ControlRequest) -> Reply:
    """Show what the department would query, as of the world's now (ADV)."""
    with _opened(request) as at:
        return listed({"advisories": []}, advisories(at, _provider(request)))


@contextmanager
def _opened(request: ControlRequest) -> Iterator[WorldContext]:
    """Open a world to look at, at its own now: no header moves these."""
    world = request.world
    with world.reading(patient=True) as session:
        yield WorldContext(
            cast("Records", session),
            editions.edition(world.edition),
            read_clock(session).at(real_now()),
        )


def _provider(request: ControlRequest) -> str | None:
    asked = request.query.get("provider")
    return None if asked is None else str(asked)


def _stated(statement: Statement) -> Json:
    due = statement.due
    return {
        "provider": statement.provider,
        "cohort": str(due.cohort),
        "milestone_date": _day(due.milestone_date),
        "payment_date": _day(due.payment_date),
        "state": statement.progress,
        "lines": [_line(each) for each in statement.lines],
        "clawbacks": [_line(each) for each in statement.clawbacks],
        "share": statement.share,
    }


def _line(line: StatementLine) -> Json:
    return {
        "declaration_type": line.declaration_type,
        "state": line.state,
        "declarations": line.declarations,
        "share": line.share,
    }


def _day(at: Instant) -> str:
    return wire(at)[:10]


HANDLERS = {"getStatements": get_statements, "getAdvisories": get_advisories}
