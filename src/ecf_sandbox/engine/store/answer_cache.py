"""Answers to reads, kept for as long as nothing is written."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple, NewType

from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.domain.instants import Instant

Version = NewType("Version", int)
"""How many writes a state of a world has in it."""

_MOST_BYTES = 512 * 1024
_OVERHEAD = 500


class Answer(NamedTuple):
    """What was answered, its tag, and the nows for which it is right."""

    content: bytes
    tag: bytes
    nows: range


@dataclass(slots=True)
class _Answers:
    """Answers from one version, and the clock in it; `clock` is set before what needs it."""

    version: Version
    clock: Clock | None = None
    kept: dict[Hashable, Answer] = field(default_factory=dict)
    size: int = 0


class AnswerCache:
    """The answers that one process gave from the latest version of a file that it has read.

    Threads share it: what they find belongs together, since a version has its own answers.
    """

    def __init__(self) -> None:
        self._latest = _Answers(Version(-1))
        self._lock = Lock()

    @property
    def latest(self) -> tuple[Version, Clock | None]:
        """The version that was answered from last, and the clock in it, if that was read."""
        answers = self._latest
        return answers.version, answers.clock

    def find(
        self, version: Version, request: Hashable, asked: Instant | None
    ) -> tuple[Instant, Answer] | None:
        """Return now and what a request was answered, where that still is the answer.

        Now is the moment asked for, else what the clock shows.
        """
        answers = self._latest
        now, answer = asked, answers.kept.get(request)
        if answer is None or version != answers.version:
            return None
        if now is None:
            if answers.clock is None:
                return None
            now = answers.clock.at(real_now())
        return (now, answer) if now in answer.nows else None

    def keep(
        self, version: Version, clock: Clock | None, request: Hashable, answer: Answer
    ) -> None:
        """Keep an answer given from a version, and the clock if it was read; the oldest go.

        One from an earlier version than others were given from comes too late.
        """
        with self._lock:
            if version > self._latest.version:
                self._latest = _Answers(version)
            if version == self._latest.version:
                _keep(self._latest, clock, request, answer)


def _keep(answers: _Answers, clock: Clock | None, request: Hashable, answer: Answer) -> None:
    answers.clock = clock or answers.clock
    _drop(answers, request)
    answers.kept[request] = answer
    answers.size += _size(answer)
    while answers.size > _MOST_BYTES:
        _drop(answers, next(iter(answers.kept)))


def _drop(answers: _Answers, request: Hashable) -> None:
    dropped = answers.kept.pop(request, None)
    if dropped is not None:
        answers.size -= _size(dropped)


def _size(answer: Answer) -> int:
    return len(answer.content) + _OVERHEAD
