"""JSON that is kept from one request to the next (FMT-7, LIST-2, LIST-7)."""

import orjson
import pytest

from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.http import pipeline
from ecf_sandbox.v1.http import record_cache
from tests.kit import facts
from tests.kit.population import crowd, empty
from tests.kit.sandbox import NOW, ids

GUIDANCE = facts.edition("guidance")


class EndlessStore:
    """Has a record for every key."""

    def records(self, keys):
        return (facts.record(key=key) for key in keys)


class Shared(dict):
    """Another thread adds a piece as soon as somebody begins to walk over the keys."""

    def __iter__(self):
        walk = super().__iter__()
        self[len(self) + 1_000_000] = (1, b"")
        return walk


@pytest.mark.rule("FMT-7")
def test_long_pages_can_be_made_in_several_threads_at_once(monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    pieces, stamps = Shared(), [(key, 1) for key in range(20)]
    assert len(record_cache.participants(pieces, stamps, EndlessStore(), GUIDANCE)) == 20
    assert len(pieces) <= 8


def test_a_piece_is_made_anew_when_its_record_has_changed():
    pieces = {}
    for stamp in (1, 2):
        (piece,) = record_cache.participants(pieces, [(7, stamp)], EndlessStore(), GUIDANCE)
        assert orjson.loads(orjson.dumps(piece))["id"] == facts.SOMEBODY
        assert pieces[7][0] == stamp


@pytest.mark.rule("LIST-2")
def test_a_page_is_whole_when_not_all_of_it_can_be_kept(sandbox, north_star, monkeypatch):
    monkeypatch.setattr(record_cache, "_MOST_PIECES", 8)
    people = crowd(empty(sandbox), 30)
    for _ in range(2):
        assert ids(north_star.get("/participants")) == people
    north_star.act("defer", people[3])
    deferred = north_star.get("/participants").json()["data"][3]["attributes"]
    assert deferred["training_status"] == "deferred"


@pytest.mark.rule("LIST-7")
def test_a_page_of_a_world_that_is_replaced_meanwhile_is_not_kept_for_the_new_one(
    sandbox, north_star, template, monkeypatch
):
    true, clock = pipeline.read_state, frozen_at(parse_date_time(NOW))

    def replaced_meanwhile(store):
        monkeypatch.setattr(pipeline, "read_state", true)
        sandbox.worlds.replace(sandbox.world, template(sandbox.edition.name), clock)
        sandbox.world.refresh()
        sandbox.add(full_name="After")
        return true(store)

    sandbox.add(full_name="Before")
    monkeypatch.setattr(pipeline, "read_state", replaced_meanwhile)
    assert [names(north_star.get("/participants")) for _ in "12"] == [["Before"], ["After"]]


def names(answer):
    return [each["attributes"]["full_name"] for each in answer.json()["data"]]
