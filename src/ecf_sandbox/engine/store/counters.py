"""What a world counts: strikes of its faults, and requests under its rate limit.

It lives beside the world's file, and goes with it when another file takes its place.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.store.locking import begin

MOST_IDLE_COUNTERS = 1
_PATIENCE = 30

# `seen` counts the requests that a fault matched while it had times left, `hits` those it struck.
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS strikes (
        position INTEGER PRIMARY KEY,
        seen INTEGER NOT NULL,
        hits INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS calls (
        provider TEXT NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (provider, number)
    ) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Counters:
    """The counts, in one open transaction."""

    db: sqlite3.Connection

    def applies(
        self, position: int, *, times: int | None, every: int, probability: float, seed: int
    ) -> bool:
        """Count a request that matches a fault; return whether it is one to be struck.

        It is unless the fault struck `times` before, it is not the turn of `every`, or chance
        has it otherwise.

        The same seed and the same number of matching requests before draw the same.
        """
        seen, hits = self.db.execute(
            "SELECT seen, hits FROM strikes WHERE position = ?", (position,)
        ).fetchone() or (0, 0)
        if times is not None and hits >= times:
            return False
        is_turn = (seen + 1) % every == 0
        struck = is_turn and _chance(seed, position, seen) < probability
        self.db.execute(
            "INSERT OR REPLACE INTO strikes VALUES (?, ?, ?)", (position, seen + 1, hits + struck)
        )
        return struck

    def hits(self) -> dict[int, int]:
        """Return how many requests each fault has struck, by position."""
        return dict(self.db.execute("SELECT position, hits FROM strikes"))

    def wait(self, provider: str, *, requests: int, seconds: int, real: Instant) -> int:
        """Count a request, or return how many microseconds it is too early.

        It is so while `requests` that were accepted lie within the last `seconds`; the
        refused are not counted, so whoever waits as long as told is served.

        Rules: LIM-1.
        """
        (last,) = self.db.execute(
            "SELECT coalesce(max(number), 0) FROM calls WHERE provider = ?", (provider,)
        ).fetchone()
        oldest = last + 1 - requests
        rest = self._rest(provider, oldest, seconds * SECOND, real)
        if rest <= 0:
            self.db.execute("INSERT INTO calls VALUES (?, ?, ?)", (provider, last + 1, real))
            self.db.execute(
                "DELETE FROM calls WHERE provider = ? AND number <= ?", (provider, oldest)
            )
        return max(rest, 0)

    def _rest(self, provider: str, number: int, window: int, real: Instant) -> int:
        """Return how long an earlier request will still lie within the window."""
        found = self.db.execute(
            "SELECT at FROM calls WHERE provider = ? AND number = ?", (provider, number)
        ).fetchone()
        return min(int(found[0]) + window - real, window) if found else 0

    def forget_hits(self) -> None:
        self.db.execute("DELETE FROM strikes")

    def forget_calls(self) -> None:
        self.db.execute("DELETE FROM calls")


class CounterFile:
    """The file of counts of one world's file, which all workers share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def changing(self, *, patient: bool = False) -> Iterator[Counters]:
        """Open a transaction; where another is open, wait if patient, else raise Busy."""
        db = self._connect()
        try:
            begin(db, "BEGIN IMMEDIATE", patient=patient)
            yield Counters(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        finally:
            self._release(db)

    def close(self) -> None:
        """Close the connections that wait, and from now on those that come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def remove(self) -> None:
        """Remove counts that were begun beside a file when it had just been replaced."""
        self.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return _open(self._path)

    def _release(self, db: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= MOST_IDLE_COUNTERS:
            db.close()
        else:
            self._idle.append(db)


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, _PATIENCE, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    db.executescript(_SCHEMA)
    db.execute("PRAGMA busy_timeout = 0")
    return db


def _chance(seed: int, position: int, number: int) -> float:
    """Return a number from 0 up to 1 that a seed repeats."""
    digest = blake2b(f"{seed}/fault {position}/{number}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / 2**53
