"""Recording stamps, and what a poller may count on (TIME-3, LIST-7)."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import SECOND, parse_date_time
from ecf_sandbox.engine.store import stamps
from tests.kit.population import empty
from tests.kit.sandbox import NOW

START = parse_date_time(NOW)
EDGE = parse_date_time("2021-11-30T23:59:59.999999Z")

nows = st.lists(st.integers(0, 12).map(lambda later: EDGE - 6 + later), max_size=40)


@pytest.fixture
def db(sandbox):
    """Return an open transaction on a world in which nothing was recorded yet."""
    with sandbox.world.writing(patient=True) as store:
        yield store.db


@pytest.mark.rule("TIME-3")
def test_a_stamp_is_the_first_free_microsecond_after_now(db):
    assert [stamps.take(db, START) for _ in range(3)] == [START + 1, START + 2, START + 3]
    assert stamps.take(db, START - 1) == START
    assert stamps.take(db, START - 1) == START + 4
    assert stamps.take(db, START + 7) == START + 8


@pytest.mark.rule("TIME-3")
@given(nows)
def test_no_stamp_is_given_twice_wherever_now_goes(sandbox, nows):
    with empty(sandbox).world.writing(patient=True) as store:
        given_so_far = set()
        for now in nows:
            free = next(at for at in range(now + 1, now + 100) if at not in given_so_far)
            assert stamps.take(store.db, now) == free
            given_so_far.add(free)
        runs = store.db.execute("SELECT first, last FROM stamps ORDER BY first").fetchall()
    assert {at for first, last in runs for at in range(first, last + 1)} == given_so_far
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(runs))


@pytest.mark.rule("TIME-3")
def test_stamps_taken_in_vain_are_free_again(sandbox):
    with suppress(RuntimeError), sandbox.world.writing() as store:
        stamps.take(store.db, START)
        raise RuntimeError
    with sandbox.world.writing() as store:
        assert stamps.take(store.db, START) == START + 1


@pytest.mark.rule("LIST-7", "TIME-3")
@given(nows)
def test_a_poller_is_given_what_may_have_come_since_in_that_second(sandbox, nows):
    with empty(sandbox).world.writing(patient=True) as store:
        ran_ahead = [stamps.take(store.db, now) > EDGE >= now for now in nows]
        second = EDGE + 1
        floor = stamps.floor_for_polling(store.db, second)
    assert floor == (second - 1 if any(ran_ahead) else second)


@pytest.mark.rule("LIST-3")
def test_a_moment_inside_a_second_is_taken_as_it_is(db):
    stamps.take(db, EDGE)
    assert stamps.floor_for_polling(db, EDGE + 2) == EDGE + 2
    assert stamps.floor_for_polling(db, EDGE + 1 + SECOND) == EDGE + 1 + SECOND
    assert stamps.floor_for_polling(db, EDGE + 1) == EDGE
