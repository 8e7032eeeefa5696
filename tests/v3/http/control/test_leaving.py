"""Schools report leaving, and change lead provider and programme (V3-REG-5 to V3-REG-7)."""

import pytest

from tests.v3.kit.acts import act, days, enrolment, join, path, refused, register, training
from tests.v3.kit.people import add_partnership, changed_since, school_id

RIVERBANK = {"token": "riverbank-token"}
SINCE_SEPTEMBER = {"provider": "north-star", "started_on": "2026-09-01"}


@pytest.fixture
def ect(control, server):
    """An ECT in training since yesterday."""
    made = register(control, **SINCE_SEPTEMBER)
    server.set_now("2026-11-26T09:00:00Z")
    return made


@pytest.mark.rule("V3-REG-5", "V3-STATUS-2", "V3-LIST-13")
def test_leaving_ends_training_on_the_day(control, server, ect):
    gone = act(control, ect, "leave", participant_type="ect", on_="2026-12-31")
    assert days(gone["school_periods"]) == [("2026-09-01", "2026-12-31")]
    assert days(training(gone)) == [("2026-11-25", "2026-12-31")]
    assert enrolment(server, ect)["participant_status"] == "leaving"
    assert ect["id"] in changed_since(server, "/participants")
    assert ect["id"] in changed_since(server, "/participants/transfers")
    earlier = act(control, ect, "leave", participant_type="ect", on_="2027-03-01")
    assert earlier == gone


@pytest.mark.rule("V3-REG-5")
def test_a_mentors_leaving_shows_at_the_ects(control, server, ect):
    mentor = register(control, "mentor", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    server.set_now("2026-11-27T09:00:00Z")
    act(control, mentor, "leave", participant_type="mentor", on_="2026-11-26")
    assert enrolment(server, ect)["mentor_id"] is None
    assert ect["id"] in changed_since(server, "/participants")


@pytest.mark.rule("V3-REG-5")
def test_a_mentor_of_two_schools_says_which_one(control):
    mentor = register(control, "mentor", started_on="2026-09-01")
    join(control, mentor, "mentor", started_on="2026-09-01")
    said = {"participant_type": "mentor", "on_": "2026-12-31"}
    assert "name one (V3-REG-5)" in refused(control, mentor, "leave", **said)
    gone = act(control, mentor, "leave", school_id=school_id(2), **said)
    assert days(gone["school_periods"]) == [("2026-09-01", None), ("2026-09-01", "2026-12-31")]


@pytest.mark.rule("V3-REG-5")
@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({"participant_type": "mentor"}, "never registered as mentor", id="role"),
        pytest.param(
            {"school_id": school_id(2)}, "at the school that is named", id="another school"
        ),
        pytest.param({"on_": "2026-08-31"}, "starts later", id="before the start"),
    ],
)
def test_nobody_leaves_where_they_are_not(control, ect, said, says):
    asked = {"participant_type": "ect", "on_": "2026-12-31"} | said
    assert says in refused(control, ect, "leave", **asked)


@pytest.mark.rule("V3-REG-5")
def test_training_that_leaving_would_delete_bears_no_settled_declaration(control, server):
    later = {"started_on": "2026-12-01", "schedule_identifier": "ecf-standard-september"}
    made = register(control, provider="north-star", **later)
    act(control, made, "eligibility", participant_type="ect", eligible=True)
    sent = {
        "participant_id": made["id"],
        "declaration_type": "started",
        "declaration_date": "2026-11-24T09:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    declared = server.send("POST", "/participant-declarations", sent).json()["data"]
    on_first_day = {"participant_type": "ect", "on_": "2026-12-01"}
    assert "(V3-REG-5)" in refused(control, made, "leave", **on_first_day)
    assert "(V3-REG-5)" in refused(control, made, "programme", programme="school_led")
    server.call("PUT", f"/participant-declarations/{declared['id']}/void")
    assert training(act(control, made, "leave", **on_first_day)) == []


@pytest.mark.rule("V3-REG-6", "V3-STATUS-5", "V3-LIST-13")
def test_another_provider_trains_from_today_and_the_old_one_keeps_the_past(control, server, ect):
    add_partnership(control, provider="riverbank", school=1, partner=6)
    act(control, ect, "lead-provider", participant_type="ect", provider="riverbank")
    assert enrolment(server, ect)["participant_status"] == "left"
    new = enrolment(server, ect, **RIVERBANK)
    assert (new["participant_status"], new["cohort"]) == ("active", "2026")
    assert ect["id"] in changed_since(server, "/participants")
    assert ect["id"] in changed_since(server, "/participants", **RIVERBANK)


@pytest.mark.rule("V3-REG-6")
def test_training_that_starts_today_changes_in_place(control, server):
    made = register(control, **SINCE_SEPTEMBER)
    moved = act(control, made, "lead-provider", participant_type="ect", provider="riverbank")
    (period,) = training(moved)
    assert (period["provider"], period["interest"]) == ("riverbank", True)
    assert period["id"] == training(made)[0]["id"]
    assert enrolment(server, made) is None


@pytest.mark.rule("V3-REG-6")
def test_a_withdrawn_ect_goes_to_another_provider_and_keeps_the_earlier_end(control, server, ect):
    course = {"course_identifier": "ecf-induction"}
    server.send("PUT", f"/participants/{ect['id']}/withdraw", {**course, "reason": "other"})
    server.set_now("2026-12-10T09:00:00Z")
    moved = act(control, ect, "lead-provider", participant_type="ect", provider="riverbank")
    assert days(training(moved)) == [("2026-11-25", "2026-11-26"), ("2026-12-10", None)]


@pytest.mark.rule("V3-REG-6", "V3-COHORT-3", "V3-PART-15")
def test_an_ect_of_a_frozen_cohort_comes_to_2024_with_the_year_kept(control, server):
    past = {"provider": "north-star", "started_on": "2022-09-01", "on": "2022-09-05"}
    made = register(control, **past)
    moved = act(control, made, "lead-provider", participant_type="ect", provider="riverbank")
    new = training(moved)[-1]
    assert (new["cohort"], new["schedule_identifier"]) == ("2024", "ecf-extended-september")
    assert moved["eligibility"]["ect"]["frozen_year"] == "2022"
    assert enrolment(server, made)["cohort_changed_after_payments_frozen"] is True


@pytest.mark.rule("V3-REG-6")
@pytest.mark.parametrize(
    ("before", "said", "says"),
    [
        pytest.param({}, {"provider": "north-star"}, "is the present one", id="the same"),
        pytest.param({"provider": None}, {}, "change the programme instead", id="school-led"),
        pytest.param({}, {"participant_type": "mentor"}, "at no school as mentor", id="role"),
        pytest.param({}, {"provider": "fenland"}, "takes no part in 2026", id="its years"),
    ],
)
def test_a_change_of_provider_that_is_none(control, before, said, says):
    made = register(control, **{**SINCE_SEPTEMBER, **before})
    asked = {"participant_type": "ect", "provider": "riverbank"} | said
    assert says in refused(control, made, "lead-provider", **asked)
    assert control.get(path(made)) == made


@pytest.mark.rule("V3-REG-6")
def test_a_mentor_whose_funding_ended_gets_no_other_provider(control, server):
    made = register(control, "mentor", **SINCE_SEPTEMBER)
    ended = {"ineligible_on": "2026-10-31", "reason": "started_not_completed"}
    act(control, made, "eligibility", participant_type="mentor", **ended)
    asked = {"participant_type": "mentor", "provider": "riverbank"}
    assert "funding has ended" in refused(control, made, "lead-provider", **asked)
    act(control, made, "eligibility", participant_type="mentor", ineligible_on=None)
    moved = act(control, made, "lead-provider", **asked)
    assert training(moved)[-1]["provider"] == "riverbank"


@pytest.mark.rule("V3-REG-7", "V3-STATUS-5")
def test_an_ect_goes_school_led_and_back_and_the_mentor_comes_along(control, server, ect):
    led = act(control, ect, "programme", programme="school_led")
    assert days(training(led)) == [("2026-11-25", "2026-11-25"), ("2026-11-26", None)]
    assert enrolment(server, ect)["participant_status"] == "left"
    mentor = register(control, "mentor", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    assert training(control.get(path(mentor))) == []
    server.set_now("2026-11-28T09:00:00Z")
    back = act(control, ect, "programme", programme="provider_led")
    new = training(back)[-1]
    assert (new["provider"], new["schedule_identifier"]) == ("north-star", "ecf-standard-january")
    assert days(training(back))[1:] == [("2026-11-26", "2026-11-27"), ("2026-11-28", None)]
    (mentors,) = training(control.get(path(mentor)))
    assert (mentors["provider"], mentors["started_on"]) == ("north-star", "2026-11-28")
    assert enrolment(server, ect)["participant_status"] == "active"


@pytest.mark.rule("V3-REG-7")
@pytest.mark.parametrize(
    ("role", "before", "said", "says"),
    [
        pytest.param("ect", {"provider": None}, {"programme": "school_led"}, "present", id="same"),
        pytest.param("ect", {}, {"programme": "provider_led"}, "lead provider instead", id="led"),
        pytest.param("mentor", {}, {"programme": "school_led"}, "no school as ect", id="mentor"),
        pytest.param(
            "ect", {"provider": None}, {"programme": "provider_led"}, "name one", id="no provider"
        ),
    ],
)
def test_a_change_of_programme_that_is_none(control, role, before, said, says):
    made = register(control, role, **{**SINCE_SEPTEMBER, **before})
    assert says in refused(control, made, "programme", **said)
    assert control.get(path(made)) == made


@pytest.mark.rule("V3-REG-7", "V3-REG-6")
def test_who_left_changes_nothing_any_more(control, server, ect):
    act(control, ect, "leave", participant_type="ect", on_="2026-11-26")
    server.set_now("2026-12-01T09:00:00Z")
    asked = {"participant_type": "ect", "provider": "riverbank"}
    assert "register one first" in refused(control, ect, "lead-provider", **asked)
    assert "(V3-REG-7)" in refused(control, ect, "programme", programme="school_led")
