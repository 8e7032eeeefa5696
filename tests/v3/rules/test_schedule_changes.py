"""Changing schedule or cohort: what is refused."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.rules import acting, schedule_changes
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PERIODS,
    PROVIDER,
    at,
    day,
    declaration,
    history,
    induction,
    interest,
    partnership,
    person,
    role_facts,
    school_period,
    statement,
    training,
)

NOW = at("2026-11-25")
PARTNERSHIPS = [partnership(year) for year in (2021, 2022, 2023, 2024, 2025, 2026)]
SEPTEMBER, JANUARY = "ecf-standard-september", "ecf-standard-january"
REDUCED, REPLACEMENT = "ecf-reduced-september", "ecf-replacement-september"


def around(now=NOW, partnerships=PARTNERSHIPS, statements=()):
    return schedule_changes.Surroundings(
        contract_periods=PERIODS, partnerships=partnerships, statements=statements, now=now
    )


def refused(
    *facts, schedule=JANUARY, cohort=None, course="ecf-induction", who=None, surroundings=None
):
    subject = acting.subject(history(*facts, who=who), PROVIDER, course)
    problems = schedule_changes.changing_schedule(
        subject, schedule, cohort, surroundings or around()
    )
    return [problem.title for problem in problems]


@pytest.mark.rule("V3-ACT-9")
@pytest.mark.parametrize(
    ("cohort", "target"),
    [
        pytest.param(2024, 2024, id="a number"),
        pytest.param(" 2024abc", 2024, id="text that begins with it"),
        pytest.param(None, 2025, id="absent"),
        pytest.param("", 2025, id="blank"),
        pytest.param("1999", 2025, id="unknown"),
        pytest.param(True, 2025, id="true"),
    ],
)
def test_the_target_cohort_is_the_one_named_else_the_present_one(cohort, target):
    subject = acting.subject(history(training(cohort=2025)), PROVIDER, "ecf-induction")
    assert schedule_changes.target_cohort(subject, cohort, PERIODS).year == target


@pytest.mark.rule("V3-ACT-9", "V3-ACT-13")
def test_without_training_the_target_cohort_is_the_one_named_or_none():
    nobody = acting.subject(history(), PROVIDER, "ecf-induction")
    assert schedule_changes.target_cohort(nobody, "2024", PERIODS).year == 2024
    assert schedule_changes.target_cohort(nobody, None, PERIODS) is None


@pytest.mark.rule("V3-ACT-10")
@pytest.mark.parametrize("schedule", [None, "", " ", 1, "ecf-standard-may", "ECF-STANDARD-APRIL"])
def test_the_schedule_is_one_of_the_twelve(schedule):
    assert refused(training(), schedule=schedule) == ["schedule_identifier"]
    assert refused(training(), schedule=JANUARY) == []


@pytest.mark.rule("V3-ACT-13", "V3-ACT-2")
def test_without_training_a_good_schedule_fails_unless_a_known_cohort_is_named():
    both = ["course_identifier", "schedule_identifier"]
    assert refused(training(), course="x") == both
    assert refused(training(), course="x", cohort="1999") == both
    assert refused(training(), course="x", cohort=2021) == ["course_identifier"]
    assert refused(training(), course="x", cohort=2026, schedule="x") == both


@pytest.mark.rule("V3-ACT-10")
def test_the_very_schedule_is_refused_but_not_its_word_in_another_cohort():
    present = training(cohort=2025, schedule=SEPTEMBER)
    assert refused(present, schedule=SEPTEMBER) == ["schedule_identifier"]
    assert refused(present, schedule=SEPTEMBER, cohort=2025) == ["schedule_identifier"]
    assert refused(present, schedule=SEPTEMBER, cohort=2026) == []


@pytest.mark.rule("V3-ACT-10")
def test_replacement_is_for_mentors_and_reduced_for_ects():
    ect, mentor = training(), training(role=MENTOR)
    assert refused(ect, schedule=REPLACEMENT) == ["schedule_identifier"]
    assert refused(ect, schedule=REDUCED) == []
    assert refused(mentor, schedule=REPLACEMENT, course="ecf-mentor") == []
    assert refused(mentor, schedule=REDUCED, course="ecf-mentor") == ["schedule_identifier"]


@pytest.mark.rule("V3-ACT-10", "V3-ACT-17")
@pytest.mark.parametrize(
    ("started", "dated", "voided", "fits"),
    [
        pytest.param("2027-01-08", "2026-12-31", None, False, id="before the new milestone"),
        pytest.param("2027-01-08", "2026-12-31", "2027-01-07", False, id="voided all the same"),
        pytest.param("2027-01-08", "2027-01-01", None, True, id="within it"),
        pytest.param("2027-01-07", "2026-12-31", None, True, id="training began before today"),
    ],
)
def test_what_is_declared_of_training_that_starts_today_fits_the_new_schedule(
    started, dated, voided, fits
):
    later = around(at("2027-01-08"))
    period = training(started, id="now")
    made = declaration(dated=dated, training_period_id="now", voided=voided)
    titles = refused(period, made, surroundings=later)
    assert titles == ([] if fits else ["schedule_identifier"])
    elsewhere = replace(made, training_period_id="before")
    assert refused(period, elsewhere, surroundings=later) == []


@pytest.mark.rule("V3-ACT-10")
def test_a_type_without_milestone_on_the_new_schedule_fits():
    period = training("2026-11-25", schedule="ecf-extended-september", id="now")
    made = declaration("extended-1", "2020-01-01", training_period_id="now")
    assert refused(period, made) == []


@pytest.mark.rule("V3-ACT-10")
def test_the_last_instant_of_a_milestone_does_not_fit_and_its_first_does():
    milestone = PERIODS[2024].schedules[SEPTEMBER].milestones["started"]
    now, period = at("2024-12-01"), training("2024-12-01", id="now", cohort=2024, schedule=JANUARY)
    for moment, fits in [
        (milestone.opens - 1, False),
        (milestone.opens, True),
        (milestone.closes - 1, True),
        (milestone.closes, False),
    ]:
        made = replace(declaration(cohort=2024, training_period_id="now"), declared_at=moment)
        titles = refused(period, made, schedule=SEPTEMBER, surroundings=around(now))
        assert titles == ([] if fits else ["schedule_identifier"])


@pytest.mark.rule("V3-ACT-10")
@pytest.mark.parametrize(
    ("facts", "cohort", "titles"),
    [
        pytest.param({"settled": statement()}, 2025, ["schedule_identifier"], id="on a statement"),
        pytest.param({"settled": statement()}, 2026, [], id="the cohort stays"),
        pytest.param({"settled": statement(), "voided": "2026-11-25"}, 2025, [], id="voided"),
        pytest.param({}, 2025, [], id="submitted"),
    ],
)
def test_same_day_training_with_a_declaration_on_a_statement_keeps_its_cohort(
    facts, cohort, titles
):
    period = training("2026-11-25", id="now")
    made = declaration(dated="2026-11-24", training_period_id="now", **facts)
    who = person(ect=role_facts(False))
    assert refused(period, made, schedule=REDUCED, cohort=cohort, who=who) == titles


@pytest.mark.rule("V3-ACT-11")
@pytest.mark.parametrize(
    ("partnerships", "titles"),
    [
        pytest.param([partnership(2025)], [], id="a partnership"),
        pytest.param([], ["cohort"], id="none"),
        pytest.param([partnership(2024)], ["cohort"], id="in another cohort"),
        pytest.param([partnership(2025, OTHER)], ["cohort"], id="another provider's"),
        pytest.param([partnership(2025, school="S02")], ["cohort"], id="with another school"),
    ],
)
def test_a_change_of_cohort_needs_a_partnership_with_the_school_there(partnerships, titles):
    surroundings = around(partnerships=partnerships)
    assert refused(training(), cohort=2025, surroundings=surroundings) == titles
    assert refused(training(), cohort=2026, surroundings=surroundings) == []


@pytest.mark.rule("V3-ACT-11", "V3-COHORT-3")
def test_nobody_moves_within_or_into_a_frozen_cohort_but_back_to_the_year_kept():
    frozen, moved = training(cohort=2022), training(cohort=2024)
    assert refused(frozen) == ["cohort"]
    assert refused(frozen, cohort=2024) == []
    assert refused(moved, cohort=2022) == ["cohort"]
    kept = person(ect=role_facts(frozen_year=2022))
    assert refused(moved, cohort=2022, who=kept) == []
    assert refused(moved, cohort=2021, who=kept) == ["cohort"]
    assert refused(frozen, surroundings=around(at("2025-06-15T22:59:59Z"))) == []


CONCLUDED = induction("2025-09-01", "2026-07-01", "pass")


@pytest.mark.rule("V3-ACT-12")
def test_whoever_completed_moves_no_more_but_an_ect_to_a_reduced_schedule():
    assert refused(training(), CONCLUDED) == ["participant_id"]
    assert refused(training(), CONCLUDED, schedule=REDUCED) == []
    assert refused(training(), CONCLUDED, schedule=REDUCED, cohort=2025) == []
    assert refused(training(), induction("2025-09-01", "2026-07-01")) == []
    ended = person(mentor=role_facts(ineligible_on=day("2026-07-01")))
    mentor = training(role=MENTOR)
    assert refused(mentor, course="ecf-mentor", who=ended) == ["participant_id"]
    assert refused(mentor, course="ecf-mentor") == []


@pytest.mark.rule("V3-ACT-12")
def test_completion_by_the_teaching_record_alone_is_no_obstacle():
    assert refused(training(), who=person(record_completed_on=day("2026-07-01"))) == []


@pytest.mark.rule("V3-ACT-12")
@pytest.mark.parametrize(
    ("facts", "titles"),
    [
        pytest.param([training("2026-09-01", "2026-11-25")], ["participant_id"], id="left"),
        pytest.param([training("2026-09-01", "2026-11-26")], [], id="leaving"),
        pytest.param([training("2027-01-04")], [], id="joining"),
        pytest.param(
            [training("2026-09-01", "2026-11-26", withdrawn="2026-11-24")],
            ["participant_id"],
            id="withdrawn",
        ),
        pytest.param(
            [training("2026-09-01", "2026-11-26", deferred="2026-11-24")],
            [],
            id="deferred, and not left yet",
        ),
        pytest.param(
            [training("2026-09-01", "2026-12-31"), training("2027-01-04", provider=OTHER)],
            ["participant_id"],
            id="with another provider later",
        ),
        pytest.param(
            [training("2026-09-01", "2026-12-31"), interest("2027-01-04", provider=OTHER)],
            ["participant_id"],
            id="meant for another provider later",
        ),
        pytest.param(
            [training(), school_period("2026-09-01", "2026-11-24")],
            ["participant_id"],
            id="no longer at the school",
        ),
        pytest.param(
            [training("2026-11-26"), school_period("2026-11-26")], [], id="not yet at the school"
        ),
    ],
)
def test_who_cannot_change_schedule(facts, titles):
    assert refused(*facts) == titles


@pytest.mark.rule("V3-ACT-13")
def test_titles_are_judged_independently_and_come_in_one_order():
    left = training("2021-09-01", "2022-10-01", cohort=2022)
    everything = refused(left, schedule="x", cohort=2021)
    assert everything == ["schedule_identifier", "cohort", "participant_id"]
