"""A stranger with the habits of a real service: our sandbox in edition service, changed on its way.

No statement is ever run, so that declarations stay eligible; wrong methods are a 404, unrouted
paths HTML, odd bodies a 500; a clock runs within a request; after the last statement nothing can
be declared, nor long before the first; pages are numbers as a database knows them; gzip carries the
second of its packing, and so does its ETag.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any

HTML = b"text/html; charset=utf-8"
LAST_STATEMENT = "2025-05-01"
_DATE = b"x-with-server-date"
_FIRST_COHORT = b"2020-09-01"
_NO_PAGE = re.compile(rb"page%5D=(0|-\d+|\d{19,})(&|$)")
RUNS = (0.7, 2.2, 0.9, 3.4)
"""The seconds that its clock has run in a request before anything is looked at, in turn."""
_UNPAID = {"payable": "eligible", "paid": "eligible"}


def no_fault(_: Any, status: int, answer: bytes) -> tuple[int, bytes]:
    return status, answer


class RunningClock:
    """An ASGI app around another: time by header runs on before a request is looked at.

    `runs` are seconds, of one request after another.
    """

    def __init__(self, app: Any, runs: Sequence[float] = RUNS) -> None:
        self._app = app
        self._runs = cycle(runs)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        later = [(name, self._later(name, value)) for name, value in scope["headers"]]
        await self._app({**scope, "headers": later}, receive, send)

    def _later(self, name: bytes, value: bytes) -> bytes:
        if name != _DATE:
            return value
        try:
            now = datetime.fromisoformat(value.decode().upper())
        except ValueError:
            return value
        return (now + timedelta(seconds=next(self._runs))).isoformat().encode()


class RealService:
    """An ASGI app around ours.

    `fault` changes an answer's status and body by scope. The others are habits gone too far:
    seconds that a clock `runs`, a `last_statement` in the past, packing seconds in each ETag. With
    `pays_by_calendar` it has one habit less.
    """

    def __init__(
        self,
        app: Any,
        fault: Callable[[Any, int, bytes], tuple[int, bytes]] = no_fault,
        *,
        runs: Sequence[float] = RUNS,
        last_statement: str = LAST_STATEMENT,
        tags_seconds_unpacked: bool = False,
        pays_by_calendar: bool = False,
    ) -> None:
        self._app = app
        self._running = RunningClock(app, runs)
        self._fault = fault
        self._last_statement = last_statement
        self._tags_seconds_unpacked = tags_seconds_unpacked
        self._pays_by_calendar = pays_by_calendar
        self._seconds = count(1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not scope.get("path", "").startswith("/api/"):
            await self._app(scope, receive, send)
            return
        body = await read(receive)
        asked = dict(scope["headers"])
        if self._is_beyond_statements(scope, asked) or _is_no_page(scope):
            await send_whole(send, 500, [(b"content-type", HTML)], b"<h1>Out of range</h1>")
            return
        plain = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        status, headers, answer = await answered(self._running, plain, body)
        status, headers, answer = _habits(scope, body, status, headers, answer)
        if status == 200 and not self._pays_by_calendar and _is_json(headers):
            answer = _unpaid(answer)
        status, answer = self._fault(scope, status, answer)
        if status == 200 and answer:
            headers, answer = self._packed(asked, headers, answer)
        await send_whole(send, status, headers, b"" if scope["method"] == "HEAD" else answer)

    def _packed(self, asked: dict[bytes, bytes], headers: Any, answer: bytes) -> tuple[Any, bytes]:
        """Pack an answer where that is asked for, with an ETag of the packed bytes."""
        packed = gzip.compress(answer, mtime=next(self._seconds))
        is_asked = b"gzip" in asked.get(b"accept-encoding", b"")
        if not is_asked and not self._tags_seconds_unpacked:
            return headers, answer
        tag = hashlib.sha256(packed).hexdigest()[:16].encode()
        headers = [*(each for each in headers if each[0] != b"etag"), (b"etag", b'W/"%s"' % tag)]
        return (
            ([*headers, (b"content-encoding", b"gzip")], packed) if is_asked else (headers, answer)
        )

    def _is_beyond_statements(self, scope: Any, asked: dict[bytes, bytes]) -> bool:
        """Return whether somebody declares after the last statement."""
        is_post = scope["method"] == "POST" and scope["path"].endswith("/participant-declarations")
        now = asked.get(_DATE, _FIRST_COHORT).decode()
        return is_post and not _FIRST_COHORT.decode() <= now <= self._last_statement


def _habits(
    scope: Any, body: bytes, status: int, headers: Any, answer: bytes
) -> tuple[int, Any, bytes]:
    """Answer as a framework does where nobody wrote down what is to be answered."""
    if status == 405:
        return 404, [(b"content-type", HTML)], b"<h1>Not found</h1>"
    if status == 404 and _is_unrouted(scope["path"]):
        return 404, [(b"content-type", HTML)], b"<h1>Not found</h1>"
    if status == 413 or _is_odd(body):
        return 500, [(b"content-type", HTML)], b"<h1>Something went wrong</h1>"
    if status == 400 and b"JSON" in answer:
        return 400, [], b""
    return status, headers, answer


def _is_json(headers: Any) -> bool:
    return b"json" in dict(headers).get(b"content-type", b"")


def _is_no_page(scope: Any) -> bool:
    """Return whether a page is asked for that begins before the first or beyond what is counted."""
    return _NO_PAGE.search(scope["query_string"]) is not None


def _is_odd(body: bytes) -> bool:
    """Return whether a body has values that nobody thought of."""
    return any(each in body for each in (b"\\u0000", b"[[[[", b"x" * 10_000))


def _is_unrouted(path: str) -> bool:
    parts = path.removeprefix("/api/v1/").split("/")
    known = parts[0] in ("participants", "participant-declarations")
    return not known or len(parts) > 4 or "" in parts or parts[-1].endswith((".json", ".xml"))


def _unpaid(answer: bytes) -> bytes:
    told = json.loads(answer)
    data = told.get("data")
    for each in data if isinstance(data, list) else [data]:
        attributes = each.get("attributes", {}) if isinstance(each, dict) else {}
        if attributes.get("state") in _UNPAID:
            attributes.update(state="eligible", eligible_for_payment=True)
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


async def read(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def answered(app: Any, scope: Any, body: bytes) -> tuple[int, list[Any], bytes]:
    told: dict[str, Any] = {}
    pieces: list[bytes] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        told.update(message)
        pieces.append(message.get("body", b""))

    await app(scope, receive, send)
    return told["status"], list(told["headers"]), b"".join(pieces)


async def send_whole(send: Any, status: int, headers: Any, body: bytes) -> None:
    kept = [each for each in headers if each[0] != b"content-length"]
    await send({"type": "http.response.start", "status": status, "headers": kept})
    await send({"type": "http.response.body", "body": body})
