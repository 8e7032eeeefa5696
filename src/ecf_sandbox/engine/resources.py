"""The documents and facts that the package carries."""

import csv
from functools import cache
from pathlib import Path

from ecf_sandbox.v1.domain import editions
from ecf_sandbox.v1.domain.editions import Edition, EditionName
from ecf_sandbox.v1.domain.schedules import Schedules

_PACKAGED = Path(__file__).parents[1] / "_data"
_CHECKOUT = Path(__file__).parents[3]


def path(*parts: str) -> Path:
    """Return the path of a file under `openapi/` or `fixtures/`, installed or checked out."""
    root = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


def packaged(*parts: str) -> Path:
    """Return the path of a file inside the package."""
    return Path(__file__).parents[1].joinpath(*parts)


@cache
def edition(name: EditionName) -> Edition:
    """Return an edition with its schedules."""
    make = {EditionName.GUIDANCE: editions.guidance, EditionName.SERVICE: editions.service}[name]
    with path("fixtures", "schedules", f"{name}.csv").open(newline="") as file:
        return make(Schedules.from_rows(csv.DictReader(file)))
