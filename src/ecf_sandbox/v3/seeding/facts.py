"""The package's facts of API v3, as rows."""

import csv

from ecf_sandbox.engine import resources


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file under `fixtures/v3`."""
    with resources.path("fixtures", "v3", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
