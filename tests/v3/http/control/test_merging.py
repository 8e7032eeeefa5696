"""The department merges people (V3-REG-12, V3-IDCHANGE)."""

import pytest

from tests.v3.kit.acts import act, change, days, enrolment, path, refused, register, training
from tests.v3.kit.people import changed_since, declare, shown

SEPTEMBER = {"provider": "north-star", "schedule_identifier": "ecf-standard-september"}
LATE = {**SEPTEMBER, "started_on": "2026-11-24"}


@pytest.fixture
def retired(control, server):
    """An ECT who was at a school until yesterday, eligible, with a declaration."""
    server.set_now("2026-09-01T09:00:00Z")
    made = register(control, **SEPTEMBER, full_name="Double")
    act(control, made, "induction", 201, started_on="2026-09-01")
    act(control, made, "leave", participant_type="ect", on_="2026-11-20")
    server.set_now("2026-11-24T09:00:00Z")
    change(control, made, "induction", finished_on="2026-11-20")
    made["declared"] = declare(server, made["id"])
    server.set_now("2026-11-25T09:00:00Z")
    return made


@pytest.mark.rule("V3-REG-12", "V3-IDCHANGE-1", "V3-IDCHANGE-2", "V3-LIST-9", "V3-LIST-13")
def test_all_goes_to_the_survivor_and_the_id_is_retired(control, server, retired):
    stays = register(control, **LATE, school=2, full_name="Kept")
    server.set_now("2026-11-26T09:00:00Z")
    both = act(control, retired, "merge", into=stays["id"])
    assert both["training_record_ids"] == stays["training_record_ids"]
    assert both["declarations"] == [retired["declared"]]
    assert days(training(both)) == [("2026-09-01", "2026-11-20"), ("2026-11-25", None)]
    (merged,) = shown(server, f"/participants/{stays['id']}")["participant_id_changes"]
    assert merged == {
        "from_participant_id": retired["id"],
        "to_participant_id": stays["id"],
        "changed_at": "2026-11-26T09:00:00Z",
    }
    assert enrolment(server, retired) is None
    assert stays["id"] in control.refused("GET", path(retired), status=404)
    query = f"/participants?filter[from_participant_id]={retired['id']}"
    (found,) = server.call("GET", query).json()["data"]
    assert found["id"] == stays["id"]
    declared = shown(server, f"/participant-declarations/{retired['declared']}")
    assert (declared["participant_id"], declared["state"]) == (stays["id"], "eligible")
    assert retired["declared"] in changed_since(server, "/participant-declarations")
    assert stays["id"] in changed_since(server, "/participants")


@pytest.mark.rule("V3-IDCHANGE-2", "V3-DECL-3")
def test_a_retired_id_is_somebody_never_with_the_provider(control, server, retired):
    stays = register(control, **LATE, school=2)
    act(control, retired, "merge", into=stays["id"])
    sent = {
        "participant_id": retired["id"],
        "declaration_type": "started",
        "declaration_date": "2026-11-24T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    answer = server.send("POST", "/participant-declarations", sent)
    assert [each["title"] for each in answer.json()["errors"]] == ["participant_id"]
    again = refused(control, retired, "merge", 404, into=stays["id"])
    assert "was merged into" in again


@pytest.mark.rule("V3-IDCHANGE-1")
def test_id_changes_come_along(control, server, retired):
    second = register(control, **LATE, school=2)
    third = register(control, "mentor", provider="north-star", started_on="2026-11-24")
    act(control, retired, "merge", into=second["id"])
    server.set_now("2026-11-26T09:00:00Z")
    last = act(control, second, "merge", into=third["id"])
    changes = [
        (each["from_participant_id"], each["to_participant_id"])
        for each in last["participant_id_changes"]
    ]
    assert changes == [(retired["id"], second["id"]), (second["id"], third["id"])]


@pytest.mark.rule("V3-REG-12", "V3-PART-7", "V3-LIST-13")
def test_a_merged_mentor_has_the_survivors_id_at_the_ects(control, server):
    ect = register(control, **SEPTEMBER, started_on="2026-09-01")
    mentor = register(control, "mentor", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    stays = register(control, "mentor", school=2)
    made = declare(server, ect["id"])
    assert shown(server, f"/participant-declarations/{made}")["mentor_id"] == mentor["id"]
    server.set_now("2026-11-26T09:00:00Z")
    act(control, mentor, "merge", into=stays["id"])
    assert enrolment(server, ect)["mentor_id"] == stays["id"]
    assert shown(server, f"/participant-declarations/{made}")["mentor_id"] == stays["id"]
    assert made in changed_since(server, "/participant-declarations")
    assert {ect["id"], stays["id"]} <= changed_since(server, "/participants")


@pytest.mark.rule("V3-REG-12")
def test_people_with_periods_at_one_time_are_not_merged(control, server, retired):
    overlapping = register(control, **SEPTEMBER, school=2, started_on="2026-11-20")
    assert "overlap these (V3-REG-12)" in refused(control, retired, "merge", into=overlapping["id"])
    assert "is the participant" in refused(control, retired, "merge", into=retired["id"])
    unknown = "5c000000-0000-4000-8000-000000000001"
    assert "no participant" in refused(control, retired, "merge", 404, into=unknown)
    apart = register(control, **SEPTEMBER, school=2, started_on="2026-11-21")
    act(control, retired, "merge", into=apart["id"])


@pytest.mark.rule("V3-REG-12")
def test_a_mentor_and_the_ect_are_two_people(control):
    ect = register(control, **SEPTEMBER, started_on="2026-09-01")
    mentor = register(control, "mentor", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    assert "two people" in refused(control, mentor, "merge", into=ect["id"])
    assert "two people" in refused(control, ect, "merge", into=mentor["id"])
