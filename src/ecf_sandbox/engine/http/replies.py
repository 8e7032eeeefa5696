"""Answers as data, ready to be sent."""

import tempfile
from dataclasses import dataclass, field
from hashlib import sha1
from typing import BinaryIO, cast

from ecf_sandbox.engine.domain.problems import Problem

JSON = b"application/json"
TEXT = b"text/plain"

_IN_MEMORY = 1_000_000

Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Reply:
    """An answer that is ready to send: bytes, or a file for what may be too long for memory.

    A refusal's says why, each problem with its rule: for the journal, and never sent.
    """

    status: int
    content: bytes | BinaryIO
    media_type: bytes = JSON
    headers: Headers = field(default_factory=list)
    etag: bytes | None = None
    problems: tuple[Problem, ...] = ()

    def beginning(self, most: int) -> bytes:
        """Return at most so many bytes of the content."""
        if isinstance(self.content, bytes):
            return self.content[:most]
        self.content.seek(0)
        return self.content.read(most)


def answer_file() -> BinaryIO:
    """Return a file for an answer, in memory while it is small; whoever sends it closes it."""
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))


def tag(content: bytes) -> bytes:
    """Return the weak tag of a content, by which to ask whether it changed (FMT-8)."""
    return tag_of(sha1(content, usedforsecurity=False).hexdigest())


def tag_of(digest: str) -> bytes:
    """Return the weak tag of a content whose hash is known."""
    return f'W/"{digest}"'.encode()
