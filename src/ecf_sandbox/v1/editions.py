"""The editions with their schedules, read from the package's facts."""

import csv
from functools import cache

from ecf_sandbox.engine import resources
from ecf_sandbox.v1.domain import editions
from ecf_sandbox.v1.domain.editions import Edition, EditionName
from ecf_sandbox.v1.domain.schedules import Schedules

_MAKE = {EditionName.GUIDANCE: editions.guidance, EditionName.SERVICE: editions.service}


@cache
def edition(name: str) -> Edition:
    """Return an edition with its schedules; raises ValueError for an unknown name."""
    known = EditionName(name)
    with resources.path("fixtures", "v1", "schedules", f"{known}.csv").open(newline="") as file:
        return _MAKE[known](Schedules.from_rows(csv.DictReader(file)))
