"""Deferring, withdrawing and resuming: what is refused, and what each does."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain.training import DeferralReason, TrainingStatus, WithdrawalReason
from ecf_sandbox.v3.rules import acting
from ecf_sandbox.v3.rules.enrolments import participant_status, training_status
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PROVIDER,
    at,
    day,
    history,
    induction,
    interest,
    mentorship,
    school_led,
    school_period,
    training,
)

NOW, TODAY = at("2026-11-25"), day("2026-11-25")
COURSE, MENTORS = "ecf-induction", "ecf-mentor"


def titles(problems):
    return [problem.title for problem in problems]


def about(*facts, course=COURSE):
    return acting.subject(history(*facts), PROVIDER, course)


def all_acts(subject):
    return [
        titles(acting.deferring(subject, "other", TODAY)),
        titles(acting.withdrawing(subject, "other", TODAY)),
        titles(acting.resuming(subject, TODAY)),
    ]


@pytest.mark.rule("V3-ACT-2")
@pytest.mark.parametrize(
    "course",
    [None, "", "nonsense", 1, MENTORS],
    ids=["null", "blank", "unknown", "number", "other"],
)
def test_the_course_is_one_on_which_the_provider_trains_the_person(course):
    refused = ["course_identifier"]
    assert all_acts(about(training(), course=course)) == [refused, refused, refused]


@pytest.mark.rule("V3-ACT-2")
def test_each_role_has_its_own_training():
    as_mentor = training("2026-10-01", role=MENTOR, school_period_id="mentoring")
    both = (
        training(),
        as_mentor,
        school_period(),
        school_period(role=MENTOR, id="mentoring"),
    )
    assert about(*both, course=MENTORS).training == as_mentor
    assert titles(acting.deferring(about(*both, course=MENTORS), "other", TODAY)) == []


@pytest.mark.rule("V3-ACT-2")
def test_the_reason_is_judged_beside_the_course():
    nobody = about(training(), course="x")
    assert titles(acting.deferring(nobody, "x", TODAY)) == ["course_identifier", "reason"]
    assert titles(acting.withdrawing(nobody, "x", TODAY)) == ["course_identifier", "reason"]


@pytest.mark.rule("V3-ACT-3", "V3-ACT-5")
@pytest.mark.parametrize("reason", [*DeferralReason])
def test_every_reason_to_defer_is_accepted_with_dashes_only(reason):
    subject = about(training())
    assert titles(acting.deferring(subject, reason.value, TODAY)) == []
    if "-" in reason:
        underscored = reason.replace("-", "_")
        assert titles(acting.deferring(subject, underscored, TODAY)) == ["reason"]


@pytest.mark.rule("V3-ACT-3", "V3-ACT-4")
@pytest.mark.parametrize("reason", [None, "", " ", 1, True, "moved_school", "sabbatical"])
def test_other_reasons_are_refused(reason):
    assert titles(acting.deferring(about(training()), reason, TODAY)) == ["reason"]
    assert titles(acting.withdrawing(about(training()), reason, TODAY)) == ["reason"]


@pytest.mark.rule("V3-ACT-3", "V3-ACT-4", "V3-ACT-18")
@pytest.mark.parametrize(
    ("started", "refused"),
    [
        pytest.param("2026-11-24", False, id="yesterday"),
        pytest.param("2026-11-25", True, id="today"),
        pytest.param("2026-11-26", True, id="tomorrow"),
    ],
)
def test_training_that_starts_today_or_later_cannot_be_stopped(started, refused):
    expected = ["participant_id"] if refused else []
    subject = about(training(started))
    assert titles(acting.deferring(subject, "other", TODAY)) == expected
    assert titles(acting.withdrawing(subject, "other", TODAY)) == expected


@pytest.mark.rule("V3-ACT-3", "V3-ACT-5")
def test_the_deferred_may_be_withdrawn_and_the_withdrawn_not_deferred():
    deferred = about(training("2026-09-01", "2026-10-01", deferred="2026-10-01"))
    withdrawn = about(training("2026-09-01", "2026-10-01", withdrawn="2026-10-01"))
    assert titles(acting.deferring(deferred, "other", TODAY)) == ["participant_id"]
    assert titles(acting.deferring(withdrawn, "other", TODAY)) == ["participant_id"]
    assert titles(acting.withdrawing(deferred, "other", TODAY)) == []
    assert titles(acting.withdrawing(withdrawn, "other", TODAY)) == ["participant_id"]


@pytest.mark.rule("V3-ACT-5")
def test_whoever_left_may_still_be_deferred_or_withdrawn():
    left = about(training("2026-09-01", "2026-10-01"))
    assert titles(acting.deferring(left, "other", TODAY)) == []
    assert titles(acting.withdrawing(left, "other", TODAY)) == []


@pytest.mark.rule("V3-ACT-4")
@pytest.mark.parametrize("reason", [*WithdrawalReason])
def test_one_reason_to_withdraw_is_for_mentors_only(reason):
    mentors_only = reason is WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR
    ect, mentor = about(training()), about(training(role=MENTOR), course=MENTORS)
    expected = ["reason"] if mentors_only else []
    assert titles(acting.withdrawing(ect, reason.value, TODAY)) == expected
    assert titles(acting.withdrawing(mentor, reason.value, TODAY)) == []


@pytest.mark.rule("V3-ACT-4")
def test_that_reason_is_judged_only_if_nothing_else_failed():
    reason = WithdrawalReason.MENTOR_NO_LONGER_BEING_MENTOR
    starts_today = about(training("2026-11-25"))
    assert titles(acting.withdrawing(starts_today, reason, TODAY)) == ["participant_id"]


@pytest.mark.rule("V3-ACT-6")
@pytest.mark.parametrize(
    ("finished", "ends"),
    [
        pytest.param(None, "2026-11-25", id="open"),
        pytest.param("2026-12-31", "2026-11-25", id="a later end"),
        pytest.param("2026-10-01", "2026-10-01", id="an earlier end"),
    ],
)
def test_deferring_and_withdrawing_end_the_training_today_at_the_latest(finished, ends):
    period = training("2026-09-01", finished)
    known = history(period, mentorship())
    for changes, status in [
        (acting.deferred(period, DeferralReason.OTHER, NOW), TrainingStatus.DEFERRED),
        (acting.withdrawn(period, WithdrawalReason.OTHER, NOW), TrainingStatus.WITHDRAWN),
    ]:
        (ended,) = known.after(changes).training_periods
        assert ended.finished_on == day(ends)
        assert training_status(ended) is status
        assert (ended.withdrawal or ended.deferral).at == NOW
        assert participant_status(ended, known, TODAY) == "left"
        assert known.after(changes).school_periods == known.school_periods
        assert known.after(changes).mentorships == known.mentorships


STOPPED = training("2026-09-01", "2026-10-15", deferred="2026-10-15")


@pytest.mark.rule("V3-ACT-7", "V3-ACT-8")
@pytest.mark.parametrize("act", ["deferred", "withdrawn"])
def test_the_deferred_and_the_withdrawn_resume(act):
    stopped = training("2026-09-01", "2026-10-15", **{act: "2026-10-15"})
    known = history(stopped, school_period("2026-09-01", "2027-07-31"))
    assert titles(acting.resuming(acting.Subject(known, stopped), TODAY)) == []
    history_, new = known.after(acting.resumed(stopped, known, "new", NOW)).training_periods
    assert history_ == stopped
    assert (new.started_on, new.finished_on) == (TODAY, day("2027-07-31"))
    assert (new.partnership, new.schedule_identifier) == (
        stopped.partnership,
        stopped.schedule_identifier,
    )
    assert new.interest is None
    assert training_status(new) is TrainingStatus.ACTIVE


@pytest.mark.rule("V3-ACT-7")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([training()], id="active"),
        pytest.param([training("2026-09-01", "2026-10-01")], id="active, and left"),
        pytest.param([STOPPED, training("2026-11-25", provider=OTHER)], id="training elsewhere"),
        pytest.param([STOPPED, school_led("2026-11-01")], id="school-led"),
        pytest.param([STOPPED, interest("2026-11-01", provider=OTHER)], id="interest elsewhere"),
        pytest.param([STOPPED, training("2027-01-04", provider=OTHER)], id="elsewhere later"),
        pytest.param(
            [training("2026-09-01", "2026-11-25", deferred="2026-11-25")], id="ended today"
        ),
        pytest.param([STOPPED, school_period("2026-09-01", "2026-11-24")], id="left the school"),
        pytest.param([STOPPED, school_period("2026-09-01", "2026-11-25")], id="leaves it today"),
    ],
)
def test_who_cannot_be_resumed(facts):
    assert titles(acting.resuming(about(*facts), TODAY)) == ["participant_id"]


@pytest.mark.rule("V3-ACT-7", "V3-ACT-18")
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([STOPPED], id="stopped before today"),
        pytest.param(
            [training("2026-09-01", "2026-11-24", deferred="2026-11-25")],
            id="stopped today, ended before",
        ),
        pytest.param(
            [training("2026-09-01", "2026-11-24", deferred="2026-11-24")], id="ended yesterday"
        ),
        pytest.param([STOPPED, school_period("2026-09-01", "2026-11-26")], id="leaves tomorrow"),
        pytest.param(
            [STOPPED, training("2026-10-16", "2026-11-24", provider=OTHER)],
            id="was elsewhere until yesterday",
        ),
    ],
)
def test_who_can_be_resumed(facts):
    assert titles(acting.resuming(about(*facts), TODAY)) == []


@pytest.mark.rule("V3-ACT-7")
def test_training_at_another_school_stands_in_the_way_of_resuming_too():
    away = replace(training("2027-01-04"), school_period_id="away", partnership=None)
    places = [school_period(), school_period("2027-01-04", id="away", school="S02")]
    assert titles(acting.resuming(about(STOPPED, away, *places), TODAY)) == ["participant_id"]


def test_each_problem_names_its_rule_and_its_field():
    subject = about(training(), induction(), course="x")
    for problem in acting.deferring(subject, "x", TODAY):
        assert problem.rule in ("V3-ACT-2", "V3-ACT-3")
        assert f"#/{problem.title}" in problem.detail
