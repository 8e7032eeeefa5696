"""What faults count: strikes, chance and times, for all processes alike."""

import pytest

from tests.kit.control import told
from tests.kit.faults import DECLARATIONS, FAULTS, LIST, OUTAGE, Faults, struck
from tests.kit.sandbox import Caller
from tests.kit.traces import everything
from tests.kit.workers import add_world, working


@pytest.fixture
def set_faults(sandbox):
    return Faults(sandbox)


def test_a_fault_strikes_so_often_and_no_more(set_faults, north_star):
    set_faults({"status": 503, "times": 2})
    assert struck(north_star, 4) == [True, True, False, False]
    assert set_faults.hits() == [2]


def test_one_that_has_no_times_left_lets_the_next_strike(set_faults, north_star):
    set_faults({"status": 501, "times": 1}, {"status": 502, "times": 2})
    assert [north_star.get(LIST).status_code for _ in range(4)] == [501, 502, 502, 200]


def test_chance_is_the_same_with_the_same_seed(sandbox, set_faults, north_star):
    set_faults({"status": 503, "probability": 0.3})
    first = struck(north_star, 60)
    assert 5 < sum(first) < 31
    assert set_faults.hits() == [sum(first)]
    set_faults({"status": 503, "probability": 0.3})
    assert struck(north_star, 60) == first


def test_chance_is_another_with_another_seed(sandbox, set_faults, north_star, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name), seed=2)
    with sandbox.worlds.get("second").writing() as store:
        store.db.execute("UPDATE world SET seed = 2")
    sandbox.worlds.close()
    for world in ("default", "second"):
        told(
            set_faults.control.put(f"/worlds/{world}/faults", [{"status": 503, "probability": 0.5}])
        )
    assert struck(elsewhere, 60) != struck(north_star, 60)


@pytest.mark.parametrize(("probability", "strikes"), [(0, False), (1, True), (0.0, False)])
def test_what_is_certain_is_no_matter_of_chance(set_faults, north_star, probability, strikes):
    set_faults({"status": 503, "probability": probability})
    assert struck(north_star, 50) == [strikes] * 50


def test_requests_that_do_not_match_do_not_change_what_chance_picks(set_faults, north_star):
    rare = {"status": 503, "probability": 0.4, "path": f"/api/v1{LIST}"}
    set_faults(rare)
    undisturbed = struck(north_star, 30)
    set_faults(rare)
    disturbed = []
    for _ in range(30):
        north_star.get(DECLARATIONS)
        disturbed += struck(north_star, 1)
    assert disturbed == undisturbed


def test_chance_and_times_go_together(set_faults, north_star):
    set_faults({"status": 503, "probability": 0.5, "times": 3})
    assert sum(struck(north_star, 60)) == 3
    assert set_faults.hits() == [3]


def test_setting_them_starts_the_counts_anew_and_clearing_ends_them(set_faults, north_star):
    set_faults({"status": 503, "times": 1})
    assert struck(north_star, 2) == [True, False]
    assert set_faults({"status": 503, "times": 1})[0]["hits"] == 0
    assert struck(north_star, 2) == [True, False]
    set_faults.end()
    assert told(set_faults.control.get(FAULTS)) == {"faults": []}
    assert struck(north_star, 1) == [False]


def test_setting_none_removes_all(set_faults, north_star):
    set_faults(OUTAGE)
    assert set_faults() == []
    assert struck(north_star, 1) == [False]


def test_removing_the_faults_leaves_the_rate_limit_and_the_other_way_round(set_faults, north_star):
    set_faults({"status": 503, "times": 1})
    set_faults.limit(2)
    set_faults.end()
    assert [north_star.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    set_faults(OUTAGE)
    set_faults.limit(None)
    assert struck(north_star, 3) == [True] * 3


def test_a_world_without_trouble_is_not_asked_for_any(sandbox, set_faults):
    assert not sandbox.world.has_faults_or_limit
    set_faults(OUTAGE)
    set_faults.limit(5)
    assert sandbox.world.has_faults_or_limit
    set_faults.end()
    assert sandbox.world.has_faults_or_limit
    set_faults.limit(None)
    assert not sandbox.world.has_faults_or_limit


def test_a_reset_removes_them(set_faults, north_star):
    set_faults(OUTAGE)
    set_faults.control.post("/worlds/default/reset")
    assert struck(north_star, 1) == [False]
    assert told(set_faults.control.get(FAULTS)) == {"faults": []}


def test_a_snapshot_keeps_them_but_not_how_often_they_struck(set_faults, north_star):
    set_faults({"status": 503, "probability": 0.5, "times": 4})
    first = struck(north_star, 20)
    told(set_faults.control.put("/worlds/default/snapshots/broken", None))
    told(set_faults.control.post("/worlds/default/snapshots/broken/restore"))
    assert set_faults.hits() == [0]
    assert struck(north_star, 20) == first


def test_a_world_made_from_a_snapshot_has_its_faults(sandbox, set_faults):
    set_faults({"status": 503, "times": 1})
    told(set_faults.control.put("/worlds/default/snapshots/broken", None))
    set_faults.end()
    source = {"world": "default", "snapshot": "broken"}
    made = told(set_faults.control.post("/worlds", {"id": "copy", "from": source}), 201)
    token = made["providers"][0]["token"]
    assert struck(Caller(sandbox.http, token), 2) == [True, False]
    assert struck(sandbox.provider(), 1) == [False]


def test_counting_leaves_the_worlds_file_alone(sandbox, set_faults, north_star):
    set_faults({"status": 503, "times": 5})
    before = everything(sandbox)
    assert struck(north_star, 3) == [True] * 3
    assert everything(sandbox) == before


def test_every_worker_sees_them_on_its_next_request(sandbox, set_faults, north_star):
    with working(sandbox) as other:
        there = other.provider()
        assert struck(there, 2) == [False, False]
        set_faults(OUTAGE)
        assert struck(there, 1) == [True]
        told(other.control.put(FAULTS, []))
        assert struck(north_star, 1) == [False]
        assert struck(there, 1) == [False]


def test_workers_count_together(sandbox, set_faults, north_star):
    with working(sandbox) as other:
        there = other.provider()
        set_faults({"status": 503, "times": 3})
        seen = [struck(each, 1)[0] for each in (there, north_star, there, north_star, there)]
        assert seen == [True, True, True, False, False]
        assert set_faults.hits() == Faults(other).hits() == [3]


def test_a_restart_keeps_them_and_their_counts(sandbox, set_faults, north_star):
    set_faults({"status": 503, "times": 2})
    assert struck(north_star, 1) == [True]
    sandbox.worlds.close()
    with working(sandbox) as later:
        assert struck(later.provider(), 2) == [True, False]


def test_a_worker_that_opens_a_world_later_meets_its_faults(sandbox, set_faults):
    set_faults(OUTAGE)
    told(set_faults.control.put("/worlds/default/snapshots/broken", None))
    with working(sandbox) as other:
        assert struck(other.provider(), 1) == [True]
        set_faults.end()
        told(set_faults.control.post("/worlds/default/snapshots/broken/restore"))
        assert struck(other.provider(), 1) == [True]
