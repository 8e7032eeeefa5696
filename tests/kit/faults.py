"""Faults that are set and met, and connections that may be closed."""

from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

from ecf_sandbox.engine.http.connection import CLOSE_CONNECTION
from tests.kit.control import Control, told
from tests.kit.sandbox import Caller, Sandbox

FAULTS = "/worlds/default/faults"
LIST = "/participants/ecf"
DECLARATIONS = "/participant-declarations"
OUTAGE = {"status": 503}


class Faults:
    """Sets the faults of a sandbox, whose answers need not be in any document from then on."""

    def __init__(self, sandbox: Sandbox) -> None:
        sandbox.http.event_hooks["response"].clear()
        self.control = Control(sandbox)

    def __call__(self, *faults: dict[str, Any]) -> list[dict[str, Any]]:
        """Set faults, and return them as they are shown."""
        shown: list[dict[str, Any]] = told(self.control.put(FAULTS, list(faults)))["faults"]
        return shown

    def end(self) -> None:
        """Remove all faults."""
        assert self.control.delete(FAULTS).status_code == 204

    def hits(self) -> list[int]:
        """Return how often each fault has struck."""
        return [each["hits"] for each in told(self.control.get(FAULTS))["faults"]]

    def limit(self, requests: int | None, seconds: int = 300) -> None:
        """Set the rate limit, or remove it."""
        limit = requests and {"requests": requests, "seconds": seconds}
        told(self.control.put("/worlds/default/limits", {"rate_limit": limit}))


def struck(caller: Caller, times: int) -> list[bool]:
    """Ask so often; return which of the requests met an outage."""
    return [caller.get(LIST).status_code == 503 for _ in range(times)]


@dataclass(slots=True)
class Line:
    """A connection as the app sees it, and what came over it until it was whole or closed."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    closed: bool = False

    async def receive(self) -> Message:
        return {"type": "http.disconnect"} if self.closed else {"type": "http.request"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.ended = not message.get("more_body", False)

    def close(self) -> None:
        self.closed = True


async def call(app: ASGIApp, method: str, path: str, **headers: str) -> Line:
    """Make a request as north-star, unless it says otherwise, over a line that can be closed."""
    line = Line()
    sent = {"authorization": "Bearer north-star-token", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()
        ],
        "extensions": {CLOSE_CONNECTION: {"close": line.close}},
    }
    await app(scope, line.receive, line.send)
    return line
