"""An act that changes the past leaves no record with an older `updated_at` than before."""

import pytest

from tests.v3.kit.people import school_id

PARTNERSHIP = "/partnerships/ba000000-0000-4000-8000-012024000101"
ECT = "00000000-0000-4000-8000-000000003107"
DEFER = {"course_identifier": "ecf-induction", "reason": "other"}


@pytest.mark.rule("V3-LIST-13", "V3-LIST-10")
def test_training_that_turns_out_to_have_ended_earlier_moves_its_partnership_on(control, server):
    def updated_at():
        return server.call("GET", PARTNERSHIP).json()["data"]["attributes"]["updated_at"]

    server.set_now("2027-02-10T09:00:00Z")
    assert server.send("PUT", f"/participants/{ECT}/defer", DEFER).status_code == 200
    server.set_now("2027-03-10T09:00:00Z")
    assert updated_at() == "2027-02-11T00:00:00Z", "the number in training fell by time"
    joining = {"participant_type": "ect", "school_id": school_id(3), "started_on": "2027-01-11"}
    control.done("POST", f"/participants/{ECT}/join", joining)
    assert updated_at() == "2027-03-10T09:00:00Z"


@pytest.mark.rule("V3-LIST-13", "V3-UNFUNDED-3")
def test_a_mentor_who_turns_out_never_to_have_taken_over_is_moved_on(control, server):
    def registered(kind, provider):
        place = {"school_id": school_id(1), "started_on": "2026-11-02", "provider": provider}
        body = {"participant_type": kind, "full_name": kind, **place}
        return control.done("POST", "/participants", body, status=201)["id"]

    def updated_at():
        return server.call("GET", f"/unfunded-mentors/{second}").json()["data"]["attributes"][
            "updated_at"
        ]

    ect, other = (registered("ect", "north-star") for _ in range(2))
    first, second = (registered("mentor", "riverbank") for _ in range(2))
    for whom, mentor, days in (
        (ect, first, {"started_on": "2026-11-25", "finished_on": "2026-12-10"}),
        (ect, second, {"started_on": "2026-12-11"}),
        (other, second, {}),
    ):
        control.done("POST", f"/participants/{whom}/mentor", {"mentor_id": mentor, **days})
    server.set_now("2027-03-10T09:00:00Z")
    assert updated_at() == "2026-12-11T00:00:00Z", "the assignment began by time"
    leaving = {"participant_type": "ect", "on": "2026-12-01"}
    control.done("POST", f"/participants/{ect}/leave", leaving)
    assert updated_at() == "2027-03-10T09:00:00Z"


@pytest.mark.rule("V3-LIST-13", "V3-TRANSFER-4", "V3-TRANSFER-1")
def test_a_transfer_that_turns_out_to_be_none_moves_the_others_on(control, server):
    def shown():
        answer = server.call("GET", "/participants/00000000-0000-4000-8000-000000003601/transfers")
        return answer.json()["data"]["attributes"]

    moved = "00000000-0000-4000-8000-000000003601"
    server.set_now("2027-01-11T09:00:00Z")
    leaving = {"participant_type": "ect", "on": "2027-01-08"}
    control.done("POST", f"/participants/{moved}/leave", leaving)
    assert [each["transfer_type"] for each in shown()["transfers"]] == ["new_school", "unknown"]
    server.set_now("2027-03-10T09:00:00Z")
    passing = {"finished_on": "2027-01-08", "outcome": "pass"}
    control.done("PATCH", f"/participants/{moved}/induction", passing)
    assert [each["transfer_type"] for each in shown()["transfers"]] == ["new_school"]
    assert shown()["updated_at"] == "2027-03-10T09:00:00Z"
