"""Provider states: built by name, for somebody new each time."""

import re
from datetime import datetime, timedelta

import pytest

from ecf_sandbox.v1.seeding.personas import personas
from tests.kit.control import refused, told
from tests.kit.sandbox import NOW, SEPTEMBER, attributes, ids, titles
from tests.kit.school import PARTICIPANTS, WORLD, School, changed_since, seen
from tests.kit.traces import everything

STATES = f"{WORLD}/states"
LATE = "2024-06-03T12:00:00Z"
READY = "an ECT ready to start"
BY_STATE = {
    "a submitted declaration": "submitted",
    "an eligible declaration": "eligible",
    "a paid declaration to void": "paid",
    "a voided declaration": "voided",
    "a declaration awaiting clawback": "awaiting-clawback",
    "a clawed-back declaration": "clawed-back",
}


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.fixture
def north_star(either_sandbox):
    return either_sandbox.provider()


def listed(school):
    return told(school.control.get(STATES))["states"]


def possible_from(response):
    """Return the moment that a refusal names."""
    assert refused(response) == (409, "too_early")
    return re.search(r"from (\S+Z) on", response.json()["error"]["message"])[1]


def declared(sandbox, built, now):
    """Return the state of the declaration that a state is about."""
    of = {"filter[participant_id]": built["participant_id"]}
    found = sandbox.provider(built["provider"]).get("/participant-declarations", params=of, now=now)
    states = {each["id"]: each["attributes"]["state"] for each in found.json()["data"]}
    return states[built["declaration_id"]]


def test_every_persona_s_situation_is_a_state_with_its_parameters(school):
    params = {each["state"]: each["params"] for each in listed(school)}

    assert len(params) == len(listed(school))
    assert params.keys() == {each.situation for each in personas()} | BY_STATE.keys() | {
        "a participant ready to start"
    }
    usual = {"provider": "north-star", "schedule_identifier": SEPTEMBER, "cohort": "2021"}
    assert params[READY] == usual
    assert params["a participant ready to start"] == {**usual, "participant_type": "ect"}
    assert params["a paid declaration to void"] == {
        **usual,
        "participant_type": "ect",
        "declaration_type": "started",
    }


def test_every_entry_can_be_sent_as_it_is_listed(either_sandbox, school):
    for entry in listed(school):
        built = school.set_up(entry["state"], now=LATE, **entry["params"])
        assert built["schedule_identifier"] == entry["params"]["schedule_identifier"]
        shown = seen(either_sandbox.provider(), built["participant_id"])
        assert shown["participant_type"] == built["participant_type"]
        assert shown["updated_at"] == LATE
        if entry["state"] in BY_STATE:
            assert declared(either_sandbox, built, LATE) == BY_STATE[entry["state"]]


def test_a_state_that_cannot_exist_yet_names_the_first_moment_at_which_it_can(
    either_sandbox, school
):
    early = "2021-06-01T00:00:00Z"
    for entry in listed(school):
        response = school.staging(entry["state"], now=early)
        if response.status_code != 200:
            before = everything(either_sandbox)
            moment = possible_from(response)
            assert possible_from(school.staging(entry["state"], now=_just_before(moment)))
            assert everything(either_sandbox) == before
            built = school.set_up(entry["state"], now=moment)
            if entry["state"] in BY_STATE:
                assert declared(either_sandbox, built, moment) == BY_STATE[entry["state"]]


NOT_YET = {each.situation for each in personas() if each.holds_from} | {
    "a paid declaration to void",
    "a declaration awaiting clawback",
    "a clawed-back declaration",
}


def test_what_needs_a_later_past_is_too_early_in_a_world_as_it_begins(school):
    answers = {each["state"]: school.staging(each["state"]) for each in listed(school)}

    refusals = {state for state, each in answers.items() if each.status_code != 200}
    assert refusals == NOT_YET
    assert {refused(answers[state]) for state in NOT_YET} == {(409, "too_early")}
    assert possible_from(answers["an ECT with a paid declaration"]) == "2021-12-01T00:00:00Z"


def _just_before(moment):
    return (datetime.fromisoformat(moment) - timedelta(microseconds=1)).isoformat()


@pytest.mark.parametrize("kind", ["ect", "mentor"])
def test_somebody_can_be_ready_to_start_on_every_schedule_of_every_cohort(
    either_sandbox, school, kind
):
    """The harness looks for its participants so, whatever the date."""
    for schedule in either_sandbox.edition.schedules:
        if kind == "ect" and schedule.is_for_mentors_only:
            continue
        asked = {"schedule_identifier": schedule.identifier, "cohort": str(schedule.cohort)}
        built = school.set_up("a participant ready to start", participant_type=kind, **asked)
        shown = seen(either_sandbox.provider(), built["participant_id"])
        assert {name: shown[name] for name in asked} == asked
        assert {name: built[name] for name in asked} == asked
        assert shown["participant_type"] == built["participant_type"] == kind
        assert shown["eligible_for_funding"] is True
        assert school.set_up(f"{'an ECT' if kind == 'ect' else 'a mentor'} ready to start", **asked)


@pytest.mark.parametrize("state", BY_STATE)
@pytest.mark.parametrize("kind", ["ect", "mentor"])
def test_a_declaration_of_every_type_can_be_in_every_state(either_sandbox, school, state, kind):
    types = either_sandbox.edition.schedules.get(SEPTEMBER, 2021).milestones
    for schedule in (SEPTEMBER, "ecf-standard-april", "ecf-extended-january"):
        for each in types:
            response = school.staging(
                state,
                now=LATE,
                participant_type=kind,
                schedule_identifier=schedule,
                declaration_type=each,
            )
            if (state, schedule, each) == (
                "a clawed-back declaration",
                "ecf-standard-april",
                "completed",
            ):
                assert refused(response) == (409, "conflict")  # paid after the last milestone
                continue
            built = told(response)
            assert (built["declaration_type"], built["participant_type"]) == (each, kind)
            assert declared(either_sandbox, built, LATE) == BY_STATE[state]


@pytest.mark.parametrize("state", ["an eligible declaration", "a declaration awaiting clawback"])
@pytest.mark.parametrize("now", ["2021-12-20T09:00:00Z", "2022-03-01", "2023-10-30", LATE])
def test_what_time_would_undo_happened_just_now(either_sandbox, school, state, now):
    built = school.set_up(state, now=now)

    assert declared(either_sandbox, built, now) == BY_STATE[state]


def test_past_facts_are_past_and_order_and_changes_say_now(either_sandbox, school, north_star):
    before = either_sandbox.add()

    built = school.set_up("an ECT withdrawn before the started cut-off")

    known = school.show(built["participant_id"])
    assert known["withdrawn_at"] == "2021-11-24T10:00:00Z"
    assert known["added_at"] == "2021-06-01T09:00:00Z"
    assert known["updated_at"] == NOW
    assert ids(north_star.get(PARTICIPANTS)) == [before.id, built["participant_id"]]
    assert changed_since(north_star, NOW) == [built["participant_id"]]
    made = attributes(north_star.get(f"/participant-declarations/{built['declaration_id']}"))
    assert made["declaration_date"] == "2021-11-22T10:00:00Z"
    assert made["updated_at"] == NOW


def test_somebody_is_new_each_time_with_the_name_of_the_persona(school):
    state = "an ECT with apostrophes in name and email"
    first, second = (school.show(school.set_up(state)["participant_id"]) for _ in range(2))

    assert first["full_name"] == second["full_name"] == "Orla O'Farrell-D'Arcy"
    for name in ("id", "email", "teacher_reference_number"):
        assert first[name] != second[name]
    assert first["email"].startswith("orla.o'farrell")
    (persona,) = (each for each in personas() if each.situation == state)
    assert first["id"] != persona.id


def test_those_without_a_persona_have_names_of_their_own(school):
    state = "a participant ready to start"
    names = {school.show(school.set_up(state)["participant_id"])["full_name"] for _ in range(4)}

    assert len(names) == 4


def test_a_reset_world_builds_the_same_again(school):
    states = [READY, "an ECT with started declared", "a participant ready to start"]
    first = [school.set_up(each) for each in states]
    told(school.control.post(f"{WORLD}/reset", None))

    assert [school.set_up(each) for each in states] == first


def test_mentors_and_their_ects_are_built_together(school, north_star):
    ect = school.set_up("an ECT with a mentor")
    assert seen(north_star, ect["participant_id"])["mentor_id"] == ect["mentor_id"]
    assert seen(north_star, ect["mentor_id"])["participant_type"] == "mentor"
    assert "other_participant_id" not in ect

    mentor = school.set_up("a mentor of two ECTs")
    for each in ("other_participant_id", "third_participant_id"):
        assert seen(north_star, mentor[each])["mentor_id"] == mentor["participant_id"]
    assert "mentor_id" not in mentor


@pytest.mark.rule("DECL-13")
def test_two_people_with_one_number_have_a_new_one(school, north_star):
    state = "an ECT whose TRN is another's too, not declared yet"
    one, other = (school.set_up(state) for _ in range(2))

    def number(id_):
        return school.show(id_)["teacher_reference_number"]

    assert number(one["participant_id"]) == number(one["other_participant_id"])
    assert number(one["participant_id"]) != number(other["participant_id"])
    assert attributes(north_star.declare(one["participant_id"]))["state"] == "ineligible"


@pytest.mark.rule("PART-3")
@pytest.mark.parametrize(
    ("provider", "other"), [("north-star", "riverbank"), ("riverbank", "north-star")]
)
@pytest.mark.parametrize("state", ["an ECT transferred in", "an ECT transferred out"])
def test_a_transfer_has_two_sides(either_sandbox, school, state, provider, other):
    built = school.set_up(state, provider=provider)

    assert (built["provider"], built["other_provider"]) == (provider, other)
    now_with = provider if state.endswith("in") else other
    assert school.show(built["participant_id"])["provider"] == now_with
    for each in (provider, other):
        assert seen(either_sandbox.provider(each), built["participant_id"])


def test_a_provider_gets_who_is_asked_for(either_sandbox, school):
    built = school.set_up(READY, provider="fenland")

    assert built["provider"] == "fenland"
    assert ids(either_sandbox.provider("fenland").get(PARTICIPANTS)) == [built["participant_id"]]
    assert ids(either_sandbox.provider().get(PARTICIPANTS)) == []
    assert built.keys() == {
        "participant_id",
        "provider",
        "participant_type",
        "course_identifier",
        "schedule_identifier",
        "cohort",
        "school_urn",
    }


def test_what_is_built_can_be_acted_on(school, north_star):
    built = school.set_up(READY)

    assert titles(north_star.act("resume", built["participant_id"])) == ["participant_profile"]
    assert attributes(north_star.declare(built["participant_id"]))["state"] == "eligible"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"consumer": "lp", "states": [READY], "params": {}}, id="Ruby's"),
        pytest.param({"consumer": "lp", "states": [READY]}, id="Ruby's of long ago"),
        pytest.param({"params": {}, "action": "setup"}, id="Rust's"),
        pytest.param({}, id="the JVM's"),
        pytest.param({"params": {"provider": "north-star"}, "action": "setup"}, id="with values"),
        pytest.param({"consumer": "lp", "states": [READY], "params": None}, id="null for none"),
    ],
)
def test_every_verifier_of_pact_is_understood(school, north_star, more):
    built = told(school.control.post(STATES, {"state": READY, **more}))

    assert seen(north_star, built["participant_id"])["participant_type"] == "ect"


@pytest.mark.parametrize("action", [{}, {"action": "setup"}, {"action": "teardown"}], ids=str)
@pytest.mark.parametrize(
    "none",
    [
        pytest.param({"state": "", "params": {}}, id="Rust's"),
        pytest.param({"consumer": "lp", "state": None, "states": [None]}, id="Ruby's"),
        pytest.param({"state": "", "params": None}, id="null for none"),
    ],
)
def test_for_an_interaction_without_a_state_nothing_is_set_up(either_sandbox, school, none, action):
    before = everything(either_sandbox)

    assert told(school.control.post(STATES, {**none, **action})) == {}
    assert everything(either_sandbox) == before
