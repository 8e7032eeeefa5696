"""The documents and facts that the package carries."""

from pathlib import Path

_PACKAGED = Path(__file__).parents[1] / "_data"
_CHECKOUT = Path(__file__).parents[3]


def path(*parts: str) -> Path:
    """Return the path of a file under `openapi/` or `fixtures/`, installed or checked out."""
    root = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


def packaged(*parts: str) -> Path:
    """Return the path of a file inside the package."""
    return Path(__file__).parents[1].joinpath(*parts)
