"""A world's journal: what its providers asked, and what was answered.

It lives beside the world's file, never in it, and is written in batches, so that a request
only pays for taking note.
"""

import codecs
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

import orjson

from ecf_sandbox.clock import real_now
from ecf_sandbox.domain.instants import Instant
from ecf_sandbox.store.ring import Found, Fresh, Ring

MOST_ENTRIES = 10_000
MOST_BYTES = 64 * 1024 * 1024
KEPT_OF_A_BODY = 64 * 1024

_Decoder = codecs.getincrementaldecoder("utf-8")
_LINK = "journal"
_MASK = b"***"
_SEPARATOR = b"\0"
_MOST_WAITING = 512 * 1024
_OVERHEAD = 1024
_MOST_HEAD = 64 * 1024

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
    """A request and its answer as they were; `at` is real time.

    Without an answer, the connection was dropped.
    """

    at: Instant
    world_date: Instant
    provider: str
    method: str
    path: bytes
    query: bytes
    status: int | None
    ms: float
    request: Side
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
    """The label of an entry, in the order in which it is written; lengths say what is whose."""

    world_date: Instant
    provider: str
    method: str
    path: str
    query: str
    status: int | None
    ms: float
    lengths: tuple[int, int, int]
    truncated: tuple[bool, bool]


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


_SILENCE = Side((), b"", truncated=False)


class Journal:
    """What one process notes of a world, and what all of them have written.

    `tokens` are the world's, by provider. What a provider sends is written with its own
    token masked, and whatever is read has all of them masked.
    """

    def __init__(self, path: Path, tokens: Mapping[str, str]) -> None:
        self.path = path
        self._ring = Ring(path, MOST_BYTES)
        self._tokens = {provider: token.encode() for provider, token in tokens.items()}
        self._any_token = re.compile(b"|".join(map(re.escape, self._tokens.values())))
        self._waiting: deque[Callable[[], Exchange]] = deque()
        self._waiting_bytes = 0
        self._arranged = False
        self._lock = threading.Lock()

    def add(self, tell: Callable[[], Exchange], length: int) -> bool:
        """Take note of an exchange of a certain length, to be told when it is written.

        Return whether it is for the caller to have it written, which is so for the first one
        since that was last done.
        """
        self._waiting.append(tell)
        self._waiting_bytes += length + _OVERHEAD
        if self._waiting_bytes > _MOST_WAITING:
            self.flush()
            return False
        first, self._arranged = not self._arranged, True
        return first

    def flush(self) -> None:
        """Write what was noted; where there is no room, or no world any more, it is lost."""
        with self._lock:
            self._arranged, self._waiting_bytes = False, 0
            noted = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if noted:
                with suppress(OSError):
                    self._ring.append([self._record(tell()) for tell in noted])

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

    def _record(self, exchange: Exchange) -> Fresh:
        """Return an exchange as it is written, no token in what came from the provider.

        An answer is not searched: it has a token only if somebody is called by it.
        """
        token = self._tokens[exchange.provider]
        request, answer = exchange.request, exchange.answer or _SILENCE
        asked = _headers(request.headers).replace(token, _MASK)
        if len(asked) + len(exchange.path) + len(exchange.query) > _MOST_HEAD:
            return self._record(_shortened(exchange))
        answered = _headers(answer.headers)
        body = request.body.replace(token, _MASK)
        facts = Facts(
            exchange.world_date,
            exchange.provider,
            exchange.method,
            exchange.path.decode("latin-1"),
            exchange.query.decode("latin-1"),
            exchange.status,
            exchange.ms,
            (len(asked), len(answered), len(body)),
            (request.truncated, answer.truncated),
        )
        label = orjson.dumps(tuple(facts)).replace(token, _MASK)
        return Fresh(exchange.at, label, (asked, answered, body, answer.body))

    def _matching(self, wanted: Wanted) -> Iterator[Found]:
        for found in islice(self._ring.newest_first(), MOST_ENTRIES):
            if found.id <= wanted.after:
                return
            if wanted.fits(Facts(*orjson.loads(found.label))):
                yield found

    def _entry(self, found: Found, content: bytes) -> Entry:
        facts = Facts(*orjson.loads(self._masked(found.label)))
        parts = []
        for length in facts.lengths:
            parts.append(self._masked(content[:length]))
            content = content[length:]
        asked, answered, body = parts
        cut, answer_cut = facts.truncated
        return Entry(
            found.id,
            Instant(found.at),
            *facts[:7],
            Message(_unpacked(asked), body, cut),
            None
            if facts.status is None
            else Message(_unpacked(answered), self._masked(content), answer_cut),
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


def _headers(raw: RawHeaders) -> bytes:
    """Return headers as bytes; no name or value has the separator in it."""
    return _SEPARATOR.join(chain.from_iterable(raw))


def _unpacked(headers: bytes) -> Headers:
    texts = headers.decode("latin-1").split(_SEPARATOR.decode()) if headers else []
    return list(zip(texts[::2], texts[1::2], strict=False))


def _shortened(exchange: Exchange) -> Exchange:
    """Return an exchange whose head nobody would read as far as it goes, cut to what helps."""
    headers = [(name[:100], value[:1000]) for name, value in islice(exchange.request.headers, 20)]
    return replace(
        exchange,
        path=exchange.path[:8000],
        query=exchange.query[:8000],
        request=replace(exchange.request, headers=headers),
    )
