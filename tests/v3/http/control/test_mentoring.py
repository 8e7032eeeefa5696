"""Schools assign mentors (V3-REG-8)."""

import pytest

from tests.v3.kit.acts import act, days, enrolment, path, refused, register, training
from tests.v3.kit.people import changed_since

SINCE_SEPTEMBER = {"provider": "north-star", "started_on": "2026-09-01"}


@pytest.fixture
def ect(control):
    """An ECT of a provider."""
    return register(control, **SINCE_SEPTEMBER)


@pytest.fixture
def mentor(control):
    """A mentor at the same school, untrained."""
    return register(control, "mentor", started_on="2026-09-01")


def mentorships(person):
    return [each for period in person["school_periods"] for each in period["mentorships"]]


@pytest.mark.rule("V3-REG-8", "V3-REG-11", "V3-PART-7", "V3-LIST-13")
def test_an_assigned_mentor_is_shown_and_trained_with_the_ect(control, server, ect, mentor):
    act(control, ect, "mentor", mentor_id=mentor["id"])
    assert enrolment(server, ect)["mentor_id"] == mentor["id"]
    assert {ect["id"], mentor["id"]} <= changed_since(server, "/participants")
    trained = control.get(path(mentor))
    (period,) = training(trained)
    assert (period["provider"], period["schedule_identifier"]) == (
        "north-star",
        "ecf-standard-january",
    )
    assert trained["eligibility"]["mentor"]["eligible_at"] == "2026-11-25T09:00:00Z"


@pytest.mark.rule("V3-REG-8", "V3-UNFUNDED-1", "V3-UNFUNDED-3")
def test_a_mentor_of_another_provider_is_unfunded(control, server, ect):
    other = register(control, "mentor", provider="riverbank", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=other["id"])
    assert changed_since(server, "/unfunded-mentors") == {other["id"]}
    assert len(training(control.get(path(other)))) == 1


@pytest.mark.rule("V3-REG-8")
def test_nobody_is_trained_with_a_school_led_ect(control, mentor):
    led = register(control, started_on="2026-09-01")
    act(control, led, "mentor", mentor_id=mentor["id"])
    assert training(control.get(path(mentor))) == []


@pytest.mark.rule("V3-REG-8", "V3-REG-4")
def test_who_takes_over_from_a_declared_mentor_is_on_a_replacement_schedule(control, server):
    ect = register(control, **SINCE_SEPTEMBER)
    first = register(
        control, "mentor", **SINCE_SEPTEMBER, schedule_identifier="ecf-standard-september"
    )
    since = {"started_on": "2026-09-01"}
    act(control, ect, "mentor", mentor_id=first["id"], **since)
    sent = {
        "participant_id": first["id"],
        "declaration_type": "started",
        "declaration_date": "2026-10-24T09:00:00Z",
        "course_identifier": "ecf-mentor",
        "evidence_held": "other",
    }
    assert server.send("POST", "/participant-declarations", sent).status_code == 200
    second = register(control, "mentor", **since)
    after = act(control, ect, "mentor", mentor_id=second["id"])
    assert days(mentorships(after)) == [("2026-09-01", "2026-11-24"), ("2026-11-25", None)]
    (period,) = training(control.get(path(second)))
    assert period["schedule_identifier"] == "ecf-replacement-january"


@pytest.mark.rule("V3-REG-8")
def test_a_mentorship_that_never_began_is_deleted_by_the_next(control, server, ect, mentor):
    act(control, ect, "mentor", mentor_id=mentor["id"])
    second = register(control, "mentor", started_on="2026-09-01")
    after = act(control, ect, "mentor", mentor_id=second["id"])
    assert [each["with"] for each in mentorships(after)] == [second["id"]]
    assert mentorships(control.get(path(mentor))) == []


@pytest.mark.rule("V3-REG-8")
def test_days_may_be_given(control, server, ect, mentor):
    said = {"started_on": "2026-09-14", "finished_on": "2026-12-18"}
    after = act(control, ect, "mentor", mentor_id=mentor["id"], **said)
    assert days(mentorships(after)) == [("2026-09-14", "2026-12-18")]
    server.set_now("2026-12-19T09:00:00Z")
    assert enrolment(server, ect)["mentor_id"] is None
    assert ect["id"] in changed_since(server, "/participants", "2026-12-19T00:00:00Z")


@pytest.mark.rule("V3-REG-8")
def test_a_mentorship_ends_yesterday_or_is_deleted(control, server, ect, mentor):
    act(control, ect, "mentor", mentor_id=mentor["id"])
    assert mentorships(act(control, ect, "mentor", mentor_id=None)) == []
    assert "nothing to end (V3-REG-8)" in refused(control, ect, "mentor", mentor_id=None)
    act(control, ect, "mentor", mentor_id=mentor["id"], started_on="2026-11-02")
    after = act(control, ect, "mentor", mentor_id=None)
    assert days(mentorships(after)) == [("2026-11-02", "2026-11-24")]
    assert enrolment(server, ect)["mentor_id"] is None


@pytest.mark.rule("V3-REG-8")
@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({"started_on": "2026-08-31"}, "at the school all the time", id="too early"),
        pytest.param(
            {"finished_on": "2026-11-24"}, "before the mentorship's start", id="backwards"
        ),
    ],
)
def test_days_lie_in_both_times_at_the_school(control, ect, mentor, said, says):
    assert says in refused(control, ect, "mentor", mentor_id=mentor["id"], **said)
    assert mentorships(control.get(path(ect))) == []


@pytest.mark.rule("V3-REG-8")
def test_mentor_and_ect_are_two_people_at_one_school(control, ect):
    elsewhere = register(control, "mentor", school=2)
    said = {"mentor_id": elsewhere["id"]}
    assert "register the mentor there first" in refused(control, ect, "mentor", **said)
    assert "is the participant" in refused(control, ect, "mentor", mentor_id=ect["id"])
    assert "is no ECT" in refused(control, elsewhere, "mentor", mentor_id=ect["id"])
    unknown = "5c000000-0000-4000-8000-000000000001"
    assert "no participant" in refused(control, ect, "mentor", 404, mentor_id=unknown)
