"""Moments of a world, kept as files beside it (`worlds/<id>/snapshots/<name>`)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ecf_sandbox.engine.clock import Clock, frozen_at, ticking_from
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import files, new_file
from ecf_sandbox.engine.store.session import Schema
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import VERSION, Origin, SchemaOf, read_origin

T = TypeVar("T")


class InvalidSnapshot(Exception):
    """A file is no snapshot that this version can use."""


class NoSnapshot(Exception):
    """A world has no snapshot of this name."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__(f"snapshot {name:.80} of world {world.folder.name}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A kept moment: the world's time then, and the real time; the size is in bytes."""

    name: str
    path: Path
    origin: Origin
    now: Instant
    taken_at: Instant
    ticking: bool
    size: int

    def clock(self, *, real: Instant) -> Clock:
        """Return the clock of a world that goes on from this moment now."""
        return ticking_from(self.now, real=real) if self.ticking else frozen_at(self.now)


def take(world: World, name: str, *, real: Instant) -> Snapshot:
    """Keep a world as it is now; a snapshot of the same name is replaced.

    No token in it opens anything.
    """

    def finish(db: sqlite3.Connection) -> None:
        db.execute("UPDATE world SET taken_at = ?", (real,))
        db.execute("UPDATE providers SET token = slug")

    path = _folder(world) / name
    with files.copied(world, path, finish) as fresh:
        return replace(read(fresh), name=name, path=path)


def use(world: World, name: str, act: Callable[[Snapshot], T]) -> T:
    """Return what `act` makes of a world's snapshot; one replaced meanwhile is used anew.

    Raises NoSnapshot, also where it is dropped meanwhile.
    """
    path = _folder(world) / name
    if not files.SLUG.fullmatch(name):
        raise NoSnapshot(world, name)
    target = files.named(path)
    while target is not None:
        try:
            return act(read(path))
        except (OSError, sqlite3.OperationalError):
            before, target = target, files.named(path)
            if target == before:
                raise
    raise NoSnapshot(world, name)


def find(world: World, name: str) -> Snapshot | None:
    """Return a world's snapshot by name."""
    try:
        return use(world, name, lambda found: found)
    except NoSnapshot:
        return None


def names(world: World) -> list[str]:
    """Return the names of a world's snapshots, in order; raises Gone."""
    with world.by_name():
        return sorted(path.name for path in _folder(world).glob("[!.]*"))


def drop(world: World, name: str) -> bool:
    """Delete a snapshot; worlds that were made from it have files of their own."""
    try:
        files.drop_copy(_folder(world) / name)
    except FileNotFoundError:
        return False
    return True


def read(path: Path) -> Snapshot:
    """Return what a snapshot file says of itself."""
    with _opened(path) as db:
        shift, stopped_at, taken_at = db.execute(
            "SELECT clock_shift, clock_stopped_at, taken_at FROM world"
        ).fetchone()
        now = Clock(shift, stopped_at).at(taken_at)
        size = path.stat().st_size
        return Snapshot(path.name, path, read_origin(db), now, taken_at, stopped_at is None, size)


def checked(path: Path, schema_of: SchemaOf) -> Snapshot:
    """Return a snapshot that came from outside, if it is whole and of our making.

    Raises InvalidSnapshot. Its schema must be its edition's to the letter, so that it brings
    no triggers or views of its own.
    """
    try:
        with _opened(path) as db:
            if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise InvalidSnapshot("the file is damaged")
            *versions, edition, taken_at = db.execute(
                "SELECT version, schema_version, edition, taken_at FROM world"
            ).fetchone()
            schema = schema_of(edition)
            if _tables(db) != _tables_of(schema):
                raise InvalidSnapshot("it is not a snapshot, or was made by another version")
        if versions != [VERSION, schema.version] or taken_at is None:
            raise InvalidSnapshot("it is not a snapshot, or was made by another version")
        return read(path)
    except sqlite3.OperationalError as error:
        raise InvalidSnapshot("it is not a snapshot, or was made by another version") from error
    except LookupError as error:
        raise InvalidSnapshot("no API here has its edition") from error
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise InvalidSnapshot("it is not a snapshot file") from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that never changes, without making any other beside it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        db.execute("PRAGMA trusted_schema = OFF")
        yield db


def _folder(world: World) -> Path:
    return world.folder / files.SNAPSHOTS


def _tables(db: sqlite3.Connection) -> set[tuple[str, ...]]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return set(rows)


def _tables_of(schema: Schema) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(new_file.statements(schema))
        return _tables(db)
