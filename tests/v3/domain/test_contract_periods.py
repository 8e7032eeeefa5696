"""Contract periods and their schedules, as the fixtures have them."""

from datetime import date

import pytest

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.schedules import (
    DeclarationType,
    ScheduleIdentifier,
    ScheduleKind,
    Term,
)
from tests.v3.kit.facts import PERIODS, at, day


@pytest.mark.rule("V3-COHORT-1")
def test_each_contract_period_runs_from_june_to_may():
    assert [each.year for each in PERIODS] == [2021, 2022, 2023, 2024, 2025, 2026]
    for each in PERIODS:
        assert each.started_on == date(each.year, 6, 1)
        assert each.finished_on == date(each.year + 1, 5, 31)


@pytest.mark.rule("V3-COHORT-1")
def test_what_each_cohort_keeps_apart():
    table = [
        (each.year, each.enabled, each.mentor_rule, each.detailed_evidence, each.uplifts)
        for each in PERIODS
    ]
    assert table == [
        (2021, False, False, False, True),
        (2022, False, False, False, True),
        (2023, True, False, False, True),
        (2024, True, False, False, True),
        (2025, True, True, True, False),
        (2026, True, True, True, False),
    ]


@pytest.mark.rule("V3-COHORT-2")
def test_a_cohort_is_frozen_from_a_london_midnight_on():
    freezing = london.start_of(day("2024-06-18"))
    assert wire(freezing) == "2024-06-17T23:00:00Z"
    assert not PERIODS.is_frozen(2021, Instant(freezing - 1))
    assert PERIODS.is_frozen(2021, freezing)
    assert not PERIODS.is_frozen(2024, at("2026-11-25"))
    assert not PERIODS.is_frozen(None, freezing)
    assert not PERIODS.is_frozen(1999, freezing)


def test_a_day_belongs_to_one_contract_period_at_most():
    assert PERIODS.on(day("2026-05-31")) == PERIODS[2025]
    assert PERIODS.on(day("2026-06-01")) == PERIODS[2026]
    assert PERIODS.on(day("2027-06-01")) is None


@pytest.mark.rule("V3-DECL-7")
def test_every_cohort_has_the_twelve_schedules_and_only_extended_ones_have_nine_types():
    for period in PERIODS:
        assert set(period.schedules) == set(ScheduleIdentifier)
        for identifier, schedule in period.schedules.items():
            extended = identifier.kind is ScheduleKind.EXTENDED
            assert list(schedule.milestones) == list(DeclarationType)[: 9 if extended else 6]


@pytest.mark.rule("V3-DECL-7")
def test_only_standard_schedules_before_2025_have_windows_that_close():
    for period in PERIODS:
        for identifier, schedule in period.schedules.items():
            closing = period.year < 2025 and identifier.kind is ScheduleKind.STANDARD
            closes = {each.milestone_date is not None for each in schedule.milestones.values()}
            starts = {each.start_date for each in schedule.milestones.values()}
            assert closes == {closing}
            assert closing or len(starts) == 1


@pytest.mark.rule("V3-DECL-7")
def test_in_summer_a_window_opens_at_eleven_at_night_of_the_day_before_in_utc():
    schedule = PERIODS[2024].schedules[ScheduleIdentifier.STANDARD_SEPTEMBER]
    milestone = schedule.milestones[DeclarationType.STARTED]
    assert wire(milestone.opens) == f"{london.day_before(milestone.start_date)}T23:00:00Z"
    assert milestone.closes == london.start_of(london.day_after(milestone.milestone_date)) - 1


def test_a_schedule_is_named_by_its_kind_and_term():
    for identifier in ScheduleIdentifier:
        assert ScheduleIdentifier.of(identifier.kind, identifier.term) is identifier
    assert {each.term for each in ScheduleIdentifier} == set(Term)


@pytest.mark.rule("V3-DECL-2")
def test_types_have_an_order():
    assert [each.position for each in DeclarationType] == list(range(9))
