"""SQL leaves out nobody whom a search would find, and most whom it would not."""

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecf_sandbox.engine.store.word_search import fits, narrowed, words_of

TEXT = st.text(st.sampled_from("aAbÉeøß'-.*?[]%_ 19"), max_size=8)


def is_left(words, name, id_, number):
    """Return whether SQL leaves somebody in."""
    where, values = narrowed(words, "name", "id", "number")
    person = "SELECT :its_name AS name, :its_id AS id, :its_number AS number"
    told = {**values, "its_name": name, "its_id": id_, "its_number": number}
    with sqlite3.connect(":memory:") as db:
        return db.execute(f"SELECT 1 FROM ({person}) WHERE {where}", told).fetchone() is not None


@given(TEXT.filter(words_of), TEXT, TEXT.map(str.lower), st.none() | TEXT)
@example("é", "Ebe", "", None)
@example("b", "a'b", "", None)
@example("*", "a*", "", None)
def test_whoever_fits_is_left_in(text, name, id_, number):
    words = words_of(text)
    assert is_left(words, name, id_, number) or not fits(words, name, id_, number)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("a", "Bab", id="a letter within a word"),
        pytest.param("ba", "Abe Aab", id="a word that is nowhere"),
        pytest.param("ab cd", "Ab", id="one of two words"),
    ],
)
def test_others_are_left_out(text, name):
    assert not is_left(words_of(text), name, "1f", "77")
