"""Ids as a world's file has them: short, and as they were when they come back."""

import pytest

from ecf_sandbox.v3.store.ids import ids_from, shown, stored

USUAL = "5c000000-0000-4000-8000-000000000001"


def test_an_id_of_the_usual_form_takes_sixteen_bytes():
    assert len(stored(USUAL)) == 16
    assert shown(stored(USUAL)) == USUAL


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("school-1-2", id="another form"),
        pytest.param("", id="nothing"),
        pytest.param(USUAL.upper(), id="capitals"),
        pytest.param(USUAL.replace("-", ""), id="without dashes"),
        pytest.param(f"{USUAL}00", id="too long"),
        pytest.param(USUAL[:-2], id="too short"),
        pytest.param(f" {USUAL}", id="a blank"),
        pytest.param("\uff15" + USUAL[1:], id="a digit of another script"),
    ],
)
def test_an_id_of_another_form_stays_as_it_is(other):
    assert stored(other) == other
    assert shown(stored(other)) == other


def test_ids_stand_in_the_order_of_their_letters():
    ids = [f"{first}0000000-0000-4000-8000-00000000000{last}" for first in "0a5" for last in "91f"]
    assert sorted(ids) == [*map(shown, sorted(map(stored, ids)))]


@pytest.mark.parametrize(
    "beginning", ["", "5", "5c000000-0", USUAL], ids=["all", "a letter", "a dash", "one"]
)
def test_an_id_is_between_the_first_and_the_last_that_begin_like_it(beginning):
    first, last = ids_from(beginning)
    assert first <= stored(USUAL) <= last


@pytest.mark.parametrize(
    "beginning",
    ["5d", "4", "5c000001", "5c-", "ada"],
    ids=["after", "before", "a digit after", "no such form", "letters"],
)
def test_an_id_is_not_between_those_that_begin_otherwise(beginning):
    first, last = ids_from(beginning)
    assert not (
        isinstance(first, bytes) and isinstance(last, bytes) and first <= stored(USUAL) <= last
    )
