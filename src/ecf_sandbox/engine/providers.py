"""The made-up lead providers, the same in every world of every API."""

from dataclasses import dataclass
from functools import cache

import yaml

from ecf_sandbox.engine import resources

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where libyaml is there


@dataclass(frozen=True, slots=True)
class LeadProvider:
    """Who trains people; the slug is its name in URLs and commands."""

    slug: str
    name: str


@cache
def lead_providers() -> tuple[LeadProvider, ...]:
    """Return the lead providers in their order, north-star first."""
    text = resources.path("fixtures", "common", "providers.yaml").read_text(encoding="utf-8")
    return tuple(LeadProvider(**each) for each in yaml.load(text, LOADER))
