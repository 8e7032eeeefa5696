"""Our own sandbox keeps every rule, and a run leaves nothing behind there."""

import random

import pytest

from ecf_conformance.apis import EDITIONS, scenarios
from ecf_conformance.document import Document
from ecf_conformance.run import KEPT, Exit, run
from ecf_conformance.target import Ability
from tests.conformance.targets import odd_ones, played, target


@pytest.mark.timeout(240)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_is_kept_and_nothing_skipped(app, edition):
    result = played(app, edition=edition)
    assert odd_ones(result) == []
    assert {each.verdict for each in result.rules.values()} == {KEPT}
    assert result.exit is Exit.KEPT


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("edition", EDITIONS)
def test_scenarios_trip_over_nothing_that_others_left(app, edition):
    """Each is played twice in one world, in any order, two at a time."""
    with target(app, edition=edition) as found:
        twice = [*scenarios(edition), *scenarios(edition)]
        random.Random(27).shuffle(twice)
        document = Document(api=found.api.name)
        assert odd_ones(run(found, twice, document=document, jobs=2)) == []


def test_it_is_recognised_without_a_flag(app):
    with target(app) as found:
        assert found.abilities == frozenset(Ability)
        assert found.token != found.other_token


def test_a_run_removes_the_worlds_it_made(app):
    assert played(app, "LIM").exit is Exit.KEPT
    with target(app) as found:
        listed = found.worlds.ask("GET", "/worlds", {}).json()["worlds"]
        assert [each["id"] for each in listed] == [found.world.id]


def test_scenarios_can_be_chosen_by_rule(app):
    result = played(app, "LIM-1", "VOID")
    assert set(result.rules) == {"LIM-1", "VOID-1", "VOID-2", "VOID-3"}
    assert result.exit is Exit.KEPT
