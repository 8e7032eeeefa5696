"""The order of play where people are few: a target without provider states has whom it lists."""

from collections.abc import Sequence

from ecf_conformance.api import Api
from ecf_conformance.plan import name_of, table
from ecf_conformance.scenario import Scenario
from ecf_conformance.target import Ability

_USING_UP = ("defer", "withdraw", "change-schedule", "partner")


def sparing(
    scenarios: Sequence[Scenario], api: Api, abilities: frozenset[Ability]
) -> list[Scenario]:
    """Return scenarios in an order that shows as many rules as there are people for.

    First come those that leave everybody as they were. Of the others those come next that show
    more rules for fewer people; then a second case of each, and so on. What needs more than the
    target's abilities will be skipped, and so shows nothing; what may find nobody is not relied on.
    """
    used = {each.id: _used_up(each, api) for each in scenarios}
    gentle = [each for each in scenarios if not used[each.id]]
    rest = [each for each in scenarios if used[each.id]]
    shown = {rule for each in gentle if each.needs <= abilities for rule in each.rules}
    telling = []
    while rest:
        best = max(rest, key=lambda it: _tells(it, abilities, shown) / used[it.id])
        if not _tells(best, abilities, shown):
            break
        if best.certain_with <= abilities:
            shown.update(best.rules)
        telling.append(best)
        rest.remove(best)
    return [*gentle, *telling, *_by_turns(rest)]


def _tells(scenario: Scenario, abilities: frozenset[Ability], shown: set[str]) -> int:
    """Return how many rules a scenario shows that are not shown yet."""
    return len({*scenario.rules} - shown) if scenario.needs <= abilities else 0


def _used_up(scenario: Scenario, api: Api) -> int:
    """Return how many people or schools are not as they were after a scenario, at most."""
    writes = table(api.name)[name_of(scenario)]
    return sum(writes.get(each, 0) for each in _USING_UP)


def _by_turns(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return the first case of each, then the second of each, and so on."""
    numbers: dict[str, int] = {}
    turns = []
    for each in scenarios:
        numbers[name_of(each)] = numbers.get(name_of(each), 0) + 1
        turns.append((numbers[name_of(each)], each))
    return [each for _, each in sorted(turns, key=lambda it: it[0])]
