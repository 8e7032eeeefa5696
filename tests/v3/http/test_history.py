"""What happened to a person, as the control API tells it."""

import pytest

from ecf_sandbox.v3.seeding.organisations import school_id
from tests.kit.conformance import DocumentedAnswers
from tests.v3.kit.server import DOCUMENTS

PERSON = "/participants/00000000-0000-4000-8000-00000000"
ECT = "ecf-induction"


def events(server, number, now=None):
    """Return what happened to a persona, held against the document."""
    headers = {"X-With-Server-Date": now} if now else {}
    answer = server.http.get(f"/sandbox/worlds/default{PERSON}{number}/history", headers=headers)
    DocumentedAnswers(DOCUMENTS.control["v3"].read().json).check(answer)
    return answer.json()["events"]


def words(server, number, now=None):
    return [(each["provider"] or each["by"], each["event"]) for each in events(server, number, now)]


@pytest.fixture
def declared(server):
    """A declaration of 3101, just made."""
    said = {
        "participant_id": "00000000-0000-4000-8000-000000003101",
        "declaration_type": "started",
        "declaration_date": "2026-11-20T09:00:00Z",
        "course_identifier": ECT,
        "evidence_held": "training-event-attended",
    }
    return server.send("POST", "/participant-declarations", said).json()["data"]["id"]


def test_a_persona_has_the_history_that_it_has_lived(server):
    first, *others = events(server, 3208)
    assert first["event"] == "registered"
    assert first["details"]["started_on"] == "2026-09-01"
    left = others[-1]
    assert (left["at"], left["event"]) == ("2026-10-15T12:00:00Z", "withdrawn")
    assert left["provider"] == "north-star"
    assert left["details"]["course_identifier"] == ECT


def test_acts_of_providers_are_told_in_their_order(server):
    path = f"{PERSON}3101"
    server.send("PUT", f"{path}/defer", {"course_identifier": ECT, "reason": "career-break"})
    server.set_now("2026-11-27T09:00:00Z")
    server.send("PUT", f"{path}/resume", {"course_identifier": ECT})
    change = {"course_identifier": ECT, "schedule_identifier": "ecf-extended-september"}
    server.send("PUT", f"{path}/change-schedule", change)
    done = [each for each in events(server, 3101) if each["by"] == "provider"]
    assert [(each["event"], each["details"]) for each in done] == [
        ("deferred", {"course_identifier": ECT, "reason": "career-break"}),
        ("resumed", {"course_identifier": ECT}),
        (
            "schedule-changed",
            {
                "course_identifier": ECT,
                "schedule_identifier": "ecf-extended-september",
                "cohort": "2026",
            },
        ),
    ]
    assert done[1]["recorded"] < done[2]["recorded"]


def test_a_refused_act_did_not_happen(server):
    before = words(server, 3101)
    assert server.send("PUT", f"{PERSON}3101/resume", {"course_identifier": ECT}).status_code == 422
    assert words(server, 3101) == before


def test_a_declaration_is_told_to_its_clawback_by_and_by(server, declared):
    made = [("north-star", "declared")]
    assert words(server, 3101)[-1:] == made
    assert words(server, 3101, "2027-01-01T00:00:00Z")[-1:] == [("time", "declaration-payable")]
    assert words(server, 3101, "2027-01-25T00:00:00Z")[-1:] == [("time", "declaration-paid")]
    server.set_now("2027-02-01T09:00:00Z")
    assert server.call("PUT", f"/participant-declarations/{declared}/void").status_code == 200
    assert words(server, 3101, "2027-12-01T00:00:00Z")[-5:] == [
        *made,
        ("time", "declaration-payable"),
        ("time", "declaration-paid"),
        ("north-star", "declaration-voided"),
        ("time", "declaration-clawed-back"),
    ]
    assert words(server, 3101)[-1:] == [("north-star", "declaration-voided")]


def test_what_was_voided_before_its_payment_was_never_paid(server, declared):
    server.call("PUT", f"/participant-declarations/{declared}/void")
    assert [what for _, what in words(server, 3101, "2027-12-01T00:00:00Z")][-2:] == [
        "declared",
        "declaration-voided",
    ]
    assert events(server, 3101)[-1]["details"]["state"] == "voided"


def test_personas_declarations_go_by_their_known_ids(server):
    (made,) = [each for each in events(server, 3401) if each["event"] == "declared"]
    assert made["details"]["declaration_id"] == "dec00001-0000-4000-8000-000000003401"


def test_who_is_taken_over_by_a_partnership_has_it_in_the_history(server):
    said = {
        "cohort": "2026",
        "school_id": school_id(5),
        "delivery_partner_id": server.call("GET", "/delivery-partners").json()["data"][0]["id"],
    }
    made = server.send("POST", "/partnerships", said)
    assert made.status_code == 200, made.text
    assert words(server, 3801)[-1] == ("north-star", "partnered")


def test_eligibility_that_waits_for_its_day_is_told_from_it_on(server):
    eligible = ("time", "became-eligible")
    assert eligible not in words(server, 3111)
    assert eligible in words(server, 3111, "2026-12-01T00:00:00Z")


@pytest.mark.parametrize("number", ["9999", "x"], ids=["unknown", "malformed"])
def test_nobody_has_no_history(server, number):
    path = f"/sandbox/worlds/default{PERSON}{number}/history"
    assert server.http.get(path).status_code == 404


def test_a_refusal_tells_its_rule_in_the_journal_alone(server):
    answer = server.send("PUT", f"{PERSON}3101/resume", {"course_identifier": "x"})
    server.call("GET", "/nowhere")
    server.call("GET", "/participants?page=2")
    server.call("GET", "/participants", headers={"X-With-Server-Date": "noon"})
    assert "V3-" not in answer.text
    entries = server.http.get("/sandbox/worlds/default/journal").json()["entries"]
    assert [[each["rule"] for each in entry["problems"]] for entry in entries] == [
        ["V3-TIME-2"],
        ["V3-FMT-8"],
        ["V3-FMT-6"],
        ["V3-ACT-2"],
    ]


SCHOOLS_AND_DEPARTMENT = [
    (
        "lead-provider",
        {"participant_type": "ect", "provider": "riverbank"},
        "school",
        "lead-provider-changed",
    ),
    ("programme", {"programme": "school_led"}, "school", "programme-changed"),
    ("mentor", {"mentor_id": "00000000-0000-4000-8000-000000003102"}, "school", "mentor-assigned"),
    ("leave", {"participant_type": "ect", "on": "2026-12-31"}, "school", "left-school"),
]


@pytest.mark.parametrize(
    ("call", "said", "by", "event"),
    SCHOOLS_AND_DEPARTMENT,
    ids=[row[3] for row in SCHOOLS_AND_DEPARTMENT],
)
def test_acts_of_schools_are_told_with_their_time(server, call, said, by, event):
    path = f"/sandbox/worlds/default{PERSON}3101/{call}"
    assert server.http.post(path, json=said).status_code == 200
    told = events(server, 3101)[-1]
    assert (told["by"], told["event"]) == (by, event)
    assert told["at"] == "2026-11-25T09:00:00Z"
    assert told["recorded"] is not None


def test_acts_of_appropriate_bodies_and_the_department_are_told(server, declared):
    path = f"/sandbox/worlds/default{PERSON}3101"
    closed = {"finished_on": "2026-11-24"}
    assert server.http.patch(f"{path}/induction", json=closed).status_code == 200
    renamed = {"full_name": "Somebody Else"}
    assert server.http.patch(path, json=renamed).status_code == 200
    void = f"/sandbox/worlds/default/declarations/{declared}/void"
    assert server.http.post(void).status_code == 200
    told = [(each["by"], each["event"]) for each in events(server, 3101)]
    assert ("appropriate-body", "induction-changed") in told
    assert ("school", "details-changed") in told
    assert ("department", "declaration-voided") in told
