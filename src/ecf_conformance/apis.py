"""Which APIs there are; an edition tells which is meant."""

from collections.abc import Mapping, Sequence

from ecf_conformance import scenario
from ecf_conformance.api import Api
from ecf_conformance.rules import Rule
from ecf_conformance.scenario import Entry, Scenario
from ecf_conformance.v1.api import V1

APIS = (V1,)
EDITIONS = tuple(edition for api in APIS for edition in api.editions)


def api_of(edition: str) -> Api:
    """Return the API that an edition is of."""
    return next(api for api in APIS if edition in api.editions)


def rules() -> Mapping[str, Rule]:
    """Return the rules of every API by their ids."""
    return {id_: rule for api in APIS for id_, rule in api.rules.items()}


def entries() -> Sequence[Entry]:
    """Return what is registered for every API."""
    return [each for api in APIS for each in scenario.entries(api)]


def scenarios(edition: str, only: Sequence[str] = ()) -> list[Scenario]:
    """Return what is played in an edition; `only` are rules, or chapters of rules."""
    return scenario.scenarios(api_of(edition), edition, only)
