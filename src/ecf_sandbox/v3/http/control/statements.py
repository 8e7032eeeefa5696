"""Handlers of statements, declarations taken back, and advice."""

from dataclasses import asdict

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import listed, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.http.control.context import (
    asked_cohort,
    asked_provider,
    path_id,
    reading_context,
    writing_context,
)
from ecf_sandbox.v3.rules.statement_lines import Line
from ecf_sandbox.v3.rules.statements import month_name
from ecf_sandbox.v3.service import advisories, declarations, statements
from ecf_sandbox.v3.service.declarations import DeclarationView
from ecf_sandbox.v3.service.statements import StatementRecord


def get_statements(request: ControlRequest) -> Reply:
    """Show output statements with what they settle, as of now (V3-PAY)."""
    with reading_context(request) as at:
        found = statements.statements(at, asked_provider(request), asked_cohort(request))
        return listed({"statements": []}, map(_statement, found))


def authorise_statement(request: ControlRequest) -> Reply:
    """Pay a payable statement early (V3-REG-17)."""
    with writing_context(request) as at:
        return ok(_statement(statements.authorise(at, path_id(request))))


def void_declaration(request: ControlRequest) -> Reply:
    """Take any provider's declaration back (V3-VOID-2, V3-VOID-3)."""
    with writing_context(request) as at:
        return ok(_declaration(declarations.void_for_provider(at, path_id(request))))


def get_advisories(request: ControlRequest) -> Reply:
    """Show what the department would query, as of now (V3-ADV)."""
    with reading_context(request) as at:
        found = advisories.advisories(at, asked_provider(request))
        return listed({"advisories": []}, map(asdict, found))


def _statement(record: StatementRecord) -> Json:
    known = record.statement
    return {
        "id": known.id,
        "provider": known.provider,
        "cohort": str(known.cohort),
        "year": str(known.year),
        "month": month_name(known),
        "deadline": known.deadline.isoformat(),
        "payment_date": known.payment_date.isoformat(),
        "state": record.progress,
        "authorised_at": None if known.authorised_at is None else wire(known.authorised_at),
        "lines": [_line(each) for each in record.lines],
        "clawbacks": [_line(each) for each in record.clawbacks],
    }


def _line(line: Line) -> Json:
    return {
        "course_identifier": line.role.course,
        "declaration_type": line.declaration_type,
        "state": line.state,
        "declarations": line.count,
    }


def _declaration(view: DeclarationView) -> Json:
    made = view.declaration
    return {
        "id": made.id,
        "participant_id": made.person_id,
        "provider": made.provider,
        "cohort": str(made.cohort),
        "course_identifier": made.role.course,
        "declaration_type": made.declaration_type,
        "declaration_date": wire(made.declared_at),
        "state": view.state,
        "statement_id": view.statement.id if view.statement else None,
        "clawback_statement_id": made.clawback.statement.id if made.clawback else None,
        "updated_at": wire(view.updated_at),
    }


HANDLERS = {
    "getStatements": get_statements,
    "authoriseStatement": authorise_statement,
    "voidDeclaration": void_declaration,
    "getAdvisories": get_advisories,
}
