"""A world's journal: what its providers asked, and what was answered.

It lives beside the world's file, never in it, and is written in batches, so that a request
only pays for taking note.
"""

import codecs
import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import NamedTuple

import orjson

from ecf_sandbox.clock import real_now
from ecf_sandbox.domain.instants import SECOND, Instant
from ecf_sandbox.store.ring import Found, Fresh, Ring

MOST_ENTRIES = 10_000
MOST_BYTES = 64 * 1024 * 1024
KEPT_OF_A_BODY = 64 * 1024

_Decoder = codecs.getincrementaldecoder("utf-8")
_LINK = "journal"
_MASK = b"***"
_MOST_WAITING = 4 * 1024 * 1024
_MOST_FACTS = 64 * 1024

RawHeaders = Iterable[tuple[bytes, bytes]]
Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Side:
    """What one side said: headers, and as much of the body as is kept."""

    headers: RawHeaders
    body: bytes
    truncated: bool


@dataclass(slots=True)
class Exchange:
    """A request and its answer as they were, times in seconds of `perf_counter`.

    Without an answer, the connection was dropped.
    """

    began: float
    ended: float
    world_date: Instant
    provider: str
    method: str
    path: bytes
    query: bytes
    request: Side
    status: int | None
    answer: Side | None


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
class Entry:
    """A request and its answer, no token in it; `at` is real time."""

    id: int
    at: Instant
    world_date: Instant
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float
    request: Message
    answer: Message | None


class Facts(NamedTuple):
    """What is kept of an exchange beside its bodies, in the order in which it is written."""

    at: Instant
    world_date: Instant
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float
    request_headers: Headers
    request_length: int
    request_truncated: bool
    answer_headers: Headers | None
    answer_truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are wanted: the newest so many of those that fit."""

    path: re.Pattern[str] | None = None
    status: range | None = None
    provider: str | None = None
    after: int = 0
    limit: int = MOST_ENTRIES

    def fits(self, facts: Facts) -> bool:
        """Return whether an entry is one of them, going by its facts."""
        return (
            (self.path is None or self.path.fullmatch(facts.path) is not None)
            and (self.status is None or facts.status in self.status)
            and (self.provider is None or facts.provider == self.provider)
        )


class Journal:
    """What one process notes of a world, and what all of them have written.

    `tokens` are the world's, by provider. Each is masked in what is written of its
    provider's requests, and all of them in what is read.
    """

    def __init__(self, path: Path, tokens: Mapping[str, str]) -> None:
        self.path = path
        self._ring = Ring(path, MOST_BYTES)
        self._tokens = {provider: token.encode() for provider, token in tokens.items()}
        self._any_token = re.compile(b"|".join(map(re.escape, self._tokens.values())))
        self._waiting: deque[Exchange] = deque()
        self._waiting_bytes = 0
        self._due = False
        self._lock = threading.Lock()

    def add(self, exchange: Exchange) -> bool:
        """Take note of an exchange; return whether it is for the caller to have it written.

        That is so for the first one since they were last written.
        """
        self._waiting.append(exchange)
        self._waiting_bytes += len(exchange.request.body)
        self._waiting_bytes += len(exchange.answer.body) if exchange.answer else 0
        if self._waiting_bytes > _MOST_WAITING:
            self.flush()
            return False
        first, self._due = not self._due, True
        return first

    def flush(self) -> None:
        """Write what was noted; where there is no room, or no world any more, it is lost."""
        with self._lock:
            self._due, self._waiting_bytes = False, 0
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            now, ticks = real_now(), perf_counter()
            with suppress(OSError):
                self._ring.append(
                    [
                        self._record(each, Instant(now - int((ticks - each.began) * SECOND)))
                        for each in batch
                    ]
                )

    def entries(self, wanted: Wanted, *, oldest_first: bool = False) -> Iterator[Entry]:
        """Yield the entries that are wanted."""
        found: Iterable[Found] = islice(self._matching(wanted), wanted.limit)
        for each in reversed(list(found)) if oldest_first else found:
            content = self._ring.content(each)
            if content is not None:
                yield self._entry(each, content)

    def clear(self) -> None:
        """Forget every entry; ids go on."""
        self.flush()
        self._ring.clear(real_now())

    def _matching(self, wanted: Wanted) -> Iterator[Found]:
        for found in islice(self._ring.newest_first(), MOST_ENTRIES):
            if found.id <= wanted.after:
                return
            if wanted.fits(Facts(*orjson.loads(found.label))):
                yield found

    def _record(self, exchange: Exchange, at: Instant) -> Fresh:
        """Return an exchange as it is written, the provider's token masked."""
        token = self._tokens[exchange.provider]
        request = exchange.request.body.replace(token, _MASK)
        answer = exchange.answer.body.replace(token, _MASK) if exchange.answer else b""
        facts = _facts(exchange, at, len(request))
        if len(facts) > _MOST_FACTS:
            facts = _facts(_shortened(exchange), at, len(request))
        return Fresh(at, facts.replace(token, _MASK), request + answer)

    def _entry(self, found: Found, content: bytes) -> Entry:
        facts = Facts(*orjson.loads(self._masked(found.label)))
        request = content[: facts.request_length]
        answer = content[facts.request_length :]
        headers = facts.answer_headers
        return Entry(
            found.id,
            *facts[:8],
            Message(facts.request_headers, self._masked(request), facts.request_truncated),
            None
            if headers is None
            else Message(headers, self._masked(answer), facts.answer_truncated),
        )

    def _masked(self, data: bytes) -> bytes:
        return self._any_token.sub(_MASK, data)


def journal_file(folder: Path) -> Path:
    """Return where the journal of a world is kept, made where there is none yet.

    The name is never given twice: a world that is deleted and made again under its id has
    another one, and nothing that is written late to the first reaches the second.
    """
    link = folder / _LINK
    if not link.is_symlink():
        fresh = folder / f"{token_hex(8)}.journal"
        fresh.touch(mode=0o600)
        try:
            link.symlink_to(fresh.name)
        except FileExistsError:  # another process was first
            fresh.unlink()
    return folder / os.readlink(link)  # noqa: PTH115  # Path has no word for a link's own text


def _facts(exchange: Exchange, at: Instant, request_length: int) -> bytes:
    request, answer = exchange.request, exchange.answer
    facts = Facts(
        at,
        exchange.world_date,
        exchange.provider,
        exchange.method,
        exchange.path.decode("latin-1"),
        exchange.query.decode("latin-1"),
        exchange.status,
        round((exchange.ended - exchange.began) * 1000, 3),
        _readable(request.headers),
        request_length,
        request.truncated,
        _readable(answer.headers) if answer else None,
        answer.truncated if answer else False,
    )
    return orjson.dumps(tuple(facts))


def _readable(headers: RawHeaders) -> Headers:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def _shortened(exchange: Exchange) -> Exchange:
    """Return an exchange whose head nobody would read as far as it goes, cut to what helps."""
    headers = [(name[:100], value[:1000]) for name, value in islice(exchange.request.headers, 50)]
    return replace(
        exchange,
        path=exchange.path[:8000],
        query=exchange.query[:8000],
        request=replace(exchange.request, headers=headers),
    )
