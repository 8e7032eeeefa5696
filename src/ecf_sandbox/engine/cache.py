"""The user's cache folder: what took a while to make, and can be made again."""

import os
from contextlib import suppress
from pathlib import Path

from ecf_sandbox.engine.store.files import whole_file

_MOST_KEPT = 16


def folder() -> Path:
    """Return where things are kept between runs: `ecf-sandbox` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "ecf-sandbox"


def is_writable() -> bool:
    """Return whether something can be kept there; the folder is made where there is none."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder(), os.W_OK)


def keep(name: str, content: bytes) -> None:
    """Keep a file there, whole or not at all; where nothing can be written it is not kept."""
    with suppress(OSError), whole_file(folder() / name) as draft:
        draft.write_bytes(content)


def forget_oldest(kept_in: Path, pattern: str) -> None:
    """Keep the newest files of a pattern in a folder, and remove the others."""
    kept = sorted(kept_in.glob(pattern), key=_changed)
    for path in kept[:-_MOST_KEPT]:
        path.unlink(missing_ok=True)


def _changed(path: Path) -> float:
    """Return when a file was changed; one that another process has just removed is the oldest."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0
