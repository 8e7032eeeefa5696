"""JSON that is kept from one request to the next (FMT-7, LIST-2)."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import orjson
import pytest

from ecf_sandbox.api import serializers, shelf
from tests.kit import facts
from tests.kit.population import crowd, empty
from tests.kit.sandbox import ids

GUIDANCE = facts.edition("guidance")


@dataclass
class Key:
    """The least of a record."""

    key: int


class EndlessStore:
    """Has a record for every key."""

    def records(self, keys):
        return (facts.record(key=key) for key in keys)


@pytest.fixture
def restless_threads():
    """Let threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.rule("FMT-7")
def test_long_pages_can_be_made_in_several_threads_at_once(monkeypatch, restless_threads):
    monkeypatch.setattr(serializers, "participant", lambda record, _: record)
    monkeypatch.setattr(EndlessStore, "records", lambda _, keys: map(Key, keys))
    pieces = {}

    def read_pages(start):
        for number in range(start, start + 60_000, 1_000):
            stamps = [(key, 1) for key in range(number, number + 1_000)]
            assert len(shelf.participants(pieces, stamps, EndlessStore(), GUIDANCE)) == 1_000

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read_pages, range(0, 400_000, 100_000)))
    assert len(pieces) <= shelf._MOST_PIECES


def test_a_piece_is_made_anew_when_its_record_has_changed():
    pieces = {}
    for stamp in (1, 2):
        (piece,) = shelf.participants(pieces, [(7, stamp)], EndlessStore(), GUIDANCE)
        assert orjson.loads(orjson.dumps(piece))["id"] == facts.SOMEBODY
        assert pieces[7][0] == stamp


@pytest.mark.rule("LIST-2")
def test_a_page_is_whole_when_not_all_of_it_can_be_kept(sandbox, north_star, monkeypatch):
    monkeypatch.setattr(shelf, "_MOST_PIECES", 8)
    people = crowd(empty(sandbox), 30)
    for _ in range(2):
        assert ids(north_star.get("/participants")) == people
    north_star.act("defer", people[3])
    deferred = north_star.get("/participants").json()["data"][3]["attributes"]
    assert deferred["training_status"] == "deferred"
