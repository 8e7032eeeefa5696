"""A world's faults and rate limit: JSON in its file, as the control API says it.

While there are any, an empty file beside the world's says so. It appears before they count,
and goes when they do not any more, so that nobody who is killed on the way leaves them unseen.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ecf_sandbox.engine.store.counters import Counters
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import WorldFile, has_faults_or_limit


def read(world: World, *, patient: bool = False) -> tuple[str, str | None]:
    """Return a world's faults and its rate limit."""
    with world.reading(patient=patient) as session:
        return read_in(session)


def read_in(session: Session) -> tuple[str, str | None]:
    """Return the same as it is in a transaction."""
    faults, limit = session.db.execute("SELECT faults, rate_limit FROM world").fetchone()
    return faults, limit


@contextmanager
def counting(world: World, *, patient: bool = False) -> Iterator[Counters]:
    """Open a transaction on what a world's faults and rate limit have counted.

    Where another is open, wait if patient, else raise Busy. Raises Gone.
    """
    with ExitStack() as opened:
        yield _counters(world, opened, patient=patient)


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
            mark, needed = Path(world.file.fault_marker), has_faults_or_limit(session.db)
            if needed:
                with world.moving():
                    mark.touch()
        if not needed:
            with world.moving():
                mark.unlink(missing_ok=True)
        forget(counters)


def _counters(world: World, opened: ExitStack, *, patient: bool) -> Counters:
    """Return the counts that lie beside the current file, also if it is replaced just now."""
    while True:
        file = world.file
        try:
            counters = opened.enter_context(file.counts.changing(patient=patient))
        except sqlite3.OperationalError:
            if _is_current(world, file):
                raise
        else:
            if _is_current(world, file):
                return counters
            opened.close()


def _is_current(world: World, file: WorldFile) -> bool:
    """Return whether a file is the current one; counts that were begun beside another go."""
    current = False
    try:
        current = world.is_current(file)
        return current
    finally:
        if not current:
            file.counts.remove()
