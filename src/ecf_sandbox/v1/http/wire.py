"""The wire of API v1: credentials, envelopes, the challenge."""

from collections.abc import Mapping

import orjson

from ecf_sandbox.engine.domain.problems import (
    BadRequest,
    NotFound,
    Problem,
    Refusal,
    Rejected,
    TooLarge,
    Unauthorised,
)
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import TEXT, Reply
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.v1.http.validation import checks

JSON_API = b"application/vnd.api+json"

_ENVELOPES: Mapping[type[Refusal], tuple[int, str | None]] = {
    BadRequest: (400, None),
    Rejected: (422, None),
    Unauthorised: (401, "HTTP Token: Access denied"),
    NotFound: (404, "Resource not Found"),
    TooLarge: (413, "Payload too Large"),
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
    status, message = _ENVELOPES[type(refusal)]
    headers = [_CHALLENGE] if isinstance(refusal, Unauthorised) else []
    if message is not None:
        return Reply(status, orjson.dumps({"error": message}), JSON_API, headers)
    entries = [_entry(each) for each in refusal.problems]
    return Reply(status, orjson.dumps({"errors": entries}), JSON_API)


def method_not_allowed(allowed: str) -> Reply:
    """Answer a known path whose methods are others (FMT-6)."""
    in_order = ", ".join(sorted(allowed.split(", ")))
    body = orjson.dumps({"error": "Method not Allowed"})
    return Reply(405, body, JSON_API, [(b"allow", in_order.encode("latin-1"))])


def too_many_requests(seconds: int) -> Reply:
    """Answer a request that comes too early (LIM-1)."""
    return Reply(429, b"Retry later", TEXT, [(b"retry-after", b"%d" % seconds)])


def _entry(problem: Problem) -> Json:
    return {"title": problem.title, "detail": problem.detail}


WIRE = Wire(
    media_type=JSON_API,
    token=token,
    checks=checks,
    refused=refused,
    method_not_allowed=method_not_allowed,
    too_many_requests=too_many_requests,
)
