"""What a failing test's report tells of the requests before."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.instants import instant, wire
from ecf_sandbox.testing.entries import Entry, Message
from ecf_sandbox.testing.sandbox import Sandbox

TITLE = "ecf-sandbox: the last requests"

_MOST = 10
_MOST_OF_A_BODY = 600


def last_requests(sandbox: Sandbox) -> str:
    """Return the end of a world's journal, the latest last, with what was refused and why."""
    found = sandbox.latest(_MOST)
    if not found:
        return "None came with a token of this test's world."
    return "\n".join(line for each in found for line in _lines(each))


def _lines(entry: Entry) -> Iterator[str]:
    query = f"?{entry.query}" if entry.query else ""
    status = entry.status or "dropped"
    date = wire(instant(entry.world_date))
    yield f"{date}  {entry.provider}  {entry.method} {entry.path}{query}  {status}"
    if entry.request.body:
        yield f"  sent      {_beginning(entry.request)}"
    if entry.response and (entry.status or 0) >= 400:
        yield f"  answered  {_beginning(entry.response)}"


def _beginning(message: Message) -> str:
    body = " ".join(message.body.split())
    return body if len(body) <= _MOST_OF_A_BODY else f"{body[:_MOST_OF_A_BODY]}…"
