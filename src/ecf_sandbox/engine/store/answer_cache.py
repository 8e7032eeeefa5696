"""Answers to reads, kept for as long as nothing is written."""

from collections.abc import Hashable
from typing import NamedTuple

from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.domain.instants import Instant

Version = tuple[int, int]

_MOST_BYTES = 512 * 1024
_OVERHEAD = 500


class Answer(NamedTuple):
    """What was answered, its tag, and the nows for which it is right."""

    content: bytes
    tag: bytes
    nows: range


class AnswerCache:
    """The answers that one connection gave from one version of a file, and the clock in it."""

    def __init__(self) -> None:
        self._version: Version | None = None
        self._clock: Clock | None = None
        self._kept: dict[Hashable, Answer] = {}
        self._bytes = 0

    def find(
        self, version: Version, request: Hashable, asked: Instant | None
    ) -> tuple[Instant, Answer] | None:
        """Return now and what a request was answered, where that still is the answer.

        Now is the moment asked for, else what the clock shows.
        """
        if version != self._version or request not in self._kept:
            return None
        now, answer = asked, self._kept[request]
        if now is None:
            if self._clock is None:
                return None
            now = self._clock.at(real_now())
        return (now, answer) if now in answer.nows else None

    def keep(
        self, version: Version, clock: Clock | None, request: Hashable, answer: Answer
    ) -> None:
        """Keep an answer given from a version, and the clock if it was read; the oldest go."""
        if version != self._version:
            self._version, self._clock, self._kept, self._bytes = version, None, {}, 0
        self._clock = clock or self._clock
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
