"""The made-up lead providers, the same in every world of every API."""

from dataclasses import dataclass
from functools import cache

from ecf_sandbox.engine import resources, yaml_text


@dataclass(frozen=True, slots=True)
class LeadProvider:
    """Who trains people; the slug is its name in URLs and commands."""

    slug: str
    name: str


@cache
def lead_providers() -> tuple[LeadProvider, ...]:
    """Return the lead providers in their order, north-star first."""
    text = resources.path("fixtures", "common", "providers.yaml").read_bytes()
    return tuple(LeadProvider(**each) for each in yaml_text.load(text))
