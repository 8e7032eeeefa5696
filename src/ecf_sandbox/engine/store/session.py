"""One connection to a world's file; an API's records are a session with queries of its own."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.engine.store.answer_cache import AnswerCache


@dataclass(frozen=True, slots=True)
class Session:
    """A connection, and what belongs to it; `providers` are slugs by key.

    Readers keep here what they have made of the file, shared by all connections to it:
    `answers`, and in `shared` what the API wants, under keys that it chooses.
    """

    db: sqlite3.Connection
    seed: int
    providers: Mapping[int, str]
    provider_keys: Mapping[str, int]
    shared: dict[Any, Any] = field(default_factory=dict)
    answers: AnswerCache = field(default_factory=AnswerCache)

    def stamp(self, now: Instant) -> Instant:
        """Take the recording stamp of a write (TIME-3)."""
        return stamps.take(self.db, now)


@dataclass(frozen=True, slots=True)
class Schema:
    """What an API keeps in a world's file beside the engine's tables.

    `tables` is a file of SQL, `version` counts its changes, `session` imports the class that
    reads and writes them.
    """

    version: int
    tables: Path
    session: Callable[[], type[Session]]
