"""A plan: which writes each scenario would make at most, told without making one.

What a scenario asks for depends on what it is answered. So the numbers are those of runs on our
own sandbox, where everything that can be shown is shown; `make writes` writes them down.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecf_conformance import resources
from ecf_conformance.api import Api
from ecf_conformance.scenario import Scenario
from ecf_conformance.target import Ability
from ecf_conformance.writes import WRITES, in_words

TABLE = Path(__file__).parent / "writes.yaml"


@dataclass(frozen=True, slots=True)
class PlannedScenario:
    """A scenario, how many of its cases would be played, and their writes."""

    name: str
    cases: int
    writes: Mapping[str, int]
    lacks: Sequence[str] = ()


def name_of(scenario: Scenario) -> str:
    """Return the name of a scenario without its case."""
    return scenario.id.partition("[")[0]


@cache
def table(api: str) -> Mapping[str, Mapping[str, int]]:
    """Return the writes that one case of a scenario makes at most, by the scenario's name."""
    found: Mapping[str, Mapping[str, int]] = resources.read_yaml(TABLE)[api]
    return found


def planned(
    api: Api, scenarios: Iterable[Scenario], abilities: frozenset[Ability]
) -> Iterator[PlannedScenario]:
    """Yield what scenarios would write on a target with these abilities, all tries counted."""
    by_name: dict[str, list[Scenario]] = {}
    for each in scenarios:
        by_name.setdefault(name_of(each), []).append(each)
    for name, cases in by_name.items():
        played = [each for each in cases if each.needs <= abilities]
        lacks = () if played else sorted(cases[0].needs - abilities)
        known = table(api.name)[name] if played else {}
        times = sum(each.tries_on(abilities) for each in played)
        writes = {kind: number * times for kind, number in known.items()}
        yield PlannedScenario(name, len(played), writes, lacks)


def as_text(plan: Sequence[PlannedScenario]) -> Iterator[str]:
    """Yield a line for each scenario that would write, those that would not in one, and a total."""
    for each in plan:
        if each.writes:
            cases = f" ({each.cases} cases)" if each.cases > 1 else ""
            yield f"{each.name}{cases}: {in_words(each.writes)}"
    reading = sum(not each.writes and not each.lacks for each in plan)
    skipped = sum(bool(each.lacks) for each in plan)
    total: Counter[str] = Counter()
    for each in plan:
        total.update(each.writes)
    yield f"{reading} scenarios only read; {skipped} would be skipped, for what the target lacks."
    yield f"At most, in all: {in_words({name: total[name] for name in WRITES if total[name]})}."
