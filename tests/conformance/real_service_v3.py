"""A stranger with the habits of today's service: our sandbox, changed on its way.

As its recorded answers show: some odd queries and bodies are a 500, a body that is not JSON an
empty 400, unrouted paths HTML, wrong methods a 404, no calendar pays, and ties come in any order.
Time by header stands still within a request, as ours does.
"""

import json
import re
from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from tests.conformance.real_service import HTML, answered, read, send_whole

Answer = tuple[int, bytes]

_PREFIX = "/api/v3"
_JSON = b"application/json; charset=utf-8"
_FAILED = b'{"error":"Internal server error"}'
_UNPAID = {"payable": "eligible", "paid": "eligible"}
_FAILING_LISTS = ("/unfunded-mentors", "/delivery-partners")
_KNOWN = re.compile(
    r"/(participants|participant-declarations|unfunded-mentors|partnerships|schools"
    r"|delivery-partners|statements)(/[^/.]+)*"
)
_ODD_PAGE = re.compile(r"page(=|\[\]|\[page\](\[|=\d{20}))")


class RealService:
    """An ASGI app around ours. `fault` changes an answer: status and body, by scope."""

    def __init__(self, app: Any, fault: Callable[[Any, int, bytes], Answer]) -> None:
        self._app = app
        self._fault = fault

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if not path.startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        body = await read(receive)
        plain = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        status, headers, answer = await answered(self._app, {**scope, "headers": plain}, body)
        status, kind, answer = _habits(scope, body, status, headers, answer)
        status, answer = self._fault(scope, status, answer)
        kept = [each for each in headers if each[0] not in (b"content-type", b"allow")]
        shown = b"" if scope["method"] == "HEAD" else answer
        await send_whole(send, status, [*kept, (b"content-type", kind)], shown)


def _habits(
    scope: Any, body: bytes, status: int, headers: Any, answer: bytes
) -> tuple[int, bytes, bytes]:
    """Answer as the service does where ours keeps what only we promise."""
    path = scope["path"].removeprefix(_PREFIX)
    kind = dict(headers).get(b"content-type", _JSON)
    query = unquote(scope["query_string"].decode("latin-1"))
    if status == 400 and path in _FAILING_LISTS and _ODD_PAGE.search(query):
        return 500, _JSON, _FAILED
    if status == 400 and scope["method"] != "GET" and not _is_json(body):
        return 400, HTML, b""
    if status in (404, 405) and (status == 405 or not _KNOWN.fullmatch(path)):
        return 404, HTML, b"<h1>Not found</h1>"
    if status == 413 or (status == 400 and _is_odd(body)):
        return 500, HTML, b"<h1>Something went wrong</h1>"
    if status == 200 and answer:
        return status, kind, _changed(answer)
    return status, kind, answer


def _is_odd(body: bytes) -> bool:
    """Return whether there is something else under `data` than an object."""
    return bool(body) and not isinstance(json.loads(body).get("data", {}), dict)


def _is_json(body: bytes) -> bool:
    """Return whether a body can be read as JSON, which has no `NaN`."""
    try:
        json.loads(body, parse_constant=lambda name: json.loads(name.lower()))
    except ValueError:
        return False
    return True


def _changed(answer: bytes) -> bytes:
    """Pay nobody by the calendar, and let records of one moment come in another order.

    What shows that it was paid in more than its state is as if an operator had authorised it.
    """
    told = json.loads(answer)
    data = told.get("data")
    for each in data if isinstance(data, list) else [data]:
        attributes = each.get("attributes", {}) if isinstance(each, dict) else {}
        if attributes.get("state") in _UNPAID and not attributes.get("uplift_paid"):
            attributes["state"] = _UNPAID[attributes["state"]]
        if attributes.get("paid") is True:
            attributes["paid"] = False
    if isinstance(data, list):
        told["data"] = [it for tied in _tied(data) for it in reversed(tied)]
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _tied(data: list[Any]) -> list[list[Any]]:
    """Return records in groups that were created at one moment and changed at one."""

    def moments(record: Any) -> tuple[Any, ...]:
        told = record["attributes"]
        return tuple(told.get(name) for name in ("created_at", "updated_at", "payment_date"))

    return [list(group) for _, group in groupby(data, moments)]
