"""The handler of one person's declarations."""

from collections.abc import Collection

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.http.control.context import path_id, reading_context
from ecf_sandbox.v3.rules import paying
from ecf_sandbox.v3.rules.declaration_states import becomes, since
from ecf_sandbox.v3.service.person_changes import known_person


def get_sandbox_declarations(request: ControlRequest) -> Reply:
    """Show what was declared for a person, and what time will make of it (V3-PAY)."""
    with reading_context(request) as at:
        history = known_person(at, path_id(request))
        statements = at.store.statements().values()
        declared = sorted(history.declarations, key=lambda each: each.recorded_at)
        return ok(
            {"declarations": [_shown(each, history, statements, at.now) for each in declared]}
        )


def _shown(
    made: Declaration, history: History, statements: Collection[Statement], now: Instant
) -> Json:
    person, voided_at = history.person, made.voided_at
    statement = paying.shown_statement(made, person, statements, now)
    ahead = becomes(made, history, statements, now)
    return {
        "id": made.id,
        "provider": made.provider,
        "cohort": str(made.cohort),
        "course_identifier": made.role.course,
        "declaration_type": made.declaration_type,
        "declaration_date": wire(made.declared_at),
        "evidence_held": made.evidence_held,
        "made_at": wire(made.recorded_at),
        "state": paying.state_at(made, person, statements, now),
        "since": wire(since(made, history, statements, now)),
        "voided_at": None if voided_at is None else wire(voided_at),
        "statement_id": statement.id if statement else None,
        "clawback_statement_id": made.clawback.statement.id if made.clawback else None,
        "becomes": [{"state": state, "at": wire(at)} for state, at in ahead],
    }


HANDLERS = {"getSandboxDeclarations": get_sandbox_declarations}
