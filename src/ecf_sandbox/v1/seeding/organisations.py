"""The made-up organisations of every world."""

import csv
from dataclasses import dataclass
from functools import cache

import yaml

from ecf_sandbox.engine import resources

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where libyaml is there


@dataclass(frozen=True, slots=True)
class LeadProvider:
    """Who trains people, in every world the same four."""

    slug: str
    name: str


@cache
def lead_providers() -> tuple[LeadProvider, ...]:
    """Return the lead providers in their order, north-star first."""
    text = resources.path("fixtures", "providers.yaml").read_text(encoding="utf-8")
    return tuple(LeadProvider(**each) for each in yaml.load(text, LOADER))


@cache
def school_urns() -> tuple[str, ...]:
    """Return the unique reference numbers of the schools, leading zeros kept."""
    with resources.path("fixtures", "schools.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["urn"] for row in csv.DictReader(file))
