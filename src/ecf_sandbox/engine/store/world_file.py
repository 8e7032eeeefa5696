"""One file of a world: what it was made from, who is in it, and its connections."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecf_sandbox.engine.clock import Clock
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store.answer_cache import AnswerCache, Version
from ecf_sandbox.engine.store.checkpoints import Checkpoints
from ecf_sandbox.engine.store.counters import MOST_IDLE_COUNTERS, CounterFile
from ecf_sandbox.engine.store.durability import synchronous
from ecf_sandbox.engine.store.session import Schema, Session

VERSION = 4
MOST_IDLE = 4
_FILES = 2  # of a connection: the database, and its log of writes; memory is shared
_KEPT_OPEN = 2  # the journal, and the epoch that is mapped
MOST_FILES = (MOST_IDLE * _FILES + 1) + _KEPT_OPEN + (MOST_IDLE_COUNTERS * _FILES + 1)
_PATIENCE = 30  # seconds
_STATEMENTS_KEPT = 256
_CACHE_KB = 500  # of each connection, which a world has up to four of
# Bytes of a file that its first connection reads where the system has them. They count as
# resident memory for each connection that does, so others copy what they read.
_MAPPED = 16 * 1024 * 1024

SchemaOf = Callable[[str], Schema]
"""Return the schema of an edition; raises LookupError for one that no API has."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A lead provider of a world, and the token that speaks for it."""

    key: int
    slug: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a world was made from; no `starting_now` means that it began on real time.

    `options` are JSON that the edition's API understands.
    """

    id: str
    edition: str
    seed: int
    options: Mapping[str, Any]
    starting_now: Instant | None
    starting_ticking: bool


@dataclass(slots=True)
class WorldFile:
    """One file of a world, open. What is in no transaction waits in `idle` for its next one.

    `first` is the connection that maps the file, and is taken before others; it has no session
    while it is `unused`: an API's is imported when first needed.
    """

    path: Path
    origin: Origin
    providers: tuple[Provider, ...]
    session_type: Callable[[], type[Session]]
    first: sqlite3.Connection
    unused: list[sqlite3.Connection] = field(init=False)
    idle: list[Session] = field(default_factory=list)
    shared: dict[Any, Any] = field(default_factory=dict)
    answers: AnswerCache = field(default_factory=AnswerCache)
    closed: bool = False
    # There where the world has faults or a rate limit, so that others need not ask.
    fault_marker: str = field(init=False)
    counts: CounterFile = field(init=False)
    checkpoints: Checkpoints = field(init=False)
    _slugs: dict[int, str] = field(init=False)
    _keys: dict[str, int] = field(init=False)
    _tokens: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.unused = [self.first]
        self.fault_marker = fault_marker_of(self.path)
        self.counts = CounterFile(Path(f"{self.path}.counts"))
        self.checkpoints = Checkpoints(self.path)
        self._slugs = {each.key: each.slug for each in self.providers}
        self._keys = {each.slug: each.key for each in self.providers}
        self._tokens = {each.token: each.slug for each in self.providers}

    def provider_of(self, token: str) -> str | None:
        """Return the provider that a token speaks for in this world."""
        return self._tokens.get(token)

    def take(self) -> Session:
        """Return a session on a connection that is in no transaction, waiting or new."""
        try:
            return self.idle.pop()
        except IndexError:
            return self._session()

    def release(self, session: Session) -> None:
        """Take a connection back, the one that maps the file as the next to be taken."""
        if self.closed:
            session.db.close()
            return
        self.idle.insert(len(self.idle) if session.db is self.first else 0, session)
        if len(self.idle) > MOST_IDLE:
            with suppress(IndexError):  # others have just been taken
                self.idle.pop(0).db.close()

    def close(self) -> None:
        """Close the connections that wait, and from now on those that come back."""
        self.closed = True
        self.counts.close()
        while self.idle:
            self.idle.pop().db.close()
        while self.unused:
            self.unused.pop().close()

    def _session(self) -> Session:
        try:
            db = self.unused.pop()
        except IndexError:
            db = connect(self.path)
        return self.session_type()(
            db, self.origin.seed, self._slugs, self._keys, self.shared, self.answers
        )


def open_world_file(path: Path, schema_of: SchemaOf) -> WorldFile:
    """Open a file of a world, which must exist."""
    db = connect(path, mapped=_MAPPED)
    origin = read_origin(db)
    session_type = schema_of(origin.edition).session
    return WorldFile(path, origin, read_providers(db), session_type, db)


def is_current(path: Path, schema_of: SchemaOf) -> bool:
    """Return whether a file's tables are those that this version knows.

    The log of writes is left alone: neither version nor edition ever changes.
    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        try:
            *versions, edition = db.execute(
                "SELECT version, schema_version, edition FROM world"
            ).fetchone()
            return bool(versions == [VERSION, schema_of(edition).version])
        except (sqlite3.DatabaseError, LookupError):
            return False


def connect(path: Path, *, mapped: int = 0) -> sqlite3.Connection:
    """Open a world's file, which must exist, for transactions that do not wait.

    So many bytes of it are `mapped`: read where the system has them, without a copy.
    Only the first look waits: another process may be the first to open the file just now.
    """
    db = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS_KEPT,
    )
    db.execute(f"PRAGMA synchronous = {synchronous(path)}")
    db.execute("PRAGMA wal_autocheckpoint = 0")  # `checkpoints` makes them
    db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    db.execute(f"PRAGMA mmap_size = {mapped}")
    db.execute("SELECT version FROM world").fetchone()
    db.execute("PRAGMA busy_timeout = 0")
    return db


def read_clock(session: Session) -> Clock:
    """Return the world's clock as it is in this transaction (TIME-4)."""
    return clock_of(session.db)


def clock_of(db: sqlite3.Connection) -> Clock:
    """Return the clock of the world that a connection is to."""
    shift, stopped_at = db.execute("SELECT clock_shift, clock_stopped_at FROM world").fetchone()
    return Clock(shift, stopped_at)


def read_state(session: Session) -> tuple[Clock, Version]:
    """Return the world's clock and the count of writes, as they are in this transaction."""
    shift, stopped_at, written = session.db.execute(
        "SELECT clock_shift, clock_stopped_at, written FROM world"
    ).fetchone()
    return Clock(shift, stopped_at), Version(written)


def write_clock(db: sqlite3.Connection, clock: Clock) -> None:
    """Set a world's clock."""
    db.execute(
        "UPDATE world SET clock_shift = ?, clock_stopped_at = ?", (clock.shift, clock.stopped_at)
    )


def count_write(db: sqlite3.Connection) -> int:
    """Count the transaction among those that have written, and return the count."""
    (count,) = db.execute("UPDATE world SET written = written + 1 RETURNING written").fetchone()
    return int(count)


def fault_marker_of(path: Path) -> str:
    """Return the name of what lies beside a file while the world has faults or a rate limit."""
    return f"{path}.faults"


def has_faults_or_limit(db: sqlite3.Connection) -> bool:
    """Return whether a world has faults or a rate limit."""
    (found,) = db.execute("SELECT faults <> '[]' OR rate_limit IS NOT NULL FROM world").fetchone()
    return bool(found)


def read_origin(db: sqlite3.Connection) -> Origin:
    """Return what a world was made from."""
    id_, edition, seed, options, now, ticking = db.execute(
        "SELECT id, edition, seed, options, starting_now, starting_ticking FROM world"
    ).fetchone()
    return Origin(id_, edition, seed, json.loads(options), now, bool(ticking))


def read_providers(db: sqlite3.Connection) -> tuple[Provider, ...]:
    """Return a world's lead providers, in their order."""
    rows = db.execute("SELECT key, slug, name, token FROM providers ORDER BY key")
    return tuple(Provider(*row) for row in rows)
