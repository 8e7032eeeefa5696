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


class Epoch:
    """The counts of a world, shared with all processes.

    Raises FileNotFoundError where the world is gone.
    """

    __slots__ = ("_counts",)

    def __init__(self, folder: Path) -> None:
        file = _open(folder)
        try:
            self._counts = _mapped(file)
        finally:
            os.close(file)

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


@contextmanager
def moving(folder: Path) -> Iterator[None]:
    """Let all processes look at a world's files again, once the block is done."""
    file = _open(folder)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts = _mapped(file)
        counts[_MOVES] |= 1
        try:
            yield
        finally:
            counts[_MOVES] += 1
    finally:
        os.close(file)  # and with it goes the lock


def _open(folder: Path) -> int:
    file = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.fstat(file).st_size < _SIZE:
        os.ftruncate(file, _SIZE)
    return file


def _mapped(file: int) -> memoryview:
    return memoryview(mmap.mmap(file, _SIZE)).cast("Q")
