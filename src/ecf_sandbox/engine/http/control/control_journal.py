"""The journal of control calls: what was changed from outside the provider API, and how.

Calls that only read are not in it: they change nothing, and whoever watches a world makes
many of them.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from time import perf_counter

from starlette.types import Scope

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http.control.journal import shown, wanted
from ecf_sandbox.engine.http.control.replies import listed, nothing
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.journal import world_date
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.journal import Journal
from ecf_sandbox.engine.store.journal_entries import Entry, Note, headers
from ecf_sandbox.engine.store.world import World

_LINK = "control-journal"
_CREDENTIALS = b"authorization"
_MASK = b"***"
_READING = ("GET", "HEAD")
_TOO_LARGE = 413


@dataclass(slots=True)
class Call:
    """What becomes known of a control call; one that is to be kept has a world."""

    began: float = field(default_factory=perf_counter)
    world: World | None = None
    world_date: Instant | None = None
    body: bytes = b""

    def begin(self, world: World, scope: Scope, zone: tzinfo) -> None:
        """Know which world it is about and what time it is there, before it does anything."""
        if scope["method"] not in _READING:
            self.world, self.world_date = world, world_date(world, scope, zone)

    def note(self, scope: Scope, reply: Reply) -> None:
        """Write it down with its answer, no credentials in it; a world may be gone by now."""
        if self.world is None or self.world_date is None:
            return
        with suppress(Gone):
            journal = journal_of(self.world)
            journal.add(_noted(self, scope, reply, self.world_date, journal))
            journal.flush()


def _noted(call: Call, scope: Scope, reply: Reply, at: Instant, journal: Journal) -> Note:
    sent = [(name, _MASK if name == _CREDENTIALS else value) for name, value in scope["headers"]]
    content = reply.content if isinstance(reply.content, bytes) else b""
    return Note(
        began=call.began,
        ended=perf_counter(),
        world_date=at,
        provider="",
        method=scope["method"],
        path=scope.get("raw_path", b""),
        query=scope["query_string"],
        status=reply.status,
        asked=journal.masked(headers(sent)),
        body=journal.masked(call.body),
        answered=headers([(b"content-type", reply.media_type)] if reply.media_type else []),
        answer=journal.masked(content),
        unread=reply.status == _TOO_LARGE,
    )


def journal_of(world: World) -> Journal:
    """Return the journal of the control calls about a world."""
    return world.journal_beside(_LINK)


def get_control_journal(request: ControlRequest) -> Reply:
    """Show which calls changed the world, the newest first."""
    entries = journal_of(request.world).entries(wanted(request))
    return listed({"entries": []}, map(_shown, entries))


def clear_control_journal(request: ControlRequest) -> Reply:
    """Forget all of it; ids go on."""
    journal_of(request.world).clear()
    return nothing()


def _shown(entry: Entry) -> Json:
    """Return a call as an entry of the journal, but for whose it is: its client, not a provider."""
    told = shown(entry)
    del told["provider"], told["problems"]
    told["client"] = told["request"]["headers"].get("user-agent")
    return told


HANDLERS = {
    "getControlJournal": get_control_journal,
    "clearControlJournal": clear_control_journal,
}
