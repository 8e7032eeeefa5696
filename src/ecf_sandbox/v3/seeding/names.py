"""Names for people who are made up."""

import csv
from functools import cache

from ecf_sandbox.engine import resources


@cache
def first_and_last_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return as many first names as last names."""
    path = resources.path("fixtures", "common", "names.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["first"] for row in rows), tuple(row["last"] for row in rows)
