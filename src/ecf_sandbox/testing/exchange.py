"""One request to the app in this process, and its answer, without a socket."""

from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

from ecf_sandbox.engine.http.connection import CLOSE_CONNECTION

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it would be on the wire: header names in lower case, the path still quoted."""

    method: str
    path: str
    raw_path: bytes
    query: bytes = b""
    headers: Headers = field(default_factory=list)
    body: bytes = b""


@dataclass(slots=True)
class Answer:
    """An answer; one that is not `whole` was cut off by a fault, before its status or after."""

    status: int = 0
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    whole: bool = False


async def exchange(app: ASGIApp, asked: Asked) -> Answer:
    """Ask the app."""
    answer, pieces = Answer(), []
    coming: list[Message] = [{"type": "http.request", "body": asked.body, "more_body": False}]

    async def receive() -> Message:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message.get("headers", []))
            return
        pieces.append(message.get("body", b""))
        answer.whole = not message.get("more_body", False)

    await app(_scope(asked), receive, send)
    answer.body = b"" if asked.method == "HEAD" else b"".join(pieces)
    return answer


def _scope(asked: Asked) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": asked.method,
        "path": asked.path,
        "raw_path": asked.raw_path,
        "query_string": asked.query,
        "headers": asked.headers,
        "root_path": "",
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "extensions": {CLOSE_CONNECTION: {"close": _nothing}},
    }


def _nothing() -> None:
    """Close no connection, since there is none: the answer just stays unfinished."""
