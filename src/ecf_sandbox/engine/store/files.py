"""World files: copied, made a world of their own, and put in place.

A folder `worlds/<id>` holds the current file, the link `current` that names it, `pristine`
(what a reset returns to) and `snapshots/`. Files appear under their name when they are
whole, so that whoever is killed on the way leaves nothing half done.
"""

import errno
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from ecf_sandbox.engine.clock import Clock
from ecf_sandbox.engine.store.epoch import Epoch, moving
from ecf_sandbox.engine.store.world import CURRENT, World
from ecf_sandbox.engine.store.world_file import (
    Origin,
    fault_marker_of,
    has_faults_or_limit,
    write_clock,
)

PRISTINE = "pristine"
SNAPSHOTS = "snapshots"
UNFINISHED = ".new-"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")

_DESCRIPTORS = Path("/dev/fd")
_CHUNK = 256 * 1024
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY)

TokenOf = Callable[[str], str]


def put_in_place(
    source: Path, folder: Path, epoch: Epoch, identify: Callable[[sqlite3.Connection], None]
) -> None:
    """Make a copy of `source` the current file of a world; the one before it goes.

    No other goes: somebody else may already be about to replace this one. Raises Gone where
    the folder is not that of the epoch.
    """
    fresh = folder / f"{token_hex(8)}.sqlite3"
    written = epoch.written + 1
    try:
        shutil.copyfile(source, fresh)
        with _alone_with(fresh) as db:
            db.execute("BEGIN")
            identify(db)
            db.execute("UPDATE world SET written = ?", (written,))
            db.execute("COMMIT")
            if has_faults_or_limit(db):
                Path(fault_marker_of(fresh)).touch()
        with moving(folder, epoch):
            before = named(folder / CURRENT)
            epoch.written = written
            _point(folder / CURRENT, fresh)
    except BaseException:
        if named(folder / CURRENT) != fresh:
            _remove(folder.glob(f"{fresh.name}*"))
        raise
    if before is not None:
        _remove(folder.glob(f"{before.name}*"))


def identity(
    origin: Origin, clock: Clock, token_of: TokenOf
) -> Callable[[sqlite3.Connection], None]:
    """Return what makes a file a certain world: its origin, clock and tokens."""

    def identify(db: sqlite3.Connection) -> None:
        db.execute(
            "UPDATE world SET id = ?, starting_now = ?, starting_ticking = ?, taken_at = NULL",
            (origin.id, origin.starting_now, origin.starting_ticking),
        )
        write_clock(db, clock)
        for (slug,) in db.execute("SELECT slug FROM providers").fetchall():
            db.execute("UPDATE providers SET token = ? WHERE slug = ?", (token_of(slug), slug))

    return identify


@contextmanager
def copied(
    world: World, path: Path, finish: Callable[[sqlite3.Connection], None]
) -> Iterator[Path]:
    """Copy a world as it is in one moment, and yield the copy, which then replaces `path`.

    `path` becomes a link to it, since moving a link needs no wait for the disk. The world's
    log of writes is copied too, and read in the copy: nobody writes meanwhile, and pages
    that another process moves from it into the file are still in it. Raises Gone where the
    world is deleted meanwhile.
    """
    fresh = path.parent / f".{token_hex(8)}"
    log = Path(f"{fresh}-wal")
    try:
        with world.by_name():
            with world.writing(patient=True):
                current = world.file.path
                path.parent.mkdir(exist_ok=True)
                _copy_open(current, fresh)
                shutil.copyfile(f"{current}-wal", log)
            with _alone_with(fresh) as db:
                finish(db)
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            yield fresh
            with world.held():
                before = named(path)
                _point(path, fresh)
    except BaseException:
        fresh.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        raise
    if before is not None:
        before.unlink(missing_ok=True)


def drop_copy(path: Path) -> None:
    """Remove a copy that was kept; raises FileNotFoundError."""
    before = named(path)
    path.unlink()
    if before is not None:
        before.unlink(missing_ok=True)


def share(source: Path, path: Path) -> None:
    """Give a file that never changes a second name, or a copy where the disk is another."""
    try:
        os.link(source.resolve(), path)
    except OSError:
        with whole_file(path) as draft:
            shutil.copyfile(source, draft)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a name to write to; what is there at the end appears under `path`, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / f"{UNFINISHED}{token_hex(8)}"
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield a folder to fill; it appears under `path` when it is full, or not at all.

    Raises FileExistsError where there is one already.
    """
    draft = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=path.parent))
    try:
        yield draft
        if path.exists():
            raise FileExistsError(path)
        draft.rename(path)
    except BaseException as error:
        shutil.rmtree(draft, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in _TAKEN:
            raise FileExistsError(path) from None
        raise


def named(link: Path) -> Path | None:
    """Return the file that a link names, None where there is no link."""
    try:
        return link.parent / link.readlink()
    except OSError:
        return None


def sweep(folder: Path) -> None:
    """Remove what was left unfinished when a server was killed."""
    for path in [*folder.glob(f"{UNFINISHED}*"), *folder.glob(f"*/{UNFINISHED}*")]:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for link in folder.glob(f"*/{CURRENT}"):
        others = link.parent.glob("*.sqlite3*")
        _remove(each for each in others if not each.name.startswith(link.readlink().name))
    for kept in folder.glob(f"*/{SNAPSHOTS}"):
        linked = {named(path) for path in kept.glob("[!.]*")}
        for path in set(kept.iterdir()) - linked:
            if path.name.startswith("."):
                path.unlink()


def _remove(paths: Iterable[Path]) -> None:
    """Remove files of a world that are not current any more; whoever has one open keeps it."""
    for path in paths:
        path.unlink(missing_ok=True)


def _copy_open(path: Path, target: Path) -> None:
    """Copy a file that SQLite has open in this process, by a descriptor of SQLite's own.

    Closing any other descriptor of it would let go of every lock that this process has on the
    file, as POSIX has it; another process could then take the log of writes away.
    """
    source, at = _descriptor(path), 0
    with target.open("wb") as copy:
        while chunk := os.pread(source, _CHUNK, at):
            at += copy.write(chunk)


def _descriptor(path: Path) -> int:
    """Return a descriptor of a file that is open; SQLite keeps it while it has a lock."""
    wanted = path.stat()
    for each in _DESCRIPTORS.iterdir():
        with suppress(OSError):  # closed meanwhile, as the folder's own is
            if os.path.samestat(os.fstat(int(each.name)), wanted):
                return int(each.name)
    raise FileNotFoundError(path)


@contextmanager
def _alone_with(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that nobody else knows of yet: without shared memory, or care for the disk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA synchronous = OFF")
        yield db


def _point(link: Path, target: Path) -> None:
    """Let a link name a file beside it, from one moment to the next."""
    draft = link.parent / f"{UNFINISHED}{token_hex(8)}"
    draft.symlink_to(target.name)
    draft.replace(link)
