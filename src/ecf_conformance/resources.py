"""The documents and facts that the suite reads.

A wheel carries them once, in the data folder of the package that it ships beside this one;
a checkout has them at its top. They are found as files: nothing of the server is imported.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

Json = Any

_PACKAGED = Path(__file__).parents[1] / "ecf_sandbox" / "_data"
_CHECKOUT = Path(__file__).parents[2]


def path(*parts: str) -> Path:
    """Return the path of a file under `openapi/` or `fixtures/`, installed or checked out."""
    root = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


@cache
def read_yaml(file: Path) -> Json:
    """Return what a YAML file holds; JSON is YAML too."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_bytes(), loader)
