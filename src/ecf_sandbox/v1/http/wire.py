"""The wire of API v1: credentials, envelopes, the challenge."""

from collections.abc import Iterable, Mapping

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
from ecf_sandbox.engine.http.replies import TEXT, Reply
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.v1.http.validation import checks

JSON_API = b"application/vnd.api+json"

_STATUSES: Mapping[type[Refusal], int] = {
    BadRequest: 400,
    WrongServerDate: 400,
    Unauthorised: 401,
    NotFound: 404,
    NotServed: 404,
    TooLarge: 413,
    Rejected: 422,
}
_LISTED = (BadRequest, Rejected)
_NOT_FOUND = "Resource not Found"
_BY_KIND: Mapping[type[Refusal], Problem] = {
    BadRequest: Problem("Bad request", "The request cannot be read", "FMT-5"),
    WrongServerDate: Problem("Bad request", "The time cannot be read", "TIME-2"),
    Unauthorised: Problem("HTTP Token: Access denied", "Send a token of a world", "AUTH-1"),
    NotFound: Problem(_NOT_FOUND, "Nothing is there that your token may see", "FMT-6"),
    NotServed: Problem(_NOT_FOUND, "The token's world does not serve this API", "FMT-6"),
    TooLarge: Problem("Payload too Large", "Send a body of at most 1,000,000 bytes", "FMT-6"),
}
_CHALLENGE = (b"www-authenticate", b'Token realm="Application"')


def token(authorization: bytes) -> str | None:
    """Return the token of an `Authorization` header (AUTH-1)."""
    scheme, _, credentials = authorization.decode("latin-1").partition(" ")
    if scheme == "Token" and credentials.startswith('token="') and credentials.endswith('"'):
        return credentials[len('token="') : -1]
    return credentials if scheme in ("Bearer", "Token") else None


def refused(refusal: Refusal) -> Reply:
    """Answer a refusal in the API's own envelope (FMT-4, FMT-5, FMT-6, AUTH-1)."""
    status, problems = _STATUSES[type(refusal)], refusal.explained(_BY_KIND)
    headers = [_CHALLENGE] if isinstance(refusal, Unauthorised) else []
    said = (
        {"errors": _entries(problems)}
        if isinstance(refusal, _LISTED)
        else {"error": problems[0].title}
    )
    return Reply(status, orjson.dumps(said), JSON_API, headers, problems=problems)


def method_not_allowed(allowed: str) -> Reply:
    """Answer a known path whose methods are others (FMT-6)."""
    in_order = ", ".join(sorted(allowed.split(", ")))
    why = Problem("Method not Allowed", f"Send one of {in_order} to this path", "FMT-6")
    body = orjson.dumps({"error": why.title})
    headers = [(b"allow", in_order.encode("latin-1"))]
    return Reply(405, body, JSON_API, headers, problems=(why,))


def too_many_requests(seconds: int) -> Reply:
    """Answer a request that comes too early (LIM-1)."""
    why = Problem("Retry later", f"Send the next request in {seconds} s", "LIM-1")
    headers = [(b"retry-after", b"%d" % seconds)]
    return Reply(429, why.title.encode(), TEXT, headers, problems=(why,))


def _entries(problems: Iterable[Problem]) -> list[Json]:
    """Return one entry for each title, which stands with all its details (FMT-4)."""
    details: dict[str, list[str]] = {}
    for each in problems:
        details.setdefault(each.title, []).append(each.detail)
    return [{"title": title, "detail": ", ".join(texts)} for title, texts in details.items()]


WIRE = Wire(
    media_type=JSON_API,
    token=token,
    checks=checks,
    refused=refused,
    method_not_allowed=method_not_allowed,
    too_many_requests=too_many_requests,
)
