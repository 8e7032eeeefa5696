"""Recording stamps: what tells writes at one instant apart (TIME-3)."""

import sqlite3
from collections.abc import Mapping

from ecf_sandbox.engine.domain.instants import SECOND, Instant

_RUN_BEFORE = """
    SELECT first, last, EXISTS (SELECT * FROM stamps AS next WHERE next.first = stamps.last + 2)
    FROM stamps WHERE first <= ? ORDER BY first DESC LIMIT 1
"""


def take(db: sqlite3.Connection, now: Instant) -> Instant:
    """Return the first microsecond strictly after now that no write has taken, and take it.

    Each step is a look-up in runs of taken stamps, so a million writes at one frozen
    moment cost no more each than the first.
    """
    wanted = now + 1
    first, last, meets_next = db.execute(_RUN_BEFORE, (wanted,)).fetchone() or (0, 0, False)
    if last >= now:
        wanted = last + 1
        db.execute("UPDATE stamps SET last = ? WHERE first = ?", (wanted, first))
        if meets_next:
            _join_next(db, first, wanted)
    else:
        db.execute("INSERT INTO stamps (first, last) VALUES (?, ?)", (wanted, wanted))
        _join_next(db, wanted, wanted)
    if wanted // SECOND > now // SECOND:
        db.execute("INSERT OR IGNORE INTO overrun_seconds VALUES (?)", (wanted // SECOND,))
    return Instant(wanted)


def floor_for_polling(db: sqlite3.Connection, since: Instant) -> Instant:
    """Return the bound above which changes are new to a poller that has seen `since`.

    It is `since` itself, unless that second was shown before it came (LIST-3, LIST-7).
    """
    if since % SECOND:
        return since
    overrun = db.execute("SELECT 1 FROM overrun_seconds WHERE second = ?", (since // SECOND,))
    return Instant(since - 1) if overrun.fetchone() else since


def keep_runs(db: sqlite3.Connection, runs: Mapping[Instant, Instant]) -> None:
    """Keep runs of stamps taken in bulk: the last stamp of each, by the instant before its first.

    Nothing else may have taken a stamp from there on.
    """
    taken = [(base + 1, last) for base, last in runs.items() if last > base]
    db.executemany("INSERT INTO stamps (first, last) VALUES (?, ?)", taken)
    overrun = (
        (second,)
        for base, last in runs.items()
        for second in range(base // SECOND + 1, last // SECOND + 1)
    )
    db.executemany("INSERT OR IGNORE INTO overrun_seconds VALUES (?)", overrun)


def _join_next(db: sqlite3.Connection, first: int, last: int) -> None:
    """Merge the run that ends at `last` with one that begins right after it."""
    after = db.execute("SELECT last FROM stamps WHERE first = ?", (last + 1,)).fetchone()
    if after:
        db.execute("DELETE FROM stamps WHERE first = ?", (last + 1,))
        db.execute("UPDATE stamps SET last = ? WHERE first = ?", (after[0], first))
