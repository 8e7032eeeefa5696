"""Transactions that wait for others, or do not."""

import sqlite3
from time import sleep

_TRIES = 25_000
_PAUSE = 0.001  # seconds


class Busy(Exception):
    """Somebody else holds the lock."""


def begin(db: sqlite3.Connection, how: str, *, patient: bool) -> None:
    """Begin a transaction on a connection that does not wait; wait for others if patient.

    Raises Busy where the lock is held, at once or when patience ends, half a minute later.
    Beside writers who take it again and again it is free for moments only: SQLite's own
    waiting, which sleeps for up to 100 ms between its tries, would miss them.
    """
    for _ in range(_TRIES if patient else 0):
        if _begun(db, how):
            return
        sleep(_PAUSE)
    if not _begun(db, how):
        raise Busy


def _begun(db: sqlite3.Connection, how: str) -> bool:
    """Begin a transaction; return False where the lock is held."""
    try:
        db.execute(how)
    except sqlite3.OperationalError as error:
        if is_busy(error):
            return False
        raise
    return True


def is_busy(error: BaseException) -> bool:
    """Return whether SQLite says, in one of its ways, that somebody else holds a lock."""
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
