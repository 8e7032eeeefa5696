"""Milestone windows: every schedule, every milestone, both of its ends."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant, instant, moment
from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.rules.declaring import within_milestone
from tests.kit.facts import (
    EDITIONS,
    at,
    claim,
    edition,
    first_instant,
    last_instant,
    milestone_rows,
    schedule,
)

ROWS = [(of, row) for of in EDITIONS for row in milestone_rows(of)]
STANDARD = [(of, row) for of, row in ROWS if "standard" in row["schedule_identifier"]]
OTHERS = [(of, row) for of, row in ROWS if "standard" not in row["schedule_identifier"]]


def each_milestone(rows):
    """Return parameters, one set for each milestone of each schedule."""
    return [
        pytest.param(
            schedule(row["schedule_identifier"], int(row["cohort"]), of),
            row,
            id=f"{of}-{row['cohort']}-{row['schedule_identifier']}-{row['declaration_type']}",
        )
        for of, row in rows
    ]


def problems(schedule, row, dated):
    said = claim(row["declaration_type"], dated)
    return [problem.title for problem in within_milestone(said, schedule)]


@pytest.mark.rule("DECL-5")
@pytest.mark.parametrize(("schedule", "row"), each_milestone(STANDARD))
def test_a_standard_milestone_is_its_days_first_and_last_included(schedule, row):
    first, last = first_instant(row["start_date"]), last_instant(row["milestone_date"])

    assert problems(schedule, row, Instant(first - 1)) == ["declaration_date"]
    assert problems(schedule, row, first) == []
    assert problems(schedule, row, last) == []
    assert problems(schedule, row, Instant(last + 1)) == ["declaration_date"]


@pytest.mark.rule("DECL-6")
@pytest.mark.parametrize(("schedule", "row"), each_milestone(OTHERS))
def test_any_milestone_of_another_schedule_is_open_from_its_first_start_on(schedule, row):
    first = first_instant(row["start_date"])

    assert problems(schedule, row, Instant(first - 1)) == ["declaration_date"]
    assert problems(schedule, row, first) == []
    assert problems(schedule, row, at("2099-12-31T23:59:59Z")) == []


@pytest.mark.rule("DECL-5")
@given(
    milestone=st.sampled_from(STANDARD),
    days=st.integers(-400, 400),
    within=st.timedeltas(timedelta(), timedelta(days=1) - timedelta(microseconds=1)),
)
def test_only_the_day_counts_and_never_the_time_of_day(milestone, days, within):
    of, row = milestone
    dated = moment(first_instant(row["start_date"])) + timedelta(days=days) + within
    inside = row["start_date"] <= dated.date().isoformat() <= row["milestone_date"]

    chosen = schedule(row["schedule_identifier"], int(row["cohort"]), of)
    assert problems(chosen, row, instant(dated)) == ([] if inside else ["declaration_date"])


@pytest.mark.rule("DECL-6")
@given(milestone=st.sampled_from(OTHERS), microseconds=st.integers(-(10**15), 10**17))
def test_outside_standard_schedules_only_the_start_counts(milestone, microseconds):
    of, row = milestone
    dated = Instant(first_instant(row["start_date"]) + microseconds)

    chosen = schedule(row["schedule_identifier"], int(row["cohort"]), of)
    assert problems(chosen, row, dated) == ([] if microseconds >= 0 else ["declaration_date"])


@pytest.mark.rule("DECL-1")
@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"declaration_date": Unusable.MISSING}, id="no date"),
        pytest.param({"declaration_date": Unusable.UNREADABLE}, id="an unreadable date"),
        pytest.param({"declaration_type": Unusable.MISSING}, id="no type"),
        pytest.param({"declaration_type": Unusable.UNREADABLE}, id="an unknown type"),
    ],
)
def test_what_cannot_be_read_is_outside_no_window(said):
    assert list(within_milestone(claim(**said), schedule())) == []


@pytest.mark.rule("ACT-9")
@pytest.mark.parametrize("of", EDITIONS)
def test_the_schedules_are_the_twelve(of):
    kinds = ("standard", "extended", "reduced", "replacement")
    months = ("september", "january", "april")

    found = {each.identifier for each in edition(of).schedules}
    assert found == {f"ecf-{kind}-{month}" for kind in kinds for month in months}


@pytest.mark.rule("DECL-2")
@pytest.mark.parametrize("of", EDITIONS)
def test_every_schedule_has_the_same_six_milestones(of):
    six = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]

    for each in edition(of).schedules:
        assert list(each.milestones) == six, each.identifier
