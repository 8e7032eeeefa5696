"""Provider states: situations built by name, for somebody new each time."""

import re

import pytest
from starlette.testclient import TestClient

from ecf_sandbox.seeding.personas import personas
from tests.kit.control import refused, told
from tests.kit.sandbox import NOW, SEPTEMBER, attributes, ids, titles
from tests.kit.school import PARTICIPANTS, WORLD, School, changed_since, seen
from tests.kit.traces import everything

STATES = f"{WORLD}/states"
LATE = "2024-06-03T12:00:00Z"
JANUARY = "ecf-standard-january"
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
    found = sandbox.provider(built["provider"]).get(
        "/participant-declarations", params=of, now=now
    )
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
        built = school.stage(entry["state"], now=LATE, **entry["params"])
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
            built = school.stage(entry["state"], now=moment)
            if entry["state"] in BY_STATE:
                assert declared(either_sandbox, built, moment) == BY_STATE[entry["state"]]


def _just_before(moment):
    """Return the last microsecond before a whole second."""
    hour, minute = int(moment[11:13]), int(moment[14:16])
    day = moment[:10]
    if (hour, minute) == (0, 0):
        return {"2021-12-01": "2021-11-30", "2022-02-28": "2022-02-27"}[day] + "T23:59:59.999999Z"
    minutes = hour * 60 + minute - 1
    return f"{day}T{minutes // 60:02}:{minutes % 60:02}:59.999999Z"
