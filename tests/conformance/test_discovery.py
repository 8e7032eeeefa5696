"""Whom a target's lists alone show, where it has no provider states."""

import pytest

from ecf_conformance.apis import scenarios
from ecf_conformance.participants import NobodyFound, Wanted
from ecf_conformance.scenario import Verdict
from ecf_conformance.target import Ability
from ecf_conformance.v1.api import V1
from ecf_conformance.v1.listed_people import LISTED_STATES, SECOND_OF_ONE_TRN
from tests.conformance.targets import URL, played, target

NO_LIST_TELLS = "payments.who_is_eligible_makes_it_eligible[without QTS]"
HEADERS = {"X-With-Server-Date": "2021-11-25T09:00:00Z"}


def tokens_of(app, edition="guidance", *, pairs=0, **settings):
    """Return the tokens of a world to be found, in which some pairs of ECTs have one TRN each."""
    with target(app) as ours:
        world = ours.worlds.make(edition, **settings)
        for number in range(pairs):
            for _ in range(2):
                add_eligible(ours, world, f"123456{number}")
    return {"token": world.tokens["north-star"], "other_token": world.tokens["riverbank"]}


def add_eligible(ours, world, trn):
    """Let a school add an ECT, let registration find them eligible, and return the id."""
    who = {"provider": "north-star", "participant_type": "ect"}
    facts = {
        "email_validated": True,
        "teacher_reference_number": trn,
        "teacher_reference_number_validated": True,
        "qts": True,
        "eligible_for_funding": True,
    }
    people = f"/worlds/{world.id}/participants"
    added = ours.worlds.ask("POST", people, HEADERS, json=who).json()["id"]
    assert ours.worlds.ask("PATCH", f"{people}/{added}", HEADERS, json=facts).status == 200
    return added


def of_states(edition):
    """Return the scenarios that are about somebody in a provider state."""
    return [each for each in scenarios(edition) if Ability.STATES in each.certain_with]


def everybody(people, wanted):
    """Take all who are to be had."""
    taken = set()
    try:
        while True:
            taken.add(people.find(wanted, HEADERS).id)
    except NobodyFound:
        return taken


def record(found, id_):
    headers = {"Authorization": f"Bearer {found.token}"}
    asked = found.connection.ask("GET", f"{URL}/api/v1/participants/ecf/{id_}", headers)
    return asked.json()["data"]["attributes"]


@pytest.mark.parametrize("edition", V1.editions)
def test_scenarios_about_states_are_played_with_whom_lists_show(app, edition):
    wanted = of_states(edition)
    rules = sorted({rule for each in wanted for rule in each.rules})
    said = tokens_of(app, edition, pairs=4, participants=600)
    result = played(app, *rules, edition=edition, **said)
    ids = {each.id for each in wanted}
    became = {each.scenario.id: each.outcome for each in result.played if each.scenario.id in ids}
    assert set(became) == ids
    odd = {id_: each for id_, each in became.items() if each.verdict is not Verdict.KEPT}
    assert [f"{id_} {each.verdict}: {each.why}" for id_, each in odd.items()] == [
        f"{NO_LIST_TELLS} skipped: an ECT without QTS takes a provider state (--states)"
    ]


@pytest.mark.parametrize("state", LISTED_STATES)
def test_whom_lists_show_is_in_the_state_and_comes_back_from_it(app, state):
    kind = "mentor" if state.startswith("a mentor") else "ect"
    with target(app, **tokens_of(app, personas=True)) as found:
        wanted = Wanted(kind, schedule=None, state=state)
        first = found.people.find(wanted, HEADERS)
        assert record(found, first.id)["participant_type"] == kind
        others = everybody(found.people, wanted)
        assert first.id not in others
        found.people.release(first)
        assert found.people.find(wanted, HEADERS).id == first.id


def test_nobody_is_found_for_what_no_list_shows(app):
    nobody = pytest.raises(NobodyFound, match=r"takes a provider state \(--states\)")
    with target(app, **tokens_of(app, personas=True)) as found, nobody:
        found.people.find(Wanted(state="an ECT without QTS"), HEADERS)


def test_the_first_of_one_trn_is_declared_and_voided_after(app):
    with target(app) as ours:
        world = ours.worlds.make("guidance")
        ids = [add_eligible(ours, world, "1234567") for _ in range(2)]
    with target(app, token=world.tokens["north-star"]) as found:
        second = found.people.find(Wanted(state=SECOND_OF_ONE_TRN), HEADERS)
        (first,) = set(ids) - {second.id}
        assert _states(found, first) == ["eligible"]
        found.people.release(second)
        assert _states(found, first) == ["voided"]
        assert found.people.find(Wanted(state=SECOND_OF_ONE_TRN), HEADERS).id in ids


def test_of_who_shares_a_trn_only_the_second_is_lent_and_not_as_ready(app):
    with target(app, **tokens_of(app, personas=True)) as found:
        lent = everybody(found.people, Wanted(schedule=None))
        second = found.people.find(Wanted(state=SECOND_OF_ONE_TRN), HEADERS)
    assert lent
    assert second.id not in lent


def _states(found, participant_id):
    headers = {"Authorization": f"Bearer {found.token}"}
    path = f"{URL}/api/v1/participant-declarations?filter[participant_id]={participant_id}"
    listed = found.connection.ask("GET", path, headers).json()["data"]
    return [each["attributes"]["state"] for each in listed]


def let_riverbank_declare(ours, world, id_):
    """Move an ECT to Riverbank Learning, which declares a start, and back again."""
    for provider, urn in (("riverbank", "100001"), ("north-star", "100002")):
        move = {"provider": provider, "school_urn": urn}
        path = f"/worlds/{world.id}/participants/{id_}/transfer"
        assert ours.worlds.ask("POST", path, HEADERS, json=move).status == 200
        if provider == "riverbank":
            started = {
                "participant_id": id_,
                "declaration_type": "started",
                "declaration_date": HEADERS["X-With-Server-Date"],
                "course_identifier": "ecf-induction",
            }
            url = f"{URL}/api/v1/participant-declarations"
            sent = {**HEADERS, "Authorization": f"Bearer {world.tokens[provider]}"}
            said = {"data": {"attributes": started}}
            assert ours.connection.ask("POST", url, sent, json=said).status == 200


def test_whose_place_another_provider_has_taken_breaks_no_rule(app):
    with target(app) as ours:
        world = ours.worlds.make("guidance", participants=0, personas=False)
        let_riverbank_declare(ours, world, add_eligible(ours, world, "7654321"))
        for number in range(3):
            add_eligible(ours, world, f"123456{number}")
    result = played(app, "VOID-1", "FMT-9", token=world.tokens["north-star"], edition="guidance")
    verdicts = {each.outcome.verdict for each in result.played}
    assert Verdict.KEPT in verdicts
    assert not verdicts & {Verdict.BROKEN, Verdict.BLOCKED}
