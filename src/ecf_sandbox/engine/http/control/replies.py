"""Answers of the control API, and its refusals."""

from collections.abc import Iterable, Mapping

import orjson

from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply, answer_file

_STATUSES: Mapping[str, int] = {
    "invalid_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_early": 409,
    "too_large": 413,
    "limit": 429,
}


class ControlError(Exception):
    """A control call that cannot be done: a code for programs, a message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def invalid(message: str) -> ControlError:
    """Return the refusal of a request that the document does not allow."""
    return ControlError("invalid_request", message)


def not_found(what: str) -> ControlError:
    """Return the refusal of something named that is not there."""
    return ControlError("not_found", f"There is no {what}.")


def conflict(message: str) -> ControlError:
    """Return the refusal of what this world, as it is, does not allow."""
    return ControlError("conflict", message)


def ok(answer: Json, status: int = 200) -> Reply:
    """Answer with JSON."""
    return Reply(status, orjson.dumps(answer))


def listed(frame: Json, items: Iterable[Json]) -> Reply:
    """Answer with items in the empty list at the end of a frame: there may be millions."""
    start, _, end = orjson.dumps(frame).rpartition(b"]")
    file = answer_file()
    try:
        file.write(start)
        for number, item in enumerate(items):
            file.write(b"," * (number > 0) + orjson.dumps(item))
        file.write(b"]" + end)
    except BaseException:
        file.close()
        raise
    return Reply(200, file)


def nothing() -> Reply:
    """Answer that it is done, and there is nothing to say."""
    return Reply(204, b"", media_type=b"")


def unrouted(allowed: str | None) -> Reply:
    """Answer an unknown path, or a known one whose methods are others."""
    if allowed is None:
        return declined(not_found("such path: see /docs/control"))
    reply = declined(ControlError("method_not_allowed", f"Use {allowed}."))
    reply.headers.append((b"allow", allowed.encode("latin-1")))
    return reply


def declined(refusal: ControlError) -> Reply:
    """Answer a refusal."""
    reply = ok({"error": {"code": refusal.code, "message": refusal.message}})
    reply.status = _STATUSES[refusal.code]
    if refusal.code == "unauthorized":
        reply.headers.append((b"www-authenticate", b"Bearer"))
    return reply
