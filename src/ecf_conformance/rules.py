"""The rules as the report names them: what each promises, and where it can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ecf_conformance import resources


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise; `shown` is provider-api, control-api or not over HTTP."""

    id: str
    chapter: str
    summary: str
    shown: str


@cache
def rules_of(api: str) -> Mapping[str, Rule]:
    """Return every rule of an API by its id, in the rulebook's order."""
    listed = resources.read_yaml(resources.path("fixtures", api, "rules.yaml"))
    return {
        each["id"]: Rule(each["id"], chapter["about"], each["summary"], each["shown"])
        for chapter in listed
        for each in chapter["rules"]
    }
