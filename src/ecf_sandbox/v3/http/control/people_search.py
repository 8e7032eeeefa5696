"""The handler that searches people."""

from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.word_search import words_of
from ecf_sandbox.v3.http.control.context import asked_cohort, asked_provider, reading_context
from ecf_sandbox.v3.http.control.people import shown
from ecf_sandbox.v3.store import search

_USUAL_SIZE = 25


def search_participants(request: ControlRequest) -> Reply:
    """Show one page of who is in a world, or of who has words that begin so."""
    asked = request.query
    page = Page(int(asked.get("page", 1)), int(asked.get("per_page", _USUAL_SIZE)))
    with reading_context(request) as at:
        provider = asked_provider(request)
        wanted = search.Wanted(
            words=words_of(str(asked.get("q", ""))),
            role=asked.get("participant_type"),
            provider=None if provider is None else at.store.provider_keys[provider],
            cohort=asked_cohort(request),
            schedule=asked.get("schedule"),
            training_status=asked.get("training_status"),
        )
        found = search.search(at.store.db, wanted, page)
        people = at.store.histories(found.ids)
        return ok(
            {
                "participants": [shown(at, people[id_]) for id_ in found.ids],
                "total": found.total,
                "page": page.number,
                "per_page": page.size,
                "complete": found.complete,
            }
        )


HANDLERS = {"searchParticipants": search_participants}
