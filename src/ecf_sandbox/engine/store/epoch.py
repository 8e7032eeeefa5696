"""What all processes that serve a world see change, without asking the disk or SQLite.

A file of two counts lies in the world's folder, and every process has it mapped to memory:

- `moves` changes when another file becomes current, when faults or a limit appear or go, and
  when the world is removed. It is odd meanwhile. Whoever finds it even and as it was when the
  files were last looked at need not look again. A process that is killed on the way leaves it
  odd, and then everybody looks each time.
- `written` is the count of writes that a world's file has in it, set before they are
  committed. An answer that was given from a state with this count is still right. A process
  killed before its commit leaves a count that no state has, until the next write.
"""

import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "epoch"
_SIZE = 16
_MOVES, _WRITTEN = range(2)


class Gone(Exception):
    """The world is not there any more."""


class Epoch:
    """The counts of a world, shared with all processes; raises Gone where there is none.

    A world that is made again under an id has another epoch, and that tells the two apart.
    """

    __slots__ = ("_counts", "_file")

    def __init__(self, folder: Path) -> None:
        file = _open(folder)
        try:
            self._counts = memoryview(mmap.mmap(file, _SIZE)).cast("Q")
            self._file = os.fstat(file)
        finally:
            os.close(file)

    def is_file(self, file: int) -> bool:
        """Return whether this is the epoch in an open file."""
        return os.path.samestat(self._file, os.fstat(file))

    def is_of(self, folder: Path) -> bool:
        """Return whether a folder is the very one that this is the epoch of."""
        try:
            return os.path.samestat(self._file, (folder / _NAME).stat())
        except OSError:
            return False

    @property
    def moves(self) -> int:
        """The count of moves, odd while there is one."""
        return self._counts[_MOVES]

    @property
    def written(self) -> int:
        """The count of writes; whoever sets it holds the write lock of the world."""
        return self._counts[_WRITTEN]

    @written.setter
    def written(self, count: int) -> None:
        self._counts[_WRITTEN] = count

    def begin_move(self) -> None:
        """Let everybody look at the world's files each time; whoever says so holds the lock."""
        self._counts[_MOVES] |= 1

    def end_move(self) -> None:
        """Let everybody look once more."""
        self._counts[_MOVES] += 1


@contextmanager
def held(folder: Path, known: Epoch | None = None) -> Iterator[Epoch]:
    """Keep a folder of a world in its place, and yield its epoch: nobody deletes it meanwhile.

    Raises Gone where there is no such world, or not the one whose epoch is known.
    """
    while True:
        file = _open(folder)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            epoch = known or Epoch(folder)
            if epoch.is_file(file) and epoch.is_of(folder):
                yield epoch
                return
            if known is not None:  # else another may have been made while we waited
                raise Gone(folder.name)
        finally:
            os.close(file)  # and with it goes the lock


@contextmanager
def moving(folder: Path, known: Epoch | None = None) -> Iterator[Epoch]:
    """Let all processes look at a world's files again, once the block is done; it is held."""
    with held(folder, known) as epoch:
        epoch.begin_move()
        try:
            yield epoch
        finally:
            epoch.end_move()


def _open(folder: Path) -> int:
    try:
        file = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except (FileNotFoundError, NotADirectoryError):
        raise Gone(folder.name) from None
    if os.fstat(file).st_size < _SIZE:
        os.ftruncate(file, _SIZE)
    return file
