"""Answers to reads, kept for as long as nothing is written."""

from collections.abc import Hashable
from typing import NamedTuple

from ecf_sandbox.domain.instants import Instant

Version = tuple[int, int]

_MOST_BYTES = 512 * 1024
_OVERHEAD = 500


class Answer(NamedTuple):
    """What was answered, its tag, and the nows for which it is right."""

    content: bytes
    tag: bytes
    nows: range


class Answers:
    """The answers that one connection gave from one version of a file, by request."""

    def __init__(self) -> None:
        self._version: Version | None = None
        self._kept: dict[Hashable, Answer] = {}
        self._bytes = 0

    def find(self, version: Version, request: Hashable, now: Instant) -> Answer | None:
        """Return what a request was answered, where that still is the answer."""
        if version != self._version:
            self._version, self._kept, self._bytes = version, {}, 0
            return None
        found = self._kept.get(request)
        return found if found is not None and now in found.nows else None

    def keep(self, request: Hashable, answer: Answer) -> None:
        """Keep an answer given from the version last asked for; the oldest make room."""
        self._drop(request)
        self._kept[request] = answer
        self._bytes += _size(answer)
        while self._bytes > _MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, request: Hashable) -> None:
        dropped = self._kept.pop(request, None)
        if dropped is not None:
            self._bytes -= _size(dropped)


def _size(answer: Answer) -> int:
    return len(answer.content) + _OVERHEAD
