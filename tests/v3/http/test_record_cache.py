"""JSON of records, kept for as long as what it depends on stays the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import orjson
import pytest

from ecf_sandbox.v3.http import record_cache

TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26)


@pytest.fixture
def made():
    """What was made into JSON, in order."""
    return []


@pytest.fixture
def read(made):
    """Read numbers as rows of a list; each is stamped 1 unless said."""
    shared = {}

    def read(numbers, *, kind="numbers", today=TODAY, stamp=1):
        def views(stamps):
            made.extend(stamps)
            return list(stamps)

        rows = [(str(number), stamp, stamp, number) for number in numbers]
        found = record_cache.pieces_of(shared, kind, today, rows, views, lambda view: {"id": view})
        return [each["id"] for each in orjson.loads(orjson.dumps([each.json for each in found]))]

    read.shared = shared
    return read


def kept(read):
    return sum(map(len, read.shared["pieces"].values()))


def test_what_was_read_once_is_made_once(read, made):
    assert read([1, 2, 3]) == ["1", "2", "3"]
    assert read([3, 1, 4]) == ["3", "1", "4"]
    assert made == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "otherwise",
    [
        pytest.param({"stamp": 2}, id="changed"),
        pytest.param({"today": TOMORROW}, id="another day"),
        pytest.param({"kind": "others"}, id="another list"),
    ],
)
def test_what_it_depends_on_makes_it_anew(read, made, otherwise):
    read([1])
    read([1], **otherwise)
    assert made == ["1", "1"]


def test_no_more_is_kept_than_there_may_be(read, monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    for first in range(0, 60, 3):
        assert read(range(first, first + 3)) == [str(each) for each in range(first, first + 3)]
        assert kept(read) <= 8


def test_another_list_goes_before_this_one(read, made, monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    read(range(6), kind="before")
    read(range(6))
    made.clear()
    read(range(6))
    assert not made


def test_of_one_list_the_oldest_go_and_no_others(read, made, monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    read(range(6))
    read([6, 7, 8])
    made.clear()
    read([5, 3, 0])
    assert made == ["0"]


def test_threads_share_what_is_kept(read, monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    pages = [range(first % 11, first % 11 + 4) for first in range(400)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(read, pages))
    assert found == [[str(each) for each in page] for page in pages]


def piece(text):
    return record_cache._piece({"id": text})


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(["a"], id="one less"),
        pytest.param(["a", "b", "c"], id="one more"),
        pytest.param(["b", "a"], id="another order"),
        pytest.param(["a", "c"], id="another record"),
        pytest.param([], id="none"),
    ],
)
def test_lists_are_told_apart_by_the_hashes_of_their_records(other):
    one = record_cache.digest_of(map(piece, ["a", "b"]))
    assert record_cache.digest_of(map(piece, ["a", "b"])) == one
    assert record_cache.digest_of(map(piece, other)) != one
