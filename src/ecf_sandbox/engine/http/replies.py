"""Answers as data: every envelope of the API is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from typing import BinaryIO

import orjson

from ecf_sandbox.engine.domain.instants import SECOND
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
from ecf_sandbox.engine.store.answer_cache import Answer

JSON_API = b"application/vnd.api+json"
CSV = b"text/csv"
TEXT = b"text/plain"

Headers = list[tuple[bytes, bytes]]

_ENVELOPES: Mapping[type[Refusal], tuple[int, str | None]] = {
    BadRequest: (400, None),
    Rejected: (422, None),
    Unauthorised: (401, "HTTP Token: Access denied"),
    NotFound: (404, "Resource not Found"),
    TooLarge: (413, "Payload too Large"),
}
_CHALLENGE = (b"www-authenticate", b'Token realm="Application"')


@dataclass(slots=True)
class Reply:
    """An answer that is ready to send: bytes, or a file for what may be too long for memory."""

    status: int
    content: bytes | BinaryIO
    media_type: bytes = JSON_API
    headers: Headers = field(default_factory=list)
    etag: bytes | None = None

    def beginning(self, most: int) -> bytes:
        """Return at most so many bytes of the content."""
        if isinstance(self.content, bytes):
            return self.content[:most]
        self.content.seek(0)
        return self.content.read(most)


def found(answer: Answer) -> Reply:
    """Answer a GET with JSON, and a tag by which to ask whether it changed (FMT-8)."""
    return Reply(200, answer.content, etag=answer.tag)


def found_file(content: BinaryIO, digest: str) -> Reply:
    """Answer a GET with CSV, whose hash is known."""
    return Reply(200, content, media_type=CSV, etag=_tag(digest))


def done(answer: Json) -> Reply:
    """Answer a write."""
    return Reply(200, orjson.dumps(answer))


def refused(refusal: Refusal) -> Reply:
    """Answer a refusal in the API's own envelope (FMT-4, FMT-5, FMT-6, AUTH-1)."""
    status, message = _ENVELOPES[type(refusal)]
    headers = [_CHALLENGE] if isinstance(refusal, Unauthorised) else []
    if message is not None:
        return Reply(status, orjson.dumps({"error": message}), headers=headers)
    return Reply(status, orjson.dumps({"errors": [_entry(each) for each in refusal.problems]}))


def retry_later(wait: int) -> Reply:
    """Answer a request that comes so many microseconds too early (LIM-1)."""
    seconds = -(-wait // SECOND)
    return Reply(429, b"Retry later", TEXT, [(b"retry-after", b"%d" % seconds)])


def unrouted(allowed: str | None) -> Reply:
    """Answer an unknown path, or a known one whose methods are others (FMT-6)."""
    if allowed is None:
        return refused(NotFound())
    body = orjson.dumps({"error": "Method not Allowed"})
    in_order = ", ".join(sorted(allowed.split(", ")))
    return Reply(405, body, headers=[(b"allow", in_order.encode("latin-1"))])


def tag(content: bytes) -> bytes:
    """Return the tag of a content."""
    return _tag(sha1(content, usedforsecurity=False).hexdigest())


def _tag(digest: str) -> bytes:
    return f'W/"{digest}"'.encode()


def _entry(problem: Problem) -> Json:
    return {"title": problem.title, "detail": problem.detail}
