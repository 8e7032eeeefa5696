"""Handlers that look at participants: searched, and what was declared for one."""

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.word_search import words_of
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.http.control.context import path_id, reading_context
from ecf_sandbox.v1.http.control.participants import shown
from ecf_sandbox.v1.rules import paying
from ecf_sandbox.v1.service import registration
from ecf_sandbox.v1.store import search

_USUAL_SIZE = 25
_CONDITIONS = ("participant_type", "cohort", "schedule", "training_status", "status")


def search_participants(request: ControlRequest) -> Reply:
    """Show one page of who is in a world, or of who has words that begin so."""
    asked = request.query
    page = Page(int(asked.get("page", 1)), int(asked.get("per_page", _USUAL_SIZE)))
    with reading_context(request) as at:
        conditions = {name: asked[name] for name in _CONDITIONS if name in asked}
        if "provider" in asked:
            conditions["provider"] = at.store.provider_keys[str(asked["provider"])]
        wanted = search.Wanted(words_of(str(asked.get("q", ""))), conditions)
        found = search.search(at.store, wanted, page)
        return ok(
            {
                "participants": [shown(at.store, each) for each in found.records],
                "total": found.total,
                "page": page.number,
                "per_page": page.size,
                "complete": found.complete,
            }
        )


def get_sandbox_declarations(request: ControlRequest) -> Reply:
    """Show what was declared for a participant, and what time will make of it."""
    with reading_context(request) as at:
        record = registration.participant(at, path_id(request))
        declared = at.store.declarations_of(record.person)
        return ok({"declarations": [_declared(each, at.now) for each in declared]})


def _declared(declaration: Declaration, now: Instant) -> Json:
    facts = declaration.settlement
    return {
        "id": declaration.id,
        "provider": declaration.provider,
        "declaration_type": declaration.declaration_type,
        "declaration_date": wire(declaration.declaration_date),
        "course_identifier": declaration.course_identifier,
        "evidence_held": declaration.evidence_held,
        "schedule_identifier": declaration.schedule_identifier,
        "made_at": wire(declaration.made_at),
        "state": paying.state_at(now, facts),
        "since": wire(paying.since(now, declaration)),
        "voided_at": facts.voided_at and wire(facts.voided_at),
        "becomes": [{"state": state, "at": wire(at)} for state, at in paying.becomes(now, facts)],
    }


HANDLERS = {
    "searchParticipants": search_participants,
    "getSandboxDeclarations": get_sandbox_declarations,
}
