"""Appropriate bodies record inductions, and eligibility follows (V3-REG-9, V3-REG-11)."""

import pytest

from tests.v3.kit.acts import act, change, days, enrolment, path, refused, register, training
from tests.v3.kit.people import changed_since, declare, shown

SINCE_SEPTEMBER = {
    "provider": "north-star",
    "started_on": "2026-09-01",
    "schedule_identifier": "ecf-standard-september",
}


@pytest.fixture
def ect(control):
    """An ECT who is not eligible."""
    return register(control, **SINCE_SEPTEMBER)


@pytest.mark.rule("V3-REG-9", "V3-REG-11", "V3-PAY-2", "V3-LIST-9", "V3-LIST-13")
def test_an_induction_makes_eligible_now_and_what_was_declared_too(control, server, ect):
    made = declare(server, ect["id"])
    assert shown(server, f"/participant-declarations/{made}")["state"] == "submitted"
    server.set_now("2026-11-26T09:00:00Z")
    opened = act(control, ect, "induction", 201, started_on="2026-09-01")
    assert opened["eligibility"]["ect"]["eligible_at"] == "2026-11-26T09:00:00Z"
    after = shown(server, f"/participant-declarations/{made}")
    assert (after["state"], after["updated_at"]) == ("eligible", "2026-11-26T09:00:00Z")
    assert made in changed_since(server, "/participant-declarations")
    assert ect["id"] in changed_since(server, "/participants")


@pytest.mark.rule("V3-REG-11", "V3-PAY-2")
def test_an_induction_recorded_in_advance_makes_eligible_at_its_start(control, server, ect):
    made = declare(server, ect["id"])
    act(control, ect, "induction", 201, started_on="2026-12-10")
    moved = change(control, ect, "induction", started_on="2026-12-01")
    assert moved["eligibility"]["ect"]["eligible_at"] == "2026-12-01T00:00:00Z"
    for now, state in [("2026-11-30T23:59:59Z", "submitted"), ("2026-12-01T00:00:00Z", "eligible")]:
        server.set_now(now)
        assert shown(server, f"/participant-declarations/{made}")["state"] == state
    server.set_now("2026-12-02T09:00:00Z")
    later = change(control, ect, "induction", started_on="2026-12-20")
    assert later["eligibility"]["ect"]["eligible_at"] == "2026-12-01T00:00:00Z"


@pytest.mark.rule("V3-REG-9", "V3-PART-13", "V3-STATUS-2")
def test_an_outcome_ends_school_training_and_mentorship_today(control, server, ect):
    mentor = register(control, "mentor", started_on="2026-09-01")
    act(control, ect, "mentor", mentor_id=mentor["id"])
    act(control, ect, "induction", 201, started_on="2026-09-01")
    server.set_now("2026-11-26T09:00:00Z")
    passed = change(control, ect, "induction", finished_on="2026-11-20", outcome="pass")
    assert days(passed["school_periods"]) == [("2026-09-01", "2026-11-26")]
    assert days(training(passed)) == [("2026-11-25", "2026-11-26")]
    assert days(control.get(path(mentor))["school_periods"][0]["mentorships"]) == [
        ("2026-11-25", "2026-11-26")
    ]
    now = enrolment(server, ect)
    assert (now["induction_end_date"], now["participant_status"]) == ("2026-11-20", "active")


@pytest.mark.rule("V3-REG-9")
def test_an_outcome_deletes_a_school_period_that_starts_today_or_later(control, server):
    made = register(control, provider="north-star", started_on="2026-12-01")
    act(control, made, "induction", 201, started_on="2026-09-01")
    after = change(control, made, "induction", finished_on="2026-11-20", outcome="fail")
    assert after["school_periods"] == []
    assert enrolment(server, made) is None


@pytest.mark.rule("V3-REG-9", "V3-REG-5")
def test_an_outcome_deletes_no_training_with_a_settled_declaration(control, server):
    made = register(control, **{**SINCE_SEPTEMBER, "started_on": "2026-12-01"})
    act(control, made, "induction", 201, started_on="2026-09-01")
    declare(server, made["id"])
    asked = {"finished_on": "2026-11-20", "outcome": "pass"}
    message = control.refused("PATCH", path(made, "induction"), asked)
    assert message.startswith("#/outcome would delete training")
    change(control, made, "induction", finished_on="2026-11-20")


@pytest.mark.rule("V3-REG-9")
@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({"outcome": "pass"}, "needs #/finished_on", id="outcome without end"),
        pytest.param({"finished_on": "2026-08-31"}, "before the start", id="backwards"),
        pytest.param({"started_on": "2025-11-01"}, "overlaps another", id="overlap"),
        pytest.param(
            {"finished_on": "2026-10-01", "outcome": "pass"}, "has one already", id="two outcomes"
        ),
    ],
)
def test_an_induction_that_cannot_be(control, ect, said, says):
    act(control, ect, "induction", 201, started_on="2025-09-01")
    change(control, ect, "induction", finished_on="2026-01-01", outcome="fail")
    act(control, ect, "induction", 201, started_on="2026-09-01")
    assert says in control.refused("PATCH", path(ect, "induction"), said)
    closed = change(control, ect, "induction", finished_on="2026-10-01")
    assert days(closed["inductions"])[1] == ("2026-09-01", "2026-10-01")


@pytest.mark.rule("V3-REG-9")
def test_inductions_do_not_overlap_and_one_is_opened_before_it_is_changed(control, ect):
    said = {"finished_on": "2026-11-20"}
    assert "open one first" in control.refused("PATCH", path(ect, "induction"), said)
    act(control, ect, "induction", 201, started_on="2026-09-01")
    assert "overlaps" in refused(control, ect, "induction", started_on="2026-11-01")
