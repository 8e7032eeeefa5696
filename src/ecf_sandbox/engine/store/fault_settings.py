"""A world's faults and rate limit: JSON in its file, as the control API says it.

While there are any, an empty file beside the world's says so. It appears before they count
and goes when they do not, both under the world's write lock.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecf_sandbox.engine.store.counters import Counters
from ecf_sandbox.engine.store.epoch import moving
from ecf_sandbox.engine.store.world import Gone, World
from ecf_sandbox.engine.store.world_file import has_faults_or_limit


def read(world: World, *, patient: bool = False) -> tuple[str, str | None]:
    """Return a world's faults and its rate limit."""
    with world.reading(patient=patient) as session:
        faults, limit = session.db.execute("SELECT faults, rate_limit FROM world").fetchone()
    return faults, limit


@contextmanager
def counting(world: World, *, patient: bool = False) -> Iterator[Counters]:
    """Open a transaction on what a world's faults and rate limit have counted.

    Where another is open, wait if patient, else raise Busy.
    """
    try:
        with world.file.counts.changing(patient=patient) as counters:
            yield counters
    except sqlite3.OperationalError:
        if world.folder.exists():
            raise
        raise Gone(world.folder.name) from None


def hits(world: World) -> dict[int, int]:
    """Return how many requests each fault has struck, by position."""
    if not world.has_faults_or_limit:
        return {}
    with counting(world, patient=True) as counters:
        return counters.hits()


def set_faults(world: World, faults: str) -> None:
    """Replace a world's faults; none of them has struck yet."""
    _set(world, "UPDATE world SET faults = ?", faults, Counters.forget_hits)


def set_rate_limit(world: World, limit: str | None) -> None:
    """Set a world's rate limit, or remove it; the count starts anew."""
    _set(world, "UPDATE world SET rate_limit = ?", limit, Counters.forget_calls)


def _set(
    world: World, statement: str, value: str | None, forget: Callable[[Counters], None]
) -> None:
    """Change what is set while nothing is counted, so that counts belong to it."""
    with counting(world, patient=True) as counters:
        with world.writing(patient=True) as session:
            session.db.execute(statement, (value,))
            _mark(world, session.db)
        forget(counters)


def _mark(world: World, db: sqlite3.Connection) -> None:
    mark = Path(world.file.fault_marker)
    with moving(world.folder):
        if has_faults_or_limit(db):
            mark.touch()
        else:
            mark.unlink(missing_ok=True)
