"""Transactions that wait for others, or do not."""

import sqlite3

_PATIENCE_MS = 30_000


class Busy(Exception):
    """Somebody else holds the lock."""


def begin(db: sqlite3.Connection, how: str, *, patient: bool) -> None:
    """Begin a transaction on a connection that does not wait; wait for others if patient.

    Raises Busy where the lock is held, at once or when patience ends.
    """
    try:
        if patient:
            db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        db.execute(how)
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise Busy from error
        raise
    finally:
        if patient:
            db.execute("PRAGMA busy_timeout = 0")


def is_busy(error: BaseException) -> bool:
    """Return whether SQLite says, in one of its ways, that somebody else holds a lock."""
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
