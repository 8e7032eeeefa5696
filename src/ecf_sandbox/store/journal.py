"""A world's journal: what its providers asked, and what was answered.

It lives beside the world's file, never in it, and is written in batches, so that a request
only pays for taking note.
"""

import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_hex
from time import perf_counter

import orjson

from ecf_sandbox.clock import real_now
from ecf_sandbox.domain.instants import SECOND, Instant
from ecf_sandbox.store.ring import Found, Fresh, Ring

MOST_ENTRIES = 10_000
MOST_BYTES = 64 * 1024 * 1024
KEPT_OF_A_BODY = 64 * 1024

_LINK = "journal"
_MASK = "***"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are wanted: the newest so many that match."""

    path: re.Pattern[str] | None = None
    status: range | None = None
    provider: str | None = None
    after: int = 0
    limit: int = MOST_ENTRIES

    def fits(self, facts: "Facts") -> bool:
        """Return whether an entry is one of them, going by its facts."""
        return (
            (self.path is None or self.path.fullmatch(facts.path) is not None)
            and (self.status is None or facts.status in self.status)
            and (self.provider is None or facts.provider == self.provider)
        )
