"""Periods of days, both ends included."""

from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.v3.domain.periods import Period, earliest, in_order, within
from tests.v3.kit.facts import day

DAYS = st.dates(day("2026-01-01"), day("2026-01-12"))


@st.composite
def periods(draw):
    first, other = sorted([draw(DAYS), draw(DAYS)])
    return Period(started_on=first, finished_on=draw(st.sampled_from([other, None])))


ALL_DAYS = [day(f"2026-01-{each:02}") for each in range(1, 15)]


def days_of(period):
    """Return the days of a period that the properties look at."""
    return {each for each in ALL_DAYS if period.contains(each)}


@given(periods())
def test_a_period_contains_its_first_and_last_day_and_none_outside(period):
    assert period.contains(period.started_on)
    assert days_of(period) == {
        each
        for each in ALL_DAYS
        if each >= period.started_on and (period.finished_on is None or each <= period.finished_on)
    }


@given(periods(), periods())
def test_periods_overlap_if_they_share_a_day(one, other):
    assert one.overlaps(other) == other.overlaps(one) == bool(days_of(one) & days_of(other))


@given(periods(), periods())
def test_a_period_lies_within_another_if_that_has_all_its_days(one, other):
    assert within(one, other) == (days_of(one) <= days_of(other))


def test_today_is_neither_past_nor_future():
    period = Period(started_on=day("2026-01-01"), finished_on=day("2026-01-05"))
    assert [period.ended_before(day(f"2026-01-0{each}")) for each in (4, 5, 6)] == [0, 0, 1]
    assert [period.ends_after(day(f"2026-01-0{each}")) for each in (4, 5, 6)] == [1, 0, 0]


def test_the_earliest_day_is_of_those_that_there_are():
    assert earliest(None, day("2026-02-01"), day("2026-01-01")) == day("2026-01-01")
    assert earliest(None) is None


def test_periods_come_by_their_first_day():
    late, early = (Period(started_on=day(f"2026-01-0{each}")) for each in (5, 2))
    assert in_order([late, early]) == [early, late]
