"""Folders of servers that keep nothing: each goes with its server, or with the next start.

Whoever uses such a folder holds a shared lock on a file in it, which the system takes back
when a process ends, however it ends. A folder that can be locked alone is nobody's any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_PREFIX = "ecf-sandbox-"
_UNLOCKED = "."
_LOCK = "in-use"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder that goes at the end, once what killed servers left is removed."""
    _remove_abandoned()
    draft = Path(tempfile.mkdtemp(prefix=f"{_UNLOCKED}{_PREFIX}"))
    try:
        (draft / _LOCK).touch()
        with _lock(draft / _LOCK, fcntl.LOCK_SH):
            folder = draft.rename(draft.with_name(draft.name.removeprefix(_UNLOCKED)))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def is_in_temporary_folder(path: Path) -> bool:
    """Return whether a file goes with its server, and need not outlive a power cut."""
    return any(each.name.startswith(_PREFIX) and (each / _LOCK).is_file() for each in path.parents)


def share(folder: Path) -> IO[bytes] | None:
    """Use another process's folder too, until the file returned is closed.

    None is for a folder that is no temporary one.
    """
    try:
        return _lock(folder / _LOCK, fcntl.LOCK_SH)
    except OSError:
        return None


def _remove_abandoned() -> None:
    """Remove our user's folders that no process uses; what cannot be locked is left alone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with _lock(folder / _LOCK, fcntl.LOCK_EX):
                shutil.rmtree(folder, ignore_errors=True)


def _lock(path: Path, how: int) -> IO[bytes]:
    """Open a file that is there and lock it, or raise OSError; closing it unlocks it."""
    file = path.open("rb")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file
