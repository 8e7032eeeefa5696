"""Worlds' clocks, which nobody waits for."""

from ecf_sandbox.engine.clock import frozen_at, ticking_from
from ecf_sandbox.engine.domain.instants import SECOND, Instant, in_range, parse_date_time, wire

START = parse_date_time("2099-12-31T23:59:58Z")


def test_a_clock_that_ticks_goes_on_with_real_time_to_the_end_of_2099():
    clock = ticking_from(START, real=Instant(0))
    shown = [wire(clock.at(Instant(later * SECOND))) for later in (0, 1, 2, 3_600)]
    assert shown == [
        "2099-12-31T23:59:58Z",
        "2099-12-31T23:59:59Z",
        "2099-12-31T23:59:59Z",
        "2099-12-31T23:59:59Z",
    ]
    assert in_range(clock.at(Instant(3_600 * SECOND)))


def test_a_clock_that_stands_still_shows_its_moment():
    assert frozen_at(START).at(Instant(3_600 * SECOND)) == START
