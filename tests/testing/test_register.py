"""What the fixture gives to a test of API v3."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ecf_sandbox.testing import OtherApi, Participant, Refused, Sandbox

pytestmark = pytest.mark.ecf_sandbox(api="v3")

PARTNERSHIPS = "/api/v3/partnerships"
DECLARATIONS = "/api/v3/participant-declarations"
READY = "00000000-0000-4000-8000-000000003101"


def started(who: Participant) -> Any:
    attributes = {
        "participant_id": who.id,
        "course_identifier": who.course_identifier,
        "declaration_type": "started",
        "declaration_date": "2026-11-20T09:00:00Z",
        "evidence_held": "other",
    }
    return {"data": {"type": "participant-declaration", "attributes": attributes}}


def test_the_world_is_todays_service(either):
    assert either.now == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert either.client().get(f"/api/v3/participants/{READY}").status_code == 200
    assert either.client("fenland").get(f"/api/v3/participants/{READY}").status_code == 404
    assert either.control("GET", "")["edition"] == "register"


def test_a_declaration_goes_the_whole_way(either):
    who = either.participant("an ECT ready to start")
    made = either.client().post(DECLARATIONS, json=started(who)).json()["data"]
    assert made["attributes"]["state"] == "eligible"
    states = []
    for landmark in ("next-statement-deadline", "next-payment"):
        either.advance(to=landmark, cohort=2026)
        seen = either.client().get(f"{DECLARATIONS}/{made['id']}").json()["data"]
        states.append(seen["attributes"]["state"])
    assert states == ["payable", "paid"]
    assert [each.status for each in either.journal] == [200, 200, 200]


def test_a_partnership_makes_people_appear(either):
    school = either.school("a school with an expression of interest")
    client = either.client()
    person = f"/api/v3/participants/{school.participant_id}"
    assert client.get(person).status_code == 404
    attributes = {
        "cohort": school.cohort,
        "school_id": school.id,
        "delivery_partner_id": school.delivery_partner_id,
    }
    body = {"data": {"type": "partnership", "attributes": attributes}}
    made = client.post(PARTNERSHIPS, json=body)
    assert made.json()["data"]["attributes"]["urn"] == school.urn
    assert client.get(person).status_code == 200


def test_a_partnership_is_built_with_people_or_without(ecf_sandbox_in_process):
    sandbox = ecf_sandbox_in_process
    alone = sandbox.partnership(cohort="2025", provider="riverbank")
    assert (alone.cohort, alone.provider, alone.participant_id) == ("2025", "riverbank", None)
    seen = sandbox.client("riverbank").get(f"{PARTNERSHIPS}/{alone.id}").json()["data"]
    assert seen["attributes"]["school_id"] == alone.school_id
    assert seen["attributes"]["delivery_partner_id"] == alone.delivery_partner_id
    peopled = sandbox.partnership("a partnership with participants")
    for person in (peopled.participant_id, peopled.other_participant_id):
        assert sandbox.client().get(f"/api/v3/participants/{person}").status_code == 200


def test_a_delivery_partner_is_built(ecf_sandbox_in_process):
    made = ecf_sandbox_in_process.delivery_partner()
    client = ecf_sandbox_in_process.client()
    assert client.get(f"/api/v3/delivery-partners/{made}").status_code == 200
    theirs = ecf_sandbox_in_process.delivery_partner("a delivery partner of another provider")
    assert client.get(f"/api/v3/delivery-partners/{theirs}").status_code == 404


def test_every_state_of_a_participant_builds_one(ecf_sandbox_in_process: Sandbox):
    sandbox = ecf_sandbox_in_process
    states = [each["state"] for each in sandbox.control("GET", "/states")["states"]]
    without = ("school", "delivery partner", "cohort that", "partnership")
    people = [name for name in states if not any(f"a {each}" in name for each in without)]
    assert len(people) > 60
    for name in people:
        assert sandbox.participant(name).id
    assert sandbox.participant("an id that nobody has").cohort == ""


def test_a_clock_goes_to_somebodys_first_day(ecf_sandbox_in_process):
    who = ecf_sandbox_in_process.participant("an ECT who joins")
    passed = ecf_sandbox_in_process.advance(to="next-training-start", participant=who)
    assert "training-began" in {each["what"] for each in passed}
    assert ecf_sandbox_in_process.now == datetime(2027, 1, 4, tzinfo=UTC)
    ecf_sandbox_in_process.advance(to="tomorrow")
    assert ecf_sandbox_in_process.now == datetime(2027, 1, 5, tzinfo=UTC)
    with pytest.raises(Refused, match="next-training-start"):
        ecf_sandbox_in_process.advance(to="next-training-start", participant=who.id)


@pytest.mark.parametrize("day", ["2026-07-01", date(2026, 7, 1)], ids=["text", "a date"])
def test_a_date_is_its_midnight_in_london(ecf_sandbox_in_process, day):
    ecf_sandbox_in_process.travel_to(day)
    assert ecf_sandbox_in_process.now == datetime(2026, 6, 30, 23, tzinfo=UTC)


@pytest.mark.ecf_sandbox(now="2026-07-01", personas=False, participants=2)
def test_a_mark_begins_it_elsewhere(ecf_sandbox_in_process):
    assert ecf_sandbox_in_process.now == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert ecf_sandbox_in_process.client().get(f"/api/v3/participants/{READY}").status_code == 404


def test_faults_and_resets_are_as_in_v1(either):
    client = either.client()
    either.fault(status=503, path="/api/v3/schools*", times=1)
    asked = "/api/v3/schools?filter[cohort]=2026"
    assert [client.get(asked).status_code for _ in "ab"] == [503, 200]
    who = either.participant()
    either.travel_to("2027-01-25")
    either.reset()
    assert either.now == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert client.get(f"/api/v3/participants/{who.id}").status_code == 404


@pytest.mark.ecf_sandbox(api="v1")
@pytest.mark.parametrize("what", ["school", "partnership", "delivery_partner"])
def test_what_v1_has_not_is_said(ecf_sandbox_in_process, what):
    with pytest.raises(OtherApi, match=r"Mark the test: .*api='v3'"):
        getattr(ecf_sandbox_in_process, what)()
