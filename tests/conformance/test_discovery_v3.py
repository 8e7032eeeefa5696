"""People of API v3 are found in a target's lists: who changed long ago first, and nobody twice."""

from contextlib import suppress

import pytest

from ecf_conformance.participants import NobodyFound, Wanted
from ecf_conformance.reply import SetupFailed
from ecf_conformance.scenario import Scenario, Verdict
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER
from ecf_conformance.v3.provider import NOW
from tests.conformance.targets import target

ECT = Wanted("ect", None, "2026")


@pytest.fixture
def world(app):
    """A world of our sandbox."""
    with target(app, edition=REGISTER) as ours:
        yield ours.worlds.make(REGISTER, participants=250)


@pytest.fixture
def stranger(app, world):
    """Our sandbox with a token alone."""
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


def test_whose_training_may_have_begun_today_is_not_lent(app):
    with target(app, edition=REGISTER) as ours:
        world = ours.worlds.make(REGISTER, participants=0, personas=True)
        with target(app, edition=REGISTER, token=world.tokens["north-star"]) as found:
            changed = [read(found, each.id)["updated_at"] for each in everybody(found)]
    assert changed
    assert max(changed) < "2026-11-24T23:00:00Z"


STATES = [
    pytest.param("ect", {"participant_status": "leaving"}, "leaving", id="leaving"),
    pytest.param(
        "ect", {"training_status": "deferred", "participant_status": "left"}, "left", id="deferred"
    ),
]


@pytest.mark.parametrize(("kind", "more", "shown"), STATES)
def test_who_is_in_a_state_is_found_in_the_lists(stranger, kind, more, shown):
    wanted = Wanted(kind, None, "", "a participant", more=more)
    found = stranger.people.find(wanted, stranger.clock.at(NOW))
    assert found.state_values["participant_status"] == shown
    assert found.state_values["training_status"] == more.get("training_status", "active")
    again = stranger.people.find(wanted, stranger.clock.at(NOW))
    assert again.id != found.id


PLACES = [
    pytest.param("an ECT training in a frozen cohort", ("2021", "2022"), "2024", True, id="frozen"),
    pytest.param(
        "an ECT at a school without next year's partnership", ("2025",), "2026", False, id="without"
    ),
    pytest.param("an ECT with `started` paid, free to move", ("2025",), "2026", True, id="with"),
]


@pytest.mark.parametrize(("state", "cohorts", "year", "partnered"), PLACES)
def test_who_can_change_cohort_is_found_by_the_partnerships_of_the_school(
    stranger, world, state, cohorts, year, partnered
):
    states = f"{stranger.url}/sandbox/worlds/{world.id}/states"
    stranger.connection.ask("POST", states, {}, json={"state": PLACES[1].values[0]})
    found = stranger.people.find(Wanted("ect", None, "", state), stranger.clock.at(NOW))
    assert found.state_values["cohort"] in cohorts
    url = f"{stranger.url}/api/v3/partnerships?filter[cohort]={year}&page[per_page]=3000"
    headers = {**stranger.clock.at(NOW), "Authorization": f"Bearer {stranger.token}"}
    listed = stranger.connection.ask("GET", url, headers).json()["data"]
    urns = {each["attributes"]["urn"] for each in listed}
    assert (found.state_values["school_urn"] in urns) is partnered


def test_what_stood_before_is_not_voided_afterwards(stranger):
    def standing(id_):
        url = f"{stranger.url}/api/v3/participant-declarations?filter[participant_id]={id_}"
        headers = {**stranger.clock.at(NOW), "Authorization": f"Bearer {stranger.token}"}
        listed = stranger.connection.ask("GET", url, headers).json()["data"]
        return [each["attributes"]["state"] for each in listed]

    wanted = Wanted("ect", None, "", "a participant")
    found = [stranger.people.find(wanted, stranger.clock.at(NOW)) for _ in range(4)]
    before = [standing(each.id) for each in found]
    for each in found:
        stranger.people.release(each)
    assert any(before)
    assert [standing(each.id) for each in found] == before


def test_what_lists_cannot_show_is_said_to_take_a_state(stranger):
    with pytest.raises(NobodyFound, match="takes a provider state"):
        stranger.people.find(Wanted("ect", None, "", "an ECT who leaves"), {})
    with pytest.raises(NobodyFound, match="takes a provider state"):
        stranger.people.arrange("a school not eligible", {}, {})
    with pytest.raises(NobodyFound, match="second provider's token"):
        stranger.people.arrange("a delivery partner of another provider", {}, {})


def test_a_school_is_given_once_and_a_partnership_as_often_as_it_is_asked_for(stranger):
    arrange, moment = stranger.people.arrange, stranger.clock.at(NOW)
    schools = [arrange("a school without partnership", {}, moment) for _ in range(2)]
    assert schools[0]["school_id"] != schools[1]["school_id"]
    made = [arrange("a school in partnership", {}, moment) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].keys() == {"school_id", "partnership_id", "cohort"}


def test_another_providers_delivery_partner_is_in_their_list_alone(app):
    with target(app, edition=REGISTER) as ours:
        tokens = ours.worlds.make(REGISTER, participants=20).tokens
    said = {"token": tokens["north-star"], "other_token": tokens["riverbank"]}
    with target(app, edition=REGISTER, **said) as found:
        state = "a delivery partner of another provider"
        other = found.people.arrange(state, {}, {})["delivery_partner_id"]
        asked = {"Authorization": f"Bearer {found.token}"}
        url = f"{found.url}/api/v3/delivery-partners/{other}"
        assert found.connection.ask("GET", url, asked).status == 404


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


def test_a_scenario_is_played_once_where_states_are_made(app):
    steps, met = meeting(lambda _: False)
    with target(app, edition=REGISTER) as ours:
        assert scenario(steps, Ability.STATES).play(ours).verdict is Verdict.BROKEN
    assert len(met) == 1


def test_whoever_is_found_in_lists_is_found_by_chance(stranger):
    steps, met = meeting(lambda number: number == 3)
    assert scenario(steps).play(stranger).verdict is Verdict.KEPT
    assert len(set(met)) == 3


def test_who_cannot_be_prepared_is_left_for_another(stranger):
    def steps(provider):
        met.append(provider.someone(schedule=None).id)
        if len(met) == 1:
            raise SetupFailed

    met = []
    assert scenario(steps).play(stranger).verdict is Verdict.KEPT
    assert len(set(met)) == 2


def test_what_is_broken_with_one_is_not_excused_by_who_cannot_be_prepared(stranger):
    def steps(provider):
        met.append(provider.someone(schedule=None).id)
        if len(met) > 1:
            raise SetupFailed
        raise AssertionError

    met = []
    assert scenario(steps).play(stranger).verdict is Verdict.BROKEN


def test_what_is_about_nobody_is_played_once(stranger):
    played = []

    def steps(_):
        played.append(1)
        raise AssertionError

    assert scenario(steps).play(stranger).verdict is Verdict.BROKEN
    assert len(played) == 1


def test_with_whom_it_was_not_kept_is_lent_to_nobody_else(stranger):
    steps, met = meeting(lambda number: number == 2)
    assert scenario(steps).play(stranger).verdict is Verdict.KEPT
    left = set()
    with suppress(NobodyFound):
        while True:
            left.add(stranger.people.find(ECT, stranger.clock.at(NOW)).id)
    assert met[0] not in left
    assert met[1] in left
