"""The wire of API v3: credentials, envelopes, statuses.

Rules: V3-AUTH-1, V3-FMT-1, V3-FMT-4, V3-FMT-5, V3-FMT-6, V3-FMT-13, V3-LIM-1.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

import orjson

from ecf_sandbox.engine.domain.problems import (
    BadRequest,
    NotFound,
    NotServed,
    Problem,
    Refusal,
    Rejected,
    TooLarge,
    Unauthorised,
    WrongServerDate,
)
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import TEXT, Headers, Reply
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.v3.http.validation import checks

JSON = b"application/json; charset=utf-8"
CACHE_CONTROL = (b"cache-control", b"max-age=0, private, must-revalidate")

_STATUSES: Mapping[type[Refusal], int] = {
    BadRequest: 400,
    WrongServerDate: 400,
    NotFound: 404,
    NotServed: 404,
    TooLarge: 413,
    Rejected: 422,
}
_NOT_FOUND = Problem("Resource not found", "Nothing is there that your token may see", "V3-FMT-6")
_BY_KIND: Mapping[type[Refusal], Problem] = {
    BadRequest: Problem("Bad request", "The request cannot be read", "V3-FMT-5"),
    WrongServerDate: Problem("Bad request", "The time cannot be read", "V3-TIME-2"),
    Unauthorised: Problem("HTTP Token: Access denied", "Send a token of a world", "V3-AUTH-1"),
    NotFound: _NOT_FOUND,
    NotServed: replace(_NOT_FOUND, rule="V3-AUTH-6"),
    TooLarge: Problem("Payload too large", "Send a body of at most 1,000,000 bytes", "V3-FMT-6"),
}
_CREDENTIALS = re.compile(r"(?:Token|Bearer)\s+(.*)", re.DOTALL)
_BETWEEN_PAIRS = re.compile(r"\s*(?:,|;|\t)\s*")


def token(authorization: bytes) -> str | None:
    """Return the token of an `Authorization` header, None where there is none.

    After either word, in this case, stands a token, bare or as `token="..."`; other pairs
    may follow.

    Rules: V3-AUTH-1.
    """
    found = _CREDENTIALS.fullmatch(authorization.decode("latin-1"))
    if not found:
        return None
    first = next((each for each in _BETWEEN_PAIRS.split(found[1]) if each), "")
    return first.strip().removeprefix("token=").removeprefix('"').removesuffix('"') or None


def refused(refusal: Refusal) -> Reply:
    """Answer a refusal in the API's own envelope."""
    problems = refusal.explained(_BY_KIND)
    if isinstance(refusal, Unauthorised):
        body = orjson.dumps({"error": problems[0].title})
        return Reply(401, body, JSON, problems=problems)
    return _errors(_STATUSES[type(refusal)], *problems)


def method_not_allowed(allowed: str) -> Reply:
    """Answer a known path whose methods are others."""
    in_order = ", ".join(sorted(allowed.split(", ")))
    problem = Problem("Method not allowed", f"Send one of {in_order} to this path", "V3-FMT-6")
    return _errors(405, problem, headers=[(b"allow", in_order.encode("latin-1"))])


def too_many_requests(seconds: int) -> Reply:
    """Answer a request that comes too early (V3-LIM-1)."""
    why = Problem("Retry later", f"Send the next request in {seconds} s", "V3-LIM-1")
    headers = [(b"retry-after", b"%d" % seconds)]
    return Reply(429, b"Retry later\n", TEXT, headers, problems=(why,))


def _errors(status: int, *problems: Problem, headers: Headers | None = None) -> Reply:
    body = orjson.dumps({"errors": [_entry(each) for each in problems]})
    return Reply(status, body, JSON, headers or [], problems=problems)


def _entry(problem: Problem) -> Json:
    return {"title": problem.title, "detail": problem.detail}


WIRE = Wire(
    media_type=JSON,
    token=token,
    checks=checks,
    refused=refused,
    method_not_allowed=method_not_allowed,
    too_many_requests=too_many_requests,
    success_headers=(CACHE_CONTROL,),
)
