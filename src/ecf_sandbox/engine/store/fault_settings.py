"""A world's faults and rate limit: JSON in its file, as the control API says it.

While there are any, an empty file beside the world's says so. It appears before they count
and goes when they do not, both under the world's write lock.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecf_sandbox.engine.store.counters import Tally
from ecf_sandbox.engine.store.world import Gone, World
from ecf_sandbox.engine.store.world_file import has_trouble


def read(world: World, *, patient: bool = False) -> tuple[str, str | None]:
    """Return a world's faults and its rate limit."""
    with world.reading(patient=patient) as store:
        faults, limit = store.db.execute("SELECT faults, rate_limit FROM world").fetchone()
    return faults, limit


@contextmanager
def counting(world: World, *, patient: bool = False) -> Iterator[Tally]:
    """Open a transaction on what a world's trouble has counted.

    Where another is open, wait if patient, else raise Busy.
    """
    try:
        with world.generation.counts.changing(patient=patient) as tally:
            yield tally
    except sqlite3.OperationalError:
        if world.folder.exists():
            raise
        raise Gone(world.folder.name) from None


def hits(world: World) -> dict[int, int]:
    """Return how many requests each fault has struck, by position."""
    if not world.troubled:
        return {}
    with counting(world, patient=True) as tally:
        return tally.hits()


def set_faults(world: World, faults: str) -> None:
    """Replace a world's faults; none of them has struck yet."""
    _set(world, "UPDATE world SET faults = ?", faults, Tally.forget_strikes)


def set_rate_limit(world: World, limit: str | None) -> None:
    """Set a world's rate limit, or remove it; the count starts anew."""
    _set(world, "UPDATE world SET rate_limit = ?", limit, Tally.forget_calls)


def _set(world: World, statement: str, value: str | None, forget: Callable[[Tally], None]) -> None:
    """Change a world's trouble while nothing is counted, so that counts belong to what is set."""
    with counting(world, patient=True) as tally:
        with world.writing(patient=True) as store:
            store.db.execute(statement, (value,))
            _mark(world, store.db)
        forget(tally)


def _mark(world: World, db: sqlite3.Connection) -> None:
    mark = Path(world.generation.trouble)
    if has_trouble(db):
        mark.touch()
    else:
        mark.unlink(missing_ok=True)
