"""Statuses and the rest of an enrolment, from facts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.organisations import Uplifts
from ecf_sandbox.v3.domain.people import IneligibilityReason, WorkingPattern
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.training import ParticipantStatus, TrainingStatus
from ecf_sandbox.v3.rules import enrolments
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    PERIODS,
    at,
    day,
    history,
    induction,
    mentorship,
    person,
    role_facts,
    school,
    school_period,
    training,
)

TODAY = day("2026-11-25")
NOW = at("2026-11-25")
YESTERDAY, TOMORROW = "2026-11-24", "2026-11-26"


def status(period, *facts, today=TODAY, **who):
    known = history(period, *facts, **who)
    return enrolments.participant_status(period, known, today).value


@pytest.mark.rule("V3-STATUS-1")
@pytest.mark.parametrize(
    ("withdrawn", "deferred", "shown"),
    [
        pytest.param(None, None, "active", id="neither"),
        pytest.param("2026-10-01", None, "withdrawn", id="withdrawn"),
        pytest.param(None, "2026-10-01", "deferred", id="deferred"),
        pytest.param("2026-10-01", "2026-10-02", "deferred", id="deferred later"),
        pytest.param("2026-10-02", "2026-10-01", "withdrawn", id="withdrawn later"),
        pytest.param("2026-10-01", "2026-10-01", "withdrawn", id="both at one instant"),
    ],
)
def test_training_status_is_the_later_of_withdrawal_and_deferral(withdrawn, deferred, shown):
    period = training("2026-09-01", "2026-10-01", withdrawn=withdrawn, deferred=deferred)
    assert enrolments.training_status(period) == shown
    assert (enrolments.shown_withdrawal(period) is not None) == (shown == "withdrawn")
    assert (enrolments.shown_deferral(period) is not None) == (shown == "deferred")


@pytest.mark.rule("V3-STATUS-2", "V3-STATUS-3")
@pytest.mark.parametrize(
    ("started", "finished", "shown"),
    [
        pytest.param("2026-09-01", None, "active", id="open"),
        pytest.param(TODAY.isoformat(), None, "active", id="starts today"),
        pytest.param(TOMORROW, None, "joining", id="starts tomorrow"),
        pytest.param("2026-09-01", YESTERDAY, "left", id="ended yesterday"),
        pytest.param("2026-09-01", TODAY.isoformat(), "left", id="ends today"),
        pytest.param("2026-09-01", TOMORROW, "leaving", id="ends tomorrow"),
        pytest.param(TOMORROW, "2026-12-31", "leaving", id="starts and ends in the future"),
    ],
)
def test_participant_status_follows_from_the_days(started, finished, shown):
    assert status(training(started, finished)) == shown


@pytest.mark.rule("V3-PART-8")
@pytest.mark.parametrize(
    ("withdrawn", "deferred", "shown"),
    [
        pytest.param(None, None, (False, False), id="neither"),
        pytest.param("2026-10-01", None, (True, False), id="withdrawn"),
        pytest.param(None, "2026-10-01", (False, True), id="deferred"),
        pytest.param("2026-10-02", "2026-10-01", (True, False), id="withdrawn later"),
        pytest.param("2026-10-01", "2026-10-02", (False, True), id="deferred later"),
        pytest.param("2026-10-01", "2026-10-01", (True, False), id="at one instant"),
    ],
)
def test_withdrawal_and_deferral_show_while_they_count(withdrawn, deferred, shown):
    period = training(withdrawn=withdrawn, deferred=deferred)
    withdrawal = enrolments.shown_withdrawal(period)
    deferral = enrolments.shown_deferral(period)
    assert (withdrawal is not None, deferral is not None) == shown


@pytest.mark.rule("V3-STATUS-2", "V3-PART-8")
@pytest.mark.parametrize("act", ["withdrawn", "deferred"])
def test_whoever_is_withdrawn_or_deferred_has_left_or_is_leaving(act):
    for finished, shown in [(TOMORROW, "leaving"), (TODAY.isoformat(), "left"), (None, "left")]:
        stopped = training("2026-09-01", finished, **{act: "2026-10-01"})
        assert status(stopped, induction(finished="2026-09-30", outcome="pass")) == shown


@pytest.mark.rule("V3-STATUS-2")
@pytest.mark.parametrize(
    ("completed", "finished", "shown"),
    [
        pytest.param("2026-10-31", "2026-10-31", "active", id="on the last day"),
        pytest.param("2026-10-30", "2026-10-31", "active", id="before it"),
        pytest.param("2026-11-01", "2026-10-31", "left", id="after it"),
        pytest.param("2027-01-01", None, "active", id="open"),
    ],
)
def test_whoever_completed_stays_active(completed, finished, shown):
    period = training("2026-09-01", finished)
    assert status(period, induction(finished=completed, outcome="fail")) == shown
    ended = person(mentor=role_facts(ineligible_on=day(completed)))
    mentoring = replace(period, role=MENTOR)
    assert status(mentoring, who=ended) == shown


@pytest.mark.rule("V3-STATUS-2")
def test_completion_comes_before_joining():
    joining = training(TOMORROW)
    assert status(joining) == "joining"
    assert status(joining, induction(finished="2026-10-01", outcome="pass")) == "active"


@pytest.mark.rule("V3-STATUS-4", "V3-STATUS-5")
@given(st.dates(day("2026-08-01"), day("2027-09-01")))
def test_statuses_follow_from_today_alone_in_both_directions(today):
    period = training("2026-10-01", "2027-06-30")
    expected = "leaving" if today < day("2027-06-30") else "left"
    assert status(period, today=today) == expected
    entry = training("2026-10-01")
    assert status(entry, today=today) == ("joining" if today < day("2026-10-01") else "active")


@pytest.mark.rule("V3-PART-9")
@pytest.mark.parametrize(
    ("eligible", "ineligible", "shown"),
    [
        pytest.param(False, None, None, id="neither"),
        pytest.param(False, "2026-10-01", False, id="ineligible alone"),
        pytest.param("2026-10-01T12:00:00Z", None, True, id="eligible alone"),
        pytest.param("2026-09-30T22:59:59Z", "2026-09-30", True, id="eligible on that day"),
        pytest.param("2026-09-30T23:00:00Z", "2026-09-30", False, id="eligible the day after"),
        pytest.param("2026-09-01T12:00:00Z", "2026-10-01", True, id="eligible before"),
    ],
)
def test_funding_asks_which_came_first_on_londons_days(eligible, ineligible, shown):
    since = Since(at(eligible)) if eligible else False
    facts = role_facts(since, ineligible_on=day(ineligible) if ineligible else None)
    assert enrolments.eligible_for_funding(person(ect=facts), ECT, NOW) is shown
    assert enrolments.eligible_for_funding(person(mentor=facts), MENTOR, NOW) is shown


@pytest.mark.rule("V3-PART-9", "V3-REG-11")
def test_eligibility_that_waits_for_its_day_is_not_known_before():
    morning = london.start_of(day("2026-12-01"))
    waiting = person(ect=role_facts(Since(morning, by_time=True)))
    assert enrolments.eligible_for_funding(waiting, ECT, morning - 1) is None
    assert enrolments.eligible_for_funding(waiting, ECT, morning) is True
    recorded = person(ect=role_facts(Since(morning)))
    assert enrolments.eligible_for_funding(recorded, ECT, morning - 1) is True


@pytest.mark.rule("V3-PART-7")
@pytest.mark.parametrize(
    ("today", "mentor"),
    [
        pytest.param("2026-08-01", "first", id="before the first"),
        pytest.param("2026-10-01", "first", id="on the first's last day"),
        pytest.param("2026-10-02", "second", id="the day after, while the second is to come"),
        pytest.param("2026-12-31", "second", id="on the second's last day"),
        pytest.param("2027-01-01", None, id="after both"),
    ],
)
def test_an_ects_mentor_is_of_the_earliest_mentorship_that_is_not_over(today, mentor):
    period = training()
    known = history(
        period,
        mentorship("2026-11-01", "2026-12-31", mentor="second"),
        mentorship("2026-09-01", "2026-10-01", mentor="first"),
        mentorship(mentor="elsewhere", ect_school_period_id="another school"),
    )
    found = enrolments.current_mentorship(period, known, day(today))
    assert (found.mentor_id if found else None) == mentor


@pytest.mark.rule("V3-PART-7")
def test_mentors_have_no_mentor():
    period = training(role=MENTOR)
    known = history(period, mentorship(mentor_school_period_id="at-school"))
    assert enrolments.current_mentorship(period, known, TODAY) is None


@pytest.mark.rule("V3-PART-12")
def test_induction_begins_with_the_earliest_period_else_by_the_teaching_record():
    recorded = person(record_started_on=day("2025-01-01"))
    late, early = induction("2026-09-01"), induction("2025-09-01", "2026-01-31")
    assert enrolments.induction_start(history(late, early, who=recorded)) == day("2025-09-01")
    assert enrolments.induction_start(history(who=recorded)) == day("2025-01-01")
    assert enrolments.induction_start(history()) is None


@pytest.mark.rule("V3-PART-12")
def test_the_most_recent_induction_is_the_one_that_started_last():
    late, early = induction("2026-09-01"), induction("2025-09-01", "2026-01-31")
    assert enrolments.latest_induction_end(history(early)) == day("2026-01-31")
    assert enrolments.latest_induction_end(history(late, early)) is None
    assert enrolments.latest_induction_end(history()) is None


@pytest.mark.rule("V3-PART-13")
@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_induction_is_completed_with_an_outcome_else_by_the_teaching_record(outcome):
    recorded = person(record_completed_on=day("2025-01-01"))
    concluded = induction("2025-09-01", "2026-07-01", outcome)
    ended = induction("2024-09-01", "2025-07-01")
    both = history(ended, concluded, who=recorded)
    assert enrolments.induction_end(both) == day("2026-07-01")
    assert enrolments.induction_end(history(ended, who=recorded)) == day("2025-01-01")
    assert enrolments.induction_end(history(ended)) is None


@pytest.mark.rule("V3-PART-14")
def test_a_mentors_training_ends_with_the_funding():
    facts = role_facts(
        ineligible_on=day("2026-07-01"),
        ineligible_reason=IneligibilityReason.STARTED_NOT_COMPLETED,
    )
    known = history(who=person(mentor=facts))
    assert enrolments.completed_on(known, MENTOR) == day("2026-07-01")
    assert enrolments.completed_on(known, ECT) is None


@pytest.mark.rule("V3-PART-15")
def test_the_working_pattern_is_of_the_latest_school_period_as_an_ect():
    known = history(
        school_period("2026-09-01", id="late", working_pattern=WorkingPattern.PART_TIME),
        school_period("2025-09-01", id="early", working_pattern=WorkingPattern.FULL_TIME),
        school_period("2027-09-01", role=MENTOR, id="mentor"),
    )
    assert enrolments.working_pattern(known, ECT) is WorkingPattern.PART_TIME
    assert enrolments.working_pattern(known, MENTOR) is None


@pytest.mark.rule("V3-PART-11")
def test_an_enrolment_is_as_old_as_the_record_of_the_earliest_school_period():
    early = replace(school_period("2025-09-01", id="early"), recorded_at=at("2026-01-01"))
    known = history(school_period("2026-09-01", id="late"), early)
    assert enrolments.first_recorded(known, ECT) == at("2026-01-01")


@pytest.mark.rule("V3-PART-10", "V3-DECL-16")
@pytest.mark.parametrize(
    ("cohort", "paid"), [pytest.param(2024, True, id="paid"), pytest.param(2025, False, id="not")]
)
def test_uplifts_are_the_schools_of_that_year_where_the_cohort_pays_them(cohort, paid):
    both = Uplifts(pupil_premium=True, sparsity=True)
    place = school(uplifts={2024: both, 2025: both})
    assert enrolments.uplifts(place, PERIODS[cohort]) == (both if paid else Uplifts())
    assert enrolments.uplifts(school(uplifts={2023: both}), PERIODS[2024]) == Uplifts()


@pytest.mark.rule("V3-PART-3")
@pytest.mark.parametrize("name", [None, ""])
def test_somebody_without_a_name_is_unknown(name):
    assert enrolments.full_name(person(full_name=name)) == "Unknown"
    assert enrolments.full_name(person(full_name="Ada")) == "Ada"


@pytest.mark.rule("V3-PART-4")
def test_record_ids_belong_to_person_and_role():
    known = person()
    assert known.facts(ECT).record_id == known.ect.record_id != known.facts(MENTOR).record_id


def test_statuses_are_the_apis_words():
    assert [each.value for each in TrainingStatus] == ["active", "deferred", "withdrawn"]
    assert {each.value for each in ParticipantStatus} == {"joining", "active", "leaving", "left"}
