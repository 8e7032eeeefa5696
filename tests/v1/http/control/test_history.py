"""What happened to a participant, as the control API tells it."""

import pytest

from tests.kit.control import Control, told
from tests.kit.sandbox import NOW

LATER = "2021-11-26T09:00:00Z"
PAID = "2022-03-01T00:00:00Z"


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


def events(control, person_id, now=NOW):
    """Return what happened: when, who did it, and what."""
    path = f"/worlds/default/participants/{person_id}/history"
    return told(control.get(path, headers={"X-With-Server-Date": now}))["events"]


def words(control, person_id, **asked):
    return [
        (each["provider"] or each["by"], each["event"])
        for each in events(control, person_id, **asked)
    ]


def test_somebody_just_added_was_registered(control):
    body = {"provider": "north-star", "participant_type": "mentor"}
    added = told(control.post("/worlds/default/participants", body), 201)
    (only,) = events(control, added["id"])
    assert only.pop("recorded") > NOW[:19]
    assert only == {
        "at": NOW,
        "by": "school",
        "provider": None,
        "event": "registered",
        "details": {"provider": "north-star", "participant_type": "mentor", "cohort": "2021"},
    }


def test_what_a_provider_did_is_told_with_its_reasons(sandbox, control, north_star):
    person = sandbox.add()
    north_star.act("defer", person, reason="career-break")
    north_star.act("resume", person)
    north_star.act("change-schedule", person, schedule_identifier="ecf-extended-april")
    north_star.act("withdraw", person, now=LATER, reason="moved-school")
    found = events(control, person.id, now=LATER)
    assert [(each["event"], each["details"]) for each in found[1:]] == [
        ("deferred", {"reason": "career-break"}),
        ("resumed", {}),
        ("schedule-changed", {"schedule_identifier": "ecf-extended-april"}),
        ("withdrawn", {"reason": "moved-school"}),
    ]
    assert [each["at"] for each in found] == ["2021-09-01T09:00:00Z", NOW, NOW, NOW, LATER]
    stamps = [each["recorded"] for each in found]
    assert stamps == sorted(stamps)
    assert {each["provider"] for each in found[1:]} == {"north-star"}


def test_a_refused_act_did_not_happen(sandbox, control, north_star):
    person = sandbox.add()
    assert north_star.act("resume", person).status_code == 422
    assert words(control, person.id) == [("school", "registered")]


def test_what_schools_and_the_department_changed_is_told_apart(sandbox, control):
    person, mentor = sandbox.add(eligible=None, email_validated=False), sandbox.add("mentor")
    path = f"/worlds/default/participants/{person.id}"
    facts = {
        "email_validated": True,
        "eligible_for_funding": True,
        "mentor_id": mentor.id,
        "qts": True,
    }
    assert control.patch(path, facts).status_code == 200
    assert control.patch(path, {"mentor_id": None, "status": "withdrawn"}).status_code == 200
    assert [
        (each["by"], each["event"], each["details"]) for each in events(control, person.id)[1:]
    ] == [
        ("school", "mentor-assigned", {"mentor_id": mentor.id}),
        ("school", "details-changed", {"email_validated": True}),
        ("department", "details-changed", {"eligible_for_funding": True}),
        ("school", "details-changed", {"status": "withdrawn", "mentor_id": None}),
    ]


def test_transfers_are_told_each_with_where_from_and_where_to(sandbox, control):
    person = sandbox.add()
    path = f"/worlds/default/participants/{person.id}/transfer"
    for provider, urn in (("riverbank", "100001"), ("north-star", "100002")):
        body = {"provider": provider, "school_urn": urn}
        assert control.post(path, body).status_code == 200
    first = {"provider": "north-star", "school_urn": "012345"}
    second = {"provider": "riverbank", "school_urn": "100001"}
    third = {"provider": "north-star", "school_urn": "100002"}
    moves = [each for each in events(control, person.id) if each["event"] == "transferred"]
    assert [each["details"] for each in moves] == [
        {"from": first, "to": second},
        {"from": second, "to": third},
    ]
    assert events(control, person.id)[0]["details"]["provider"] == "north-star"


def test_time_brings_events_once_it_has_come_and_takes_them_back(sandbox, control, north_star):
    person = sandbox.add()
    north_star.declare(person)
    made = [("school", "registered"), ("north-star", "declared")]
    payable, paid = ("time", "declaration-payable"), ("time", "declaration-paid")
    assert words(control, person.id, now="2021-11-30T23:59:59Z") == made
    assert words(control, person.id, now="2021-12-01T00:00:00Z") == [*made, payable, paid]
    assert words(control, person.id) == made


def test_a_clawback_is_told_to_its_end(sandbox, control, north_star):
    person = sandbox.add()
    made = north_star.declare(person).json()["data"]["id"]
    north_star.void(made, now=PAID)
    found = words(control, person.id, now="2023-01-01T00:00:00Z")
    assert [what for _, what in found] == [
        "registered",
        "declared",
        "declaration-payable",
        "declaration-paid",
        "declaration-voided",
        "declaration-clawed-back",
    ]
    voided = events(control, person.id, now=PAID)[-1]
    assert voided["details"]["state"] == "awaiting-clawback"


def test_a_declaration_that_became_eligible_says_when(sandbox, control, north_star):
    person = sandbox.add(eligible=None)
    north_star.declare(person)
    path = f"/worlds/default/participants/{person.id}"
    control.patch(path, {"eligible_for_funding": True}, headers={"X-With-Server-Date": LATER})
    assert words(control, person.id, now=LATER)[1:] == [
        ("north-star", "declared"),
        ("department", "details-changed"),
        ("time", "declaration-eligible"),
    ]


def test_a_history_goes_back_with_its_world(sandbox, control, north_star):
    person = sandbox.add()
    path = f"/worlds/default/participants/{person.id}/transfer"
    control.put("/worlds/default/snapshots/before", None)
    control.post(path, {"provider": "riverbank", "school_urn": "100001"})
    assert len(events(control, person.id)) == 2
    control.post("/worlds/default/snapshots/before/restore")
    assert len(events(control, person.id)) == 1


@pytest.mark.parametrize(
    "person_id",
    ["7", "00000000-0000-4000-8000-000000000000"],
    ids=["malformed", "unknown"],
)
def test_nobody_has_no_history(control, person_id):
    path = f"/worlds/default/participants/{person_id}/history"
    assert control.get(path).status_code == 404
