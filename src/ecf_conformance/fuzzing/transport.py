"""Sends Schemathesis' requests over our own connection, with its rate, patience and retries."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from schemathesis import Response

from ecf_conformance.connection import Connection, Unreachable
from ecf_conformance.exchange import Exchange

SILENCE = 599
"""The status that stands for no answer at all; the reason is the body."""

_CASE_ID = "x-schemathesis-testcaseid"
_NOT_SENT = frozenset({_CASE_ID, "host", "content-length", "connection"})
_NOT_TOLD = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ConnectionTransport:
    """An ASGI app in front of a target, since an app is what Schemathesis will call in process.

    After `patience` silences in a row nothing more is sent: `is_silent` then says so.
    """

    def __init__(self, connection: Connection, url: str, patience: int = 5) -> None:
        parts = urlsplit(url)
        self._connection = connection
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._patience = patience
        self._silences = 0
        self.requests = 0
        self.silence = ""

    @property
    def is_silent(self) -> bool:
        """Whether the target has stopped answering."""
        return self._silences >= self._patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, headers, content = self._answer(scope, body)
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": content})

    def _answer(self, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        if self.is_silent:
            return SILENCE, [], self.silence.encode()
        query = scope["query_string"].decode()
        url = self._origin + scope["raw_path"].decode() + (f"?{query}" if query else "")
        sent = [
            (name, value)
            for name, value in scope["headers"]
            if name.decode("latin-1") not in _NOT_SENT
        ]
        self.requests += 1
        try:
            found = self._connection.ask(scope["method"], url, sent, content=body or None)
        except Unreachable as silence:
            self._silences += 1
            self.silence = str(silence)
            return SILENCE, [], self.silence.encode()
        self._silences = 0
        told = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in found.headers.items()
            if name not in _NOT_TOLD
        ]
        return found.status, told, found.body


def exchange_of(response: Response) -> Exchange:
    """Return what Schemathesis sent and got as reports show it."""
    request = response.request
    url = str(request.url)
    parts = urlsplit(url)
    sent = request.body or b""
    return Exchange(
        method=str(request.method),
        url=url,
        path=parts.path + (f"?{parts.query}" if parts.query else ""),
        sent_headers={
            name.lower(): value if isinstance(value, str) else value.decode("latin-1")
            for name, value in request.headers.items()
            if name.lower() != _CASE_ID
        },
        sent=sent if isinstance(sent, bytes) else str(sent).encode(),
        status=response.status_code,
        headers={name: ", ".join(values) for name, values in response.headers.items()},
        body=response.content or b"",
    )
