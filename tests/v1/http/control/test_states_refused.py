"""Provider states that cannot be built, and those that are torn down."""

import pytest

from tests.kit.control import refused, told
from tests.kit.sandbox import SEPTEMBER
from tests.kit.school import WORLD, School
from tests.kit.traces import everything

STATES = f"{WORLD}/states"
LATE = "2024-06-03T12:00:00Z"
READY = "an ECT ready to start"


@pytest.fixture
def school(either_sandbox):
    return School(either_sandbox)


@pytest.mark.parametrize(
    ("state", "params"),
    [
        pytest.param(READY, {"participant_type": "ect"}, id="not taken"),
        pytest.param(READY, {"schedule_identifier": "ecf-replacement-april"}, id="mentors only"),
        pytest.param(
            "a participant ready to start",
            {"participant_type": "ect", "schedule_identifier": "ecf-replacement-april"},
            id="mentors only, by type",
        ),
        pytest.param(
            "a replacement mentor part-way", {"schedule_identifier": SEPTEMBER}, id="no replacement"
        ),
        pytest.param(
            "an ECT withdrawn before the started cut-off",
            {"schedule_identifier": "ecf-extended-september"},
            id="no cut-off",
        ),
    ],
)
def test_what_does_not_fit_a_state_is_refused(either_sandbox, school, state, params):
    before = everything(either_sandbox)

    assert refused(school.staging(state, now=LATE, **params)) == (409, "conflict")
    assert everything(either_sandbox) == before
    school.set_up(state, now=LATE)


def test_the_guidance_has_no_state_of_2022(sandbox):
    assert refused(School(sandbox).staging(READY, cohort=2022)) == (409, "conflict")


def test_the_service_has_states_of_2022(service_sandbox):
    assert School(service_sandbox).set_up(READY, cohort=2022)["cohort"] == "2022"


@pytest.mark.parametrize("action", ["setup", "teardown"])
def test_an_unknown_state_is_not_found_and_those_like_it_are_named(school, action):
    body = {"state": "an ECT redy to start", "action": action}
    response = school.control.post(STATES, body)

    assert refused(response) == (404, "not_found")
    assert f'"{READY}"' in response.json()["error"]["message"]
    assert refused(school.staging("xyzzy")) == (404, "not_found")


def test_a_teardown_does_nothing(either_sandbox, school):
    before = everything(either_sandbox)
    body = {"state": READY, "action": "teardown", "params": {}, "consumer": "induction-manager"}

    assert told(school.control.post(STATES, body)) == {}
    assert everything(either_sandbox) == before
    assert told(school.control.post(STATES, {**body, "action": "setup"}))["participant_id"]


def test_there_are_no_states_of_a_world_that_is_not_there(school):
    for request in (
        school.control.get("/worlds/nowhere/states"),
        school.control.post("/worlds/nowhere/states", {"state": READY}),
        school.control.post("/worlds/nowhere/states", {"state": READY, "action": "teardown"}),
    ):
        assert refused(request) == (404, "not_found")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="no state"),
        pytest.param({"state": READY, "sates": [READY]}, id="a misspelt key"),
        pytest.param({"state": READY, "params": {"privder": "riverbank"}}, id="a misspelt value"),
        pytest.param({"state": READY, "params": []}, id="no object"),
        pytest.param({"state": READY, "states": READY}, id="no list"),
    ],
)
def test_what_no_verifier_sends_is_refused(school, body):
    assert refused(school.control.post(STATES, body)) == (400, "invalid_request")
