"""Files that commands read and write."""

from pathlib import Path

import click


def read(path: Path, *, option: str) -> bytes:
    """Return a file's content; raises BadParameter where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unfit(path, error, option) from None


def write(path: Path, content: bytes, *, option: str) -> None:
    """Write a file; raises BadParameter where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unfit(path, error, option) from None


def _unfit(path: Path, error: OSError, option: str) -> click.BadParameter:
    return click.BadParameter(f"{path}: {error.strerror}.", param_hint=option)
