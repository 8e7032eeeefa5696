"""Answers that go on: server-sent events, asked for again and again until somebody ends it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from anyio import to_thread
from starlette.types import Receive, Scope, Send

from ecf_sandbox.engine.http.document import Json

Ended = asyncio.Future[Any]

STOPPING = "ecf_sandbox.stopping"

_PERIOD = 0.1
_SILENCE = 15.0
_STILL_THERE = b":\n\n"  # so that whoever is between server and client does not give up
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
]


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its kind, its data, and the id to go on from; after the last one nothing comes."""

    kind: str
    data: Json
    id: int | None = None
    last: bool = False

    def encoded(self) -> bytes:
        """Return it as it is sent."""
        number = b"" if self.id is None else b"id: %d\n" % self.id
        return number + b"event: %s\ndata: %s\n\n" % (self.kind.encode(), orjson.dumps(self.data))


@dataclass(frozen=True, slots=True)
class EventStream:
    """Events to come: `poll` returns the new ones, and runs in a thread.

    The stream ends after so many seconds, where any are given.
    """

    poll: Callable[[], Sequence[Event]]
    seconds: float | None = None


async def send_events(stream: EventStream, scope: Scope, receive: Receive, send: Send) -> None:
    """Send events until the stream, the client or the server ends."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    if scope["method"] != "HEAD":
        ended: list[Ended] = [asyncio.ensure_future(_disconnected(receive)), *_stopping(scope)]
        try:
            await _send_while(stream, send, ended)
        finally:
            for each in ended:
                each.cancel()
    with suppress(OSError):  # the client may be gone
        await send({"type": "http.response.body", "body": b""})


async def _send_while(stream: EventStream, send: Send, ended: list[Ended]) -> None:
    began = spoke = perf_counter()
    done: set[Ended] = set()
    while not done:
        events = await to_thread.run_sync(stream.poll)
        if events or perf_counter() - spoke > _SILENCE:
            spoke = perf_counter()
            chunk = b"".join(each.encoded() for each in events) or _STILL_THERE
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if events and events[-1].last:
            return
        if stream.seconds is not None and perf_counter() - began >= stream.seconds:
            return
        done, _ = await asyncio.wait(ended, timeout=_PERIOD, return_when=asyncio.FIRST_COMPLETED)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _stopping(scope: Scope) -> list[Ended]:
    """Return what is done when the server stops; servers offer it as an ASGI extension."""
    extension = scope.get("extensions", {}).get(STOPPING)
    return [asyncio.ensure_future(extension["wait"]())] if extension else []
