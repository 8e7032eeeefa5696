"""HTTP with the lid off: requests that no client would send, and refusals."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import httpx2
from starlette.types import ASGIApp, Message

from tests.kit.sandbox import DOCUMENT

JSON_TYPE = "application/vnd.api+json"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the app gave it, before any server touched it."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(
    app: ASGIApp,
    method: str,
    path: str,
    headers: dict[str, str],
    chunks: Iterable[bytes] = (b"",),
    *,
    leaves: bool = False,
) -> Answer | None:
    """Speak to an app in chunks; one who `leaves` does so before the last. None: no answer."""
    pieces = list(chunks)
    said = [
        {"type": "http.request", "body": piece, "more_body": leaves or number < len(pieces)}
        for number, piece in enumerate(pieces, start=1)
    ]
    waiting: list[Message] = [*said, {"type": "http.disconnect"}]
    heard: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        heard.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    asyncio.run(app(scope, receive, send))
    if not heard:
        return None
    return Answer(
        heard[0]["status"],
        {name.decode(): value.decode() for name, value in heard[0]["headers"]},
        b"".join(message.get("body", b"") for message in heard[1:]),
    )


def bad(response: httpx2.Response) -> str:
    """Return the detail of a 400 titled as most of them are."""
    assert response.status_code == 400, f"{response.status_code}: {response.text}"
    (error,) = response.json()["errors"]
    assert error["title"] == "Bad request", error
    detail: str = error["detail"]
    return detail


def operations() -> list[tuple[str, str, str]]:
    """Return every operation as its name, its method, and its path with an id that is unknown."""
    return [
        (name, each.method, each.path.replace("{id}", UNKNOWN_ID))
        for name, each in DOCUMENT.operations.items()
    ]
