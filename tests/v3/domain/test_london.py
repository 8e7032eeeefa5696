"""London's days, through every change of its clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant, instant, midnight, wire
from ecf_sandbox.v3.domain import london
from tests.v3.kit.facts import at, day

FIRST, LAST = date(2021, 1, 1), date(2099, 12, 31)
HOUR = 3_600_000_000


def last_sunday(year, month):
    """Return the last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


CHANGES = [last_sunday(year, month) for year in range(2021, 2100) for month in (3, 10)]
DAYS = st.dates(FIRST, LAST) | st.sampled_from(CHANGES)


def is_summer(when):
    """Return whether a day begins in summer time."""
    return last_sunday(when.year, 3) < when <= last_sunday(when.year, 10)


@pytest.mark.rule("V3-TIME-3")
@given(DAYS)
def test_a_day_begins_an_hour_earlier_in_summer(when):
    early = HOUR if is_summer(when) else 0
    assert london.start_of(when) == midnight(when) - early


@pytest.mark.rule("V3-TIME-3")
@given(DAYS)
def test_a_day_is_all_instants_from_its_first_to_its_last(when):
    first, last = london.start_of(when), london.last_instant_of(when)
    assert london.day_of(first) == london.day_of(last) == when
    assert london.day_of(Instant(first - 1)) == when - timedelta(days=1)
    assert london.day_of(Instant(last + 1)) == when + timedelta(days=1)


@pytest.mark.rule("V3-TIME-3")
@pytest.mark.parametrize(
    ("month", "hours"), [pytest.param(3, 23, id="spring"), pytest.param(10, 25, id="autumn")]
)
def test_a_day_on_which_clocks_change_is_shorter_or_longer(month, hours):
    for year in range(2021, 2100):
        first = last_sunday(year, month)
        assert london.start_of(london.day_after(first)) - london.start_of(first) == hours * HOUR


@given(DAYS, st.integers(0, 86_399))
def test_a_time_without_a_zone_shows_on_london_clocks_what_was_written(when, second):
    shown = datetime(when.year, when.month, when.day, tzinfo=UTC) + timedelta(seconds=second)
    read = london.as_london_time(instant(shown))
    back = datetime.fromtimestamp(read / 1_000_000, london.LONDON).replace(tzinfo=None)
    skipped = when == last_sunday(when.year, 3) and 3600 <= second < 7200
    assert back == shown.replace(tzinfo=None) + timedelta(hours=1 if skipped else 0)


@pytest.mark.rule("V3-DECL-5")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("2026-07-01T10:30:00Z", "2026-07-01T09:30:00Z", id="summer"),
        pytest.param("2026-12-01T10:30:00Z", "2026-12-01T10:30:00Z", id="winter"),
        pytest.param("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", id="a repeated hour"),
        pytest.param("2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", id="a skipped hour"),
    ],
)
def test_a_time_without_a_zone_is_read_as_londons(written, read):
    assert wire(london.as_london_time(at(written))) == read


def test_days_follow_one_another():
    assert london.day_before(day("2027-01-01")) == day("2026-12-31")
    assert london.day_after(day("2028-02-28")) == day("2028-02-29")


def test_months_follow_one_another_across_years():
    months = [london.month_after(2026, 11, each) for each in range(-12, 4)]
    assert months[0] == (2025, 11)
    assert months[-4:] == [(2026, 11), (2026, 12), (2027, 1), (2027, 2)]
    assert all((b[0] * 12 + b[1]) - (a[0] * 12 + a[1]) == 1 for a, b in pairwise(months))
