"""Worlds as files: opened, read and written one transaction at a time.

A world is a folder with its file in it, and a link called `current` that names the file.
Replacing a world is writing another file and moving the link, so whoever reads the old
file is safe, and every worker sees the move on its next request.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ecf_sandbox.clock import Clock
from ecf_sandbox.domain.editions import Edition, EditionName
from ecf_sandbox.domain.instants import Instant
from ecf_sandbox.store.counts import Counts
from ecf_sandbox.store.journal import Journal, journal_file
from ecf_sandbox.store.locking import Busy, begin, is_busy
from ecf_sandbox.store.records import Store

VERSION = 1
CURRENT = "current"
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"
_PATIENCE = 30  # seconds
_STATEMENTS_KEPT = 256


class Gone(Exception):
    """The world is not there any more."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A lead provider of a world, and the token that speaks for it."""

    key: int
    slug: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a world was made from; no `starting_now` means that it began on real time."""

    id: str
    edition: EditionName
    seed: int
    participants: int
    personas: bool
    starting_now: Instant | None
    starting_ticking: bool


@dataclass(slots=True)
class Generation:
    """One file of a world, open. Connections wait in `idle` for their next transaction."""

    path: Path
    origin: Origin
    providers: tuple[Provider, ...]
    idle: list[sqlite3.Connection] = field(default_factory=list)
    closed: bool = False
    pieces: dict[int, tuple[Instant, bytes]] = field(default_factory=dict)
    # There where the world has faults or a rate limit, so that others need not ask.
    trouble: str = field(init=False)
    counts: Counts = field(init=False)
    slugs: dict[int, str] = field(init=False)
    keys: dict[str, int] = field(init=False)
    _tokens: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.trouble = f"{self.path}.trouble"
        self.counts = Counts(Path(f"{self.path}.counts"))
        self.slugs = {each.key: each.slug for each in self.providers}
        self.keys = {each.slug: each.key for each in self.providers}
        self._tokens = {each.token: each.slug for each in self.providers}

    def provider_of(self, token: str) -> str | None:
        """Return the provider that a token speaks for in this world."""
        return self._tokens.get(token)

    def connect(self) -> sqlite3.Connection:
        """Return a connection, waiting or new."""
        try:
            return self.idle.pop()
        except IndexError:
            return connect(self.path)

    def release(self, db: sqlite3.Connection) -> None:
        """Take a connection back."""
        if self.closed:
            db.close()
        else:
            self.idle.append(db)

    def close(self) -> None:
        """Close the connections that wait, and from now on those that come back."""
        self.closed = True
        self.counts.close()
        while self.idle:
            self.idle.pop().close()


class World:
    """A world, as this process has it open."""

    def __init__(self, folder: Path, edition_of: Callable[[EditionName], Edition]) -> None:
        self.folder = folder
        self._edition_of = edition_of
        self._link = folder / CURRENT
        self._generation, self._journal = self._open(self._target())

    @property
    def generation(self) -> Generation:
        """The file that was current when last looked at."""
        return self._generation

    def refresh(self) -> None:
        """Look which file is current, and open it if it has changed; raises Gone."""
        target = self._target()
        if self._generation.path.name != target:
            self._generation.close()
            self._generation, journal = self._open(target)
            if journal.path != self._journal.path:  # the world was made again under its id
                self._journal = journal

    @property
    def journal(self) -> Journal:
        """What was asked of the world and answered; it outlives every file."""
        return self._journal

    @property
    def troubled(self) -> bool:
        """Whether the world may have faults or a rate limit; asked of every request."""
        return os.access(self._generation.trouble, os.F_OK)

    @property
    def pieces(self) -> dict[int, tuple[Instant, bytes]]:
        """A place for what readers derive from the current file's records and want to keep."""
        return self._generation.pieces

    @property
    def edition(self) -> Edition:
        """The edition that the world keeps."""
        return self._edition_of(self._generation.origin.edition)

    @contextmanager
    def reading(self, *, patient: bool = False) -> Iterator[Store]:
        """Open a transaction that sees one state of the world and changes nothing."""
        with self._transaction(_READ, patient=patient) as store:
            yield store

    @contextmanager
    def writing(self, *, patient: bool = False) -> Iterator[Store]:
        """Open a transaction that may write; commit on success, roll back on any error.

        Where another writer is at work, wait if patient, else raise Busy at once.
        """
        with self._transaction(_WRITE, patient=patient) as store:
            yield store

    def close(self) -> None:
        """Close what is open; the next transaction opens it again."""
        self._generation.close()
        self._journal.flush()

    @contextmanager
    def _transaction(self, how: str, *, patient: bool) -> Iterator[Store]:
        generation, db = self._begin(how, patient=patient)
        try:
            yield Store(db, generation.origin.seed, generation.slugs, generation.keys)
            db.execute("COMMIT")
        except BaseException as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if is_busy(error):
                raise Busy from error
            raise
        finally:
            generation.release(db)

    def _begin(self, how: str, *, patient: bool) -> tuple[Generation, sqlite3.Connection]:
        """Begin on the current file, also if it was replaced while the lock was awaited."""
        while True:
            generation = self._generation
            db = self._connect(generation)
            if db is None:
                continue
            try:
                begin(db, how, patient=patient)
            except BaseException:
                generation.release(db)
                raise
            if how == _READ or generation.path.name == self._target():
                return generation, db
            db.execute("ROLLBACK")
            generation.release(db)
            self.refresh()

    def _connect(self, generation: Generation) -> sqlite3.Connection | None:
        """Return a connection, or None where the file was replaced and is gone."""
        try:
            return generation.connect()
        except sqlite3.OperationalError:
            if generation.path.exists():
                raise
            self.refresh()
            return None

    def _target(self) -> str:
        try:
            return os.readlink(self._link)  # noqa: PTH115  # asked twice a request; Path is slower
        except OSError:
            raise Gone(self.folder.name) from None

    def _open(self, target: str) -> tuple[Generation, Journal]:
        """Open a file, and the journal of the world that it belongs to.

        The journal is found first: if the file is still there then, the folder is its own.
        """
        kept = self._journal_file()
        path = self.folder / target
        db = connect(path)
        generation = Generation(path, read_origin(db), read_providers(db))
        generation.idle.append(db)
        if has_trouble(db):
            Path(generation.trouble).touch()
        tokens = {each.slug: each.token for each in generation.providers}
        return generation, Journal(kept, tokens)

    def _journal_file(self) -> Path:
        try:
            return journal_file(self.folder)
        except OSError:
            raise Gone(self.folder.name) from None


def connect(path: Path) -> sqlite3.Connection:
    """Open a world's file, which must exist, for transactions that do not wait.

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
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("SELECT version FROM world").fetchone()
    db.execute("PRAGMA busy_timeout = 0")
    return db


def read_clock(store: Store) -> Clock:
    """Return the world's clock as it is in this transaction (TIME-4)."""
    shift, stopped_at = store.db.execute(
        "SELECT clock_shift, clock_stopped_at FROM world"
    ).fetchone()
    return Clock(shift, stopped_at)


def write_clock(db: sqlite3.Connection, clock: Clock) -> None:
    """Set a world's clock."""
    db.execute(
        "UPDATE world SET clock_shift = ?, clock_stopped_at = ?", (clock.shift, clock.stopped_at)
    )


def has_trouble(db: sqlite3.Connection) -> bool:
    """Return whether a world has faults or a rate limit."""
    (found,) = db.execute("SELECT faults <> '[]' OR rate_limit IS NOT NULL FROM world").fetchone()
    return bool(found)


def read_origin(db: sqlite3.Connection) -> Origin:
    """Return what a world was made from."""
    row = db.execute(
        "SELECT id, edition, seed, participants, personas, starting_now, starting_ticking"
        " FROM world"
    ).fetchone()
    id_, edition, seed, participants, personas, now, ticking = row
    return Origin(id_, EditionName(edition), seed, participants, bool(personas), now, bool(ticking))


def read_providers(db: sqlite3.Connection) -> tuple[Provider, ...]:
    """Return a world's lead providers, in their order."""
    rows = db.execute("SELECT key, slug, name, token FROM providers ORDER BY key")
    return tuple(Provider(*row) for row in rows)
