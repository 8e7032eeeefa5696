"""People of API v3 are found in a target's lists: who changed long ago first, and nobody twice."""

import pytest

from ecf_conformance.participants import NobodyFound, Wanted
from ecf_conformance.scenario import Scenario, Verdict
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER
from ecf_conformance.v3.provider import NOW
from tests.conformance.targets import target

ECT = Wanted("ect", None, "2026")


@pytest.fixture
def stranger(app):
    """Our sandbox with a token alone."""
    with target(app, edition=REGISTER) as ours:
        world = ours.worlds.make(REGISTER, participants=250)
        with target(app, edition=REGISTER, token=world.tokens["north-star"]) as found:
            yield found


def read(found, id_):
    url, headers = f"{found.url}/api/v3/participants/{id_}", found.clock.at(NOW)
    asked = found.connection.ask("GET", url, {**headers, "Authorization": f"Bearer {found.token}"})
    return asked.json()["data"]["attributes"]


def test_who_changed_longest_ago_comes_first(stranger):
    people = [stranger.people.find(ECT, stranger.clock.at(NOW)) for _ in range(4)]
    changed = [read(stranger, each.id)["updated_at"] for each in people]
    assert changed == sorted(changed)
    assert len({each.id for each in people}) == 4


def everybody(found):
    """Take all who are to be had."""
    while True:
        try:
            yield found.people.find(ECT, found.clock.at(NOW))
        except NobodyFound:
            return


def test_who_changed_while_lent_is_not_lent_again(stranger):
    same, moved = (stranger.people.find(ECT, stranger.clock.at(NOW)) for _ in range(2))
    put = {"course_identifier": "ecf-induction", "schedule_identifier": "ecf-extended-september"}
    url = f"{stranger.url}/api/v3/participants/{moved.id}/change-schedule"
    headers = {**stranger.clock.at(NOW), "Authorization": f"Bearer {stranger.token}"}
    body = {"data": {"type": "x", "attributes": put}}
    assert stranger.connection.ask("PUT", url, headers, json=body).status == 200
    stranger.people.release(same)
    stranger.people.release(moved)
    again = {each.id for each in everybody(stranger)}
    assert same.id in again
    assert moved.id not in again


def scenario(steps, *certain_with):
    return Scenario(
        "a.b", ("V3-ACT-3",), "A", frozenset(), steps, REGISTER, frozenset(certain_with)
    )


def meeting(keeps):
    """Return steps that are kept with some people alone, and whom they met."""
    met = []

    def steps(provider):
        met.append(provider.someone(schedule=None).id)
        assert keeps(len(met)), "began today"

    return steps, met


def test_a_scenario_that_takes_its_chance_tries_another(stranger):
    steps, met = meeting(lambda number: number == 2)
    assert scenario(steps, Ability.STATES).play(stranger).verdict is Verdict.KEPT
    assert len(set(met)) == 2


def test_what_is_broken_with_three_people_is_broken(stranger):
    steps, met = meeting(lambda _: False)
    assert scenario(steps, Ability.STATES).play(stranger).verdict is Verdict.BROKEN
    assert len(set(met)) == 3


def test_a_scenario_that_is_certain_is_played_once(stranger):
    steps, met = meeting(lambda _: False)
    assert scenario(steps).play(stranger).verdict is Verdict.BROKEN
    assert len(met) == 1
