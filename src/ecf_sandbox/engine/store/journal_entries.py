"""What a journal has of a request and its answer: as it is noted, as it is kept, as it is shown."""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import orjson

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem

MOST_ENTRIES = 10_000
KEPT_OF_A_BODY = 64 * 1024

_Decoder = codecs.getincrementaldecoder("utf-8")
_SEPARATOR = b"\0"
_MOST_HEAD = 64 * 1024

Headers = list[tuple[str, str]]


class Note(NamedTuple):
    """A request and its answer as they were, times in seconds of `perf_counter`.

    Headers are in one piece, as `headers` makes it, and bodies may be too long. Without a
    status there was no answer; an `unread` body was too large to be taken at all. The
    problems of a refusal are JSON: title, detail and rule of each. All of it is plain, so
    that what waits to be written costs the garbage collector nothing.
    """

    began: float
    ended: float
    world_date: Instant
    provider: str
    method: str
    path: bytes
    query: bytes
    status: int | None
    asked: bytes
    body: bytes
    answered: bytes
    answer: bytes
    unread: bool
    problems: bytes = b""


@dataclass(frozen=True, slots=True)
class Message:
    """One side of an entry, fit to be shown."""

    headers: Headers
    body: bytes
    truncated: bool

    @property
    def text(self) -> str:
        """The body as text; a character that was cut in two is left out."""
        return _Decoder("replace").decode(self.body, final=not self.truncated)


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of an entry; `at` is real time."""

    id: int
    at: Instant
    world_date: Instant
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float


@dataclass(frozen=True, slots=True)
class Entry(Row):
    """A request and its answer, no token in it. A refusal has its problems."""

    problems: tuple[Problem, ...]
    request: Message
    answer: Message | None


class Facts(NamedTuple):
    """The label of an entry, in the order in which it is written; lengths say what is whose.

    Only a refusal's has problems written at its end.
    """

    world_date: Instant
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float
    lengths: tuple[int, int, int]
    truncated: tuple[bool, bool]
    problems: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are wanted: the newest so many of those that fit."""

    path: re.Pattern[str] | None = None
    status: range | None = None
    provider: str | None = None
    rule: str | None = None
    after: int = 0
    limit: int = MOST_ENTRIES

    def fits(self, facts: Facts) -> bool:
        """Return whether an entry is one of them, going by its facts."""
        return (
            (self.path is None or self.path.fullmatch(facts.path) is not None)
            and (self.status is None or facts.status in self.status)
            and (self.provider is None or facts.provider == self.provider)
            and (self.rule is None or any(each[2] == self.rule for each in facts.problems))
        )


def headers(raw: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return headers in one piece; one that nobody would read to its end is cut."""
    joined = _SEPARATOR.join(chain.from_iterable(raw))
    if len(joined) > _MOST_HEAD:
        return headers((name[:100], value[:1000]) for name, value in islice(raw, 20))
    return joined


def unpacked(joined: bytes) -> Headers:
    """Return headers that `headers` put in one piece."""
    texts = joined.decode("latin-1").split(_SEPARATOR.decode()) if joined else []
    return list(zip(texts[::2], texts[1::2], strict=False))


def label_of(note: Note, asked: int, body: int) -> bytes:
    """Return the facts of a note as JSON.

    The lengths are those of the request's headers and body as they are written, tokens masked.
    """
    facts = Facts(
        note.world_date,
        note.provider,
        note.method,
        note.path[:_MOST_HEAD].decode("latin-1"),
        note.query[:_MOST_HEAD].decode("latin-1"),
        note.status,
        round((note.ended - note.began) * 1000, 3),
        (asked, len(note.answered), body),
        (note.unread or len(note.body) > KEPT_OF_A_BODY, len(note.answer) > KEPT_OF_A_BODY),
    )
    problems = (orjson.Fragment(note.problems),) if note.problems else ()
    return orjson.dumps((*facts[:-1], *problems))
