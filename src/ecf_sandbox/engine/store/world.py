"""Worlds as files: opened, read and written one transaction at a time.

A world is a folder with its file in it, and a link called `current` that names the file.
Replacing a world is writing another file and moving the link, so whoever reads the old
file is safe, and every worker sees the move on its next request. One that is deleted is gone
for good: another that is made under its id has nothing to do with it.
"""

import os
import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import proxy

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store.answer_cache import Answer, Version
from ecf_sandbox.engine.store.batch import Batch
from ecf_sandbox.engine.store.epoch import Epoch, Gone, held, moving
from ecf_sandbox.engine.store.journal import Journal, journal_file
from ecf_sandbox.engine.store.locking import Busy, begin, is_busy
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world_file import (
    SchemaOf,
    WorldFile,
    count_write,
    has_faults_or_limit,
    open_world_file,
)

CURRENT = "current"
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"
_NEVER = -1


class FileVersion(NamedTuple):
    """A state of a world: its file, and the counts of moves and of writes."""

    file: str
    moves: int
    written: int


class World:
    """A world, as this process has it open."""

    def __init__(self, folder: Path, schema_of: SchemaOf) -> None:
        self.folder = folder
        self._schema_of = schema_of
        self._link = folder / CURRENT
        self._looking = Lock()
        self._epoch = Epoch(folder)
        kept = self._journal_file()
        self._seen, opened = self._look(known=None)
        assert opened is not None, "no file is known yet"
        self._file, self._journal = opened, Journal(kept, _tokens(opened))
        self._mark_faults()
        self._has_faults_or_limit = os.access(self._file.fault_marker, os.F_OK)
        self.batch = Batch(proxy(self))  # or the file of a closed world would stay mapped

    @property
    def file(self) -> WorldFile:
        """The file that was current when last looked at."""
        return self._file

    def refresh(self) -> None:
        """Make sure that the file is the current one; raises Gone."""
        if self._epoch.moves == self._seen:
            return
        with self._looking:
            seen, opened = self._look(known=self._file.path.name)
            if opened is not None:
                self._file.close()
                self._file = opened
            self._has_faults_or_limit = os.access(self._file.fault_marker, os.F_OK)
            self._seen = seen

    def is_current(self, file: WorldFile) -> bool:
        """Return whether a file is the current one, which it stays as long as it is locked.

        Raises Gone.
        """
        self.refresh()
        return file is self._file

    @property
    def epoch(self) -> Epoch:
        """What all processes that serve the world see change, and what tells it from others."""
        return self._epoch

    def held(self) -> AbstractContextManager[Epoch]:
        """Return what keeps the world from being deleted; entering it raises Gone."""
        return held(self.folder, self._epoch)

    def moving(self) -> AbstractContextManager[Epoch]:
        """Return what holds the world, and lets everybody look at its files again after it."""
        return moving(self.folder, self._epoch)

    @contextmanager
    def by_name(self) -> Iterator[None]:
        """Run what uses the world's files by their names: its errors are Gone where it is gone."""
        try:
            yield
        except (OSError, sqlite3.Error):
            if self._epoch.is_of(self.folder):
                raise
            raise Gone(self.folder.name) from None

    @property
    def journal(self) -> Journal:
        """What was asked of the world and answered; it outlives every file."""
        return self._journal

    def journal_beside(self, name: str) -> Journal:
        """Return another journal of the world, for what is noted seldom and written at once."""
        self.refresh()
        return Journal(self._journal_file(name), _tokens(self._file))

    @property
    def has_faults_or_limit(self) -> bool:
        """Whether the world may have faults or a rate limit; asked of every request."""
        self.refresh()
        return self._has_faults_or_limit

    @property
    def version(self) -> "FileVersion":
        """Which state of which file is the world's, as far as the epoch tells."""
        return FileVersion(self._file.path.name, self._epoch.moves, self._epoch.written)

    @property
    def written(self) -> Version:
        """The version that the next transaction sees, or a later one, as far as the epoch tells.

        While it stays one that was read already, nothing is written.
        """
        return Version(self._epoch.written)

    @property
    def edition(self) -> str:
        """The edition that the world keeps, which names its API."""
        return self._file.origin.edition

    def cached_answer(
        self, request: Hashable, asked: Instant | None
    ) -> tuple[Instant, Answer] | None:
        """Return now and what a request was answered, where nothing has changed since.

        It is asked for at one moment, or at the clock's. None says that nobody remembers.
        """
        return self._file.answers.find(self.written, request, asked)

    def reading(self, *, patient: bool = False) -> "Transaction":
        """Return a transaction that sees one state of the world and changes nothing."""
        return Transaction(self, _READ, patient=patient)

    def writing(self, *, patient: bool = False) -> "Transaction":
        """Return a transaction that may write; it commits on success, rolls back on any error.

        Where another writer is at work, wait if patient, else raise Busy at once.
        """
        return Transaction(self, _WRITE, patient=patient)

    def close(self) -> None:
        """Close what is open; the next transaction opens it again."""
        self._file.close()
        self._journal.flush()

    def begin(self, how: str, *, patient: bool) -> tuple[WorldFile, Session, Epoch]:
        """Begin on the current file, also if it was replaced while the lock was awaited."""
        while True:
            file = self._file
            session = self._session(file)
            if session is None:
                continue
            try:
                begin(session.db, how, patient=patient)
                if how == _READ or self.is_current(file):
                    return file, session, self._epoch
            except BaseException:
                _leave(file, session)
                raise
            _leave(file, session)
            self.refresh()

    def _mark_faults(self) -> None:
        """Leave no faults unseen that another version, or whoever was killed, has not marked."""
        if has_faults_or_limit(self._file.first):
            with self.held():
                if self._target() == self._file.path.name:
                    Path(self._file.fault_marker).touch()

    def _session(self, file: WorldFile) -> Session | None:
        """Return a session on a file, or None where it was replaced and is gone."""
        try:
            return file.take()
        except sqlite3.OperationalError:
            if file.path.exists():
                raise
            self.refresh()
            return None

    def _look(self, known: str | None) -> tuple[int, WorldFile | None]:
        """Return the epoch's count of moves before we looked, and what is current, opened.

        A file whose name is known is not opened again, and one that is replaced before it is
        open is not current.
        """
        while True:
            moves, target = self._epoch.moves, self._target()
            seen = _NEVER if moves % 2 else moves
            if target == known:
                return seen, None
            try:
                return seen, open_world_file(self.folder / target, self._schema_of)
            except sqlite3.OperationalError:
                if self._target() == target:
                    raise

    def _target(self) -> str:
        """Return the name of the current file, read before it is known whose folder that is."""
        try:
            target = os.readlink(self._link)  # noqa: PTH115  # Path has no word for a link's own text
        except OSError:
            raise Gone(self.folder.name) from None
        if not self._epoch.is_of(self.folder):
            raise Gone(self.folder.name)
        return target

    def _journal_file(self, *name: str) -> Path:
        try:
            return journal_file(self.folder, *name)
        except OSError:
            raise Gone(self.folder.name) from None


class Transaction:
    """A transaction on a world; entering it gives the session, or raises Busy or Gone."""

    __slots__ = ("_before", "_epoch", "_file", "_how", "_patient", "_session", "_world")

    def __init__(self, world: World, how: str, *, patient: bool) -> None:
        self._world, self._how, self._patient = world, how, patient

    def __enter__(self) -> Session:
        self._file, self._session, self._epoch = self._world.begin(self._how, patient=self._patient)
        self._before = self._session.db.total_changes
        return self._session

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if error is None:
                self._commit()
            elif is_busy(error):
                raise Busy from error
        finally:
            _leave(self._file, self._session)

    def _commit(self) -> None:
        db = self._session.db
        rows = db.total_changes - self._before
        if rows:
            self._epoch.written = count_write(db)
        db.execute("COMMIT")
        if rows:
            self._file.checkpoints.wrote(rows)


def _tokens(file: WorldFile) -> dict[str, str]:
    """Return the tokens of a world, by provider."""
    return {each.slug: each.token for each in file.providers}


def _leave(file: WorldFile, session: Session) -> None:
    """End what is still open of a transaction, and give its connection back."""
    if session.db.in_transaction:
        session.db.execute("ROLLBACK")
    file.release(session)
