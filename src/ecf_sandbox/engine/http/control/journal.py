"""Handlers of a world's journal: read, exported as HAR, emptied."""

import re
from dataclasses import asdict
from itertools import chain, islice

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import exact, wire
from ecf_sandbox.engine.http import har
from ecf_sandbox.engine.http.control.replies import listed, not_found, nothing, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.faults import pattern
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.journal_entries import MOST_ENTRIES, Entry, Message, Wanted

_USUAL_LIMIT = 100
_ENTRY_ID = re.compile(r"[0-9]{1,16}", re.ASCII)


def get_journal(request: ControlRequest) -> Reply:
    """Show what was asked and answered, the newest first."""
    journal = request.world.journal
    journal.flush()
    entries = journal.entries(wanted(request))
    return listed({"entries": []}, map(shown, entries))


def get_journal_entry(request: ControlRequest) -> Reply:
    """Show one entry; an id that cannot be one is of none."""
    journal, asked = request.world.journal, request.path["entry"]
    journal.flush()
    number = int(asked) if _ENTRY_ID.fullmatch(asked) else 0
    entry = journal.entry(number)
    if entry is None:
        raise not_found(f"entry {asked:.80} in the journal: only the newest are kept")
    return ok(shown(entry))


def get_journal_har(request: ControlRequest) -> Reply:
    """Export the same as an HTTP Archive, the oldest first."""
    journal = request.world.journal
    journal.flush()
    entries = journal.entries(wanted(request, MOST_ENTRIES), oldest_first=True)
    first = list(islice(entries, 1))
    log = har.log(request.world.file.origin.id, first[0].at if first else real_now())
    return listed({"log": log}, map(har.entry, chain(first, entries)))


def clear_journal(request: ControlRequest) -> Reply:
    """Forget all of it; ids go on."""
    request.world.journal.clear()
    return nothing()


def wanted(request: ControlRequest, usual_limit: int = _USUAL_LIMIT) -> Wanted:
    """Return which entries a call asks for."""
    asked = request.query
    provider = asked.get("provider")
    return Wanted(
        path=pattern(str(asked["path"])) if "path" in asked else None,
        status=_statuses(str(asked["status"])) if "status" in asked else None,
        provider=None if provider is None else str(provider),
        rule=str(asked["rule"]) if "rule" in asked else None,
        after=int(asked.get("after", 0)),
        limit=int(asked.get("limit", usual_limit)),
    )


def _statuses(text: str) -> range:
    """Return the statuses that `422` or `4xx` names."""
    first, width = int(text.replace("x", "0")), 100 if text.endswith("xx") else 1
    return range(first, first + width)


def shown(entry: Entry) -> dict[str, Json]:
    """Return an entry as the control API writes it."""
    return {
        "id": entry.id,
        "at": wire(entry.at),
        "world_date": wire(entry.world_date),
        "server_date": exact(entry.world_date),
        "method": entry.method,
        "path": entry.path,
        "query": entry.query,
        "status": entry.status,
        "ms": entry.ms,
        "provider": entry.provider,
        "problems": [asdict(each) for each in entry.problems],
        "request": _message(entry.request),
        "response": None if entry.answer is None else _message(entry.answer),
    }


def _message(message: Message) -> Json:
    headers: dict[str, str] = {}
    for name, value in ((name.lower(), value) for name, value in message.headers):
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {"headers": headers, "body": message.text, "truncated": message.truncated}


HANDLERS = {
    "getJournal": get_journal,
    "getJournalEntry": get_journal_entry,
    "getJournalHar": get_journal_har,
    "clearJournal": clear_journal,
}
