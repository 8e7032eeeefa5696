"""Provider states: built by name, for somebody new each time."""

import re

import pytest

from ecf_sandbox.v3.seeding.personas import personas
from ecf_sandbox.v3.seeding.provider_states import provider_states
from tests.v3.kit.control import told

LATER = "2027-03-10T10:00:00Z"
READY = "an ECT ready to start"
SEPTEMBER = "ecf-standard-september"
COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}
BUILDABLE = sorted(set(provider_states()) - {"a declaration"})


def build(control, name, /, *, now=None, **params):
    """Build a state; return what is told."""
    return control.done("POST", "/states", {"state": name, "params": params}, on=now)


def too_early(control, name, /, *, now=None, **params):
    """Build a state that cannot be yet; return the moment from which it can."""
    answer = control.call("POST", "/states", {"state": name, "params": params}, on=now)
    error = told(answer, 409)["error"]
    assert error["code"] == "too_early"
    return re.search(r"from (\S+Z) on", error["message"])[1]


def attributes(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]


def enrolment(server, built, *, on=None):
    headers = {"X-With-Server-Date": on} if on else {}
    token = f"{built['provider']}-token"
    path = f"/participants/{built['participant_id']}"
    seen = attributes(server.call("GET", path, token=token, headers=headers))
    return next(
        each
        for each in seen["ecf_enrolments"]
        if each["participant_type"] == built["participant_type"]
    )


def test_every_persona_s_situation_is_a_state_with_its_parameters(control):
    listed = {each["state"]: each["params"] for each in control.get("/states")["states"]}
    assert {each.about for each in personas()} < set(listed)
    assert listed[READY] == {
        "provider": "north-star",
        "cohort": "2026",
        "schedule_identifier": SEPTEMBER,
        "school_id": "",
        "delivery_partner_id": "",
    }
    assert listed["a withdrawn ECT"] == {"provider": "north-star"}
    assert set(listed["a declaration"]) == {
        "provider",
        "cohort",
        "participant_type",
        "schedule_identifier",
        "declaration_type",
        "state",
        "school_id",
        "delivery_partner_id",
    }


def test_every_entry_can_be_sent_as_it_is_listed(control):
    for state in BUILDABLE:
        built = build(control, state, **provider_states()[state].params)
        assert built["provider"] == "north-star"
        assert set(built) > {"provider"}


def test_every_state_can_be_built_later_and_for_another_provider(control):
    for state in BUILDABLE:
        assert build(control, state, now=LATER, provider="riverbank")["provider"] == "riverbank"


@pytest.mark.parametrize(
    ("state", "status", "training"),
    [
        ("an ECT who joins", "joining", "active"),
        ("an ECT who leaves", "leaving", "active"),
        ("an ECT whose training ends today", "left", "active"),
        ("a withdrawn ECT", "left", "withdrawn"),
        ("a deferred mentor", "left", "deferred"),
        ("an ECT back from a break", "active", "active"),
        ("an ECT whose training began today", "active", "active"),
        ("an ECT in training until deferred this morning", "left", "deferred"),
        ("an ECT who went to another provider", "left", "active"),
    ],
)
@pytest.mark.parametrize("on", [None, LATER], ids=["now", "later"])
def test_a_situation_is_as_far_from_now_as_the_persona_s(
    control, server, state, status, training, on
):
    seen = enrolment(server, build(control, state, now=on), on=on)
    assert (seen["participant_status"], seen["training_status"]) == (status, training)


def test_the_parameters_are_heeded(control, server):
    built = build(
        control,
        READY,
        provider="beacon-hill",
        cohort=2025,
        schedule_identifier="ecf-extended-april",
    )
    assert (built["cohort"], built["schedule_identifier"]) == ("2025", "ecf-extended-april")
    seen = enrolment(server, built)
    assert (seen["cohort"], seen["schedule_identifier"]) == ("2025", "ecf-extended-april")
    assert seen["training_record_id"] == built["training_record_id"]
    assert seen["delivery_partner_id"] == built["delivery_partner_id"]


def test_what_is_built_is_the_newest_in_lists_and_polls(control, server):
    built = build(control, "an ECT with everything declared")
    listed = server.call("GET", "/participants?page[per_page]=3000").json()["data"]
    assert listed[-1]["id"] == built["participant_id"]
    assert listed[-1]["attributes"]["updated_at"] == "2026-11-25T09:00:00Z"
    since = "/participants?filter[updated_since]=2026-11-25T09:00:00Z"
    assert [each["id"] for each in server.call("GET", since).json()["data"]] == [
        built["participant_id"]
    ]


NEVER = ("submitted", "mentor")
STATES = ["submitted", "eligible", "paid", "voided", "awaiting-clawback", "clawed-back"]


@pytest.mark.parametrize("cohort", [2024, 2025])
@pytest.mark.parametrize(
    ("state", "role"),
    # A mentor is eligible as soon as there is training, so nothing of theirs waits.
    [(state, role) for state in STATES for role in COURSES if (state, role) != NEVER],
)
def test_a_declaration_is_in_the_state_asked_for(control, server, state, cohort, role):
    built = build(control, "a declaration", state=state, cohort=cohort, participant_type=role)
    seen = attributes(server.call("GET", f"/participant-declarations/{built['declaration_id']}"))
    assert (seen["state"], seen["statement_id"]) == (state, built.get("statement_id"))
    assert seen["course_identifier"] == COURSES[role]


def test_a_payable_declaration_needs_a_deadline_that_has_passed(control, server):
    asked = {"state": "payable", "cohort": 2025}
    assert too_early(control, "a declaration", **asked) == "2027-01-01T00:00:00Z"
    built = build(control, "a declaration", now="2027-01-01T00:00:00Z", **asked)
    server.set_now("2027-01-02T00:00:00Z")
    path = f"/participant-declarations/{built['declaration_id']}"
    assert attributes(server.call("GET", path))["state"] == "payable"


@pytest.mark.parametrize(
    ("state", "moment"),
    [
        ("a withdrawn ECT", "2026-10-15T12:00:00Z"),
        ("an ECT with `started` paid", "2025-11-25T00:00:00Z"),
        ("an ECT with a clawback made", "2026-08-24T23:00:00Z"),
    ],
)
def test_what_needs_a_past_is_too_early_before(control, state, moment):
    assert too_early(control, state, now="2025-11-01T10:00:00Z") in (
        moment,
        "2026-05-31T23:00:00Z",
    )
    assert build(control, state, now=moment)["participant_id"]


@pytest.mark.parametrize("training", ["active", "deferred", "withdrawn"])
def test_a_participant_has_the_statuses_asked_for(control, server, training):
    statuses = ["joining", "active", "leaving", "left"] if training == "active" else ["left"]
    for status in statuses:
        built = build(control, "a participant", training_status=training, participant_status=status)
        seen = enrolment(server, built)
        assert (seen["training_status"], seen["participant_status"]) == (training, status)


def test_nobody_is_deferred_and_active(control):
    asked = {"training_status": "deferred", "participant_status": "active"}
    body = {"state": "a participant", "params": asked}
    assert "left" in control.refused("POST", "/states", body)


@pytest.mark.parametrize("kind", ["new_school", "new_provider", "unknown"])
@pytest.mark.parametrize("status", ["complete", "incomplete"])
def test_a_transfer_is_as_asked_for(control, server, kind, status):
    built = build(control, "a transfer", transfer_type=kind, status=status)
    seen = attributes(server.call("GET", f"/participants/{built['participant_id']}/transfers"))
    (only,) = seen["transfers"]
    assert (only["transfer_type"], only["status"]) == (kind, status)


def test_schools_are_as_their_states_say(control, server):
    def school(state):
        built = build(control, state)
        path = f"/schools/{built['school_id']}?filter[cohort]=2026"
        found = server.call("GET", path)
        return attributes(found) if found.status_code == 200 else None

    assert school("a school without partnership")["in_partnership"] is False
    assert school("a school in partnership")["in_partnership"] is True
    assert school("a school with an expression of interest")["expression_of_interest"] is True
    assert (
        school("a school with school-led ECTs only")["induction_programme_choice"] == "school_led"
    )
    assert school("a school not eligible") is None


def test_an_interest_becomes_participants_with_a_partnership(control, server):
    built = build(control, "a school with an expression of interest")
    asked = {
        "cohort": 2026,
        "school_id": built["school_id"],
        "delivery_partner_id": built["delivery_partner_id"],
    }
    made = attributes(server.send("POST", "/partnerships", asked))
    assert made["participants_currently_training"] == 2


def test_other_people_are_told_too(control, server):
    merged = build(control, "a merged participant")
    (change,) = attributes(server.call("GET", f"/participants/{merged['participant_id']}"))[
        "participant_id_changes"
    ]
    assert change["from_participant_id"] == merged["other_participant_id"]
    unfunded = build(control, "an unfunded mentor")
    path = f"/unfunded-mentors/{unfunded['participant_id']}"
    assert server.call("GET", path).status_code == 200
    mentor = build(control, "a mentor with three ECTs at two schools")
    assert {"other_participant_id", "third_participant_id", "fourth_participant_id"} < set(mentor)


@pytest.mark.parametrize(
    "state", ["an id that nobody has", "a participant of another provider", "a retired id"]
)
def test_what_the_provider_may_not_see_is_a_404(control, server, state):
    built = build(control, state)
    assert server.call("GET", f"/participants/{built['participant_id']}").status_code == 404


def test_the_next_cohort_is_opened_once(control):
    assert build(control, "a cohort that has not begun")["cohort"] == "2027"
    assert build(control, "a cohort that has not begun")["cohort"] == "2027"


def test_a_provider_without_the_cohort_is_refused(control):
    body = {"state": READY, "params": {"provider": "fenland"}}
    assert "2026" in control.refused("POST", "/states", body)


def test_a_parameter_that_a_state_does_not_take_is_refused(control):
    body = {"state": "a withdrawn ECT", "params": {"cohort": 2025}}
    assert control.refused("POST", "/states", body) == (
        '"a withdrawn ECT" takes provider, and not cohort.'
    )


def test_an_unknown_name_is_not_found_and_the_nearest_is_offered(control):
    message = control.refused("POST", "/states", {"state": "an ECT redy to start"}, status=404)
    assert READY in message


@pytest.mark.parametrize(
    "body", [{"state": ""}, {"state": None}, {"state": READY, "action": "teardown"}]
)
def test_nothing_is_set_up_where_nothing_is_asked(control, body):
    assert control.done("POST", "/states", body) == {}


@pytest.mark.rule("V3-REG-4")
def test_a_refusal_names_the_parameter_where_the_request_has_it(control):
    asked = {"participant_type": "ect", "schedule_identifier": "ecf-replacement-september"}
    body = {"state": "a participant", "params": asked}
    refusal = control.refused("POST", "/states", body)
    assert refusal.startswith("#/params/schedule_identifier ecf-replacement-september is not for")
