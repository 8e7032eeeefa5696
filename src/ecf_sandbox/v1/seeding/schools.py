"""The made-up schools of every v1 world."""

import csv
from functools import cache

from ecf_sandbox.engine import resources


@cache
def school_urns() -> tuple[str, ...]:
    """Return the unique reference numbers of the schools, leading zeros kept."""
    path = resources.path("fixtures", "v1", "schools.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row["urn"] for row in csv.DictReader(file))
