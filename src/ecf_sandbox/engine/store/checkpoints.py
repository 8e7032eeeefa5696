"""Checkpoints of a world's log of writes, made away from whoever writes.

SQLite makes them in the transaction that has filled the log, which then waits for the disk.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

from ecf_sandbox.engine.store.durability import synchronous
from ecf_sandbox.engine.store.locking import Busy, begin

_MOST_ROWS = 1_000
_MOST_FRAMES = 8_000  # 32 MB

# One for all worlds: each thread keeps memory of its own.
_thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoints")


class Checkpoints:
    """The checkpoints that one process makes of one file of a world."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = 0
        self._running = Lock()

    def wrote(self, rows: int) -> None:
        """Count rows that were committed; a checkpoint begins in a thread when they are many."""
        self._rows += rows
        if self._rows >= _MOST_ROWS and self._running.acquire(blocking=False):
            self._rows = 0
            _thread.submit(self._run)

    def _run(self) -> None:
        """Move the log into the file; whatever stands in the way, the next one comes soon."""
        try:
            with suppress(sqlite3.OperationalError, Busy), closing(self._connect()) as db:
                if _checkpoint(db) > _MOST_FRAMES:
                    self._finish(db)
        finally:
            self._running.release()

    def _finish(self, db: sqlite3.Connection) -> None:
        """Move what is left while nobody writes, so that the next write begins the log anew.

        Under constant load there is no other such moment, and the log would grow for ever.
        """
        with closing(self._connect()) as blocking:
            begin(blocking, "BEGIN IMMEDIATE", patient=True)
            _checkpoint(db)

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self._path.as_uri()}?mode=rw"
        db = sqlite3.connect(uri, 0, uri=True, isolation_level=None)
        db.execute(f"PRAGMA synchronous = {synchronous(self._path)}")
        return db


def _checkpoint(db: sqlite3.Connection) -> int:
    """Move what can be moved without anybody waiting; return how many frames the log has."""
    _, frames, _ = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(frames)
