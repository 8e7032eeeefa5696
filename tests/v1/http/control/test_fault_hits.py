"""What faults count: strikes, chance and times, for all processes alike."""

import pytest

from tests.kit.control import told
from tests.kit.faults import DECLARATIONS, FAULTS, LIST, OUTAGE, Trouble, struck
from tests.kit.sandbox import Caller
from tests.kit.traces import everything
from tests.kit.workers import add_world, working


@pytest.fixture
def trouble(sandbox):
    return Trouble(sandbox)


def test_a_fault_strikes_so_often_and_no_more(trouble, north_star):
    trouble({"status": 503, "times": 2})
    assert struck(north_star, 4) == [True, True, False, False]
    assert trouble.hits() == [2]


def test_one_that_has_no_times_left_lets_the_next_strike(trouble, north_star):
    trouble({"status": 501, "times": 1}, {"status": 502, "times": 2})
    assert [north_star.get(LIST).status_code for _ in range(4)] == [501, 502, 502, 200]


def test_chance_is_the_same_with_the_same_seed(sandbox, trouble, north_star):
    trouble({"status": 503, "probability": 0.3})
    first = struck(north_star, 60)
    assert 5 < sum(first) < 31
    assert trouble.hits() == [sum(first)]
    trouble({"status": 503, "probability": 0.3})
    assert struck(north_star, 60) == first


def test_chance_is_another_with_another_seed(sandbox, trouble, north_star, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name), seed=2)
    with sandbox.worlds.get("second").writing() as store:
        store.db.execute("UPDATE world SET seed = 2")
    sandbox.worlds.close()
    for world in ("default", "second"):
        told(trouble.control.put(f"/worlds/{world}/faults", [{"status": 503, "probability": 0.5}]))
    assert struck(elsewhere, 60) != struck(north_star, 60)


@pytest.mark.parametrize(("probability", "strikes"), [(0, False), (1, True), (0.0, False)])
def test_what_is_certain_is_no_matter_of_chance(trouble, north_star, probability, strikes):
    trouble({"status": 503, "probability": probability})
    assert struck(north_star, 50) == [strikes] * 50


def test_requests_that_do_not_match_do_not_change_what_chance_picks(trouble, north_star):
    rare = {"status": 503, "probability": 0.4, "path": f"/api/v1{LIST}"}
    trouble(rare)
    undisturbed = struck(north_star, 30)
    trouble(rare)
    disturbed = []
    for _ in range(30):
        north_star.get(DECLARATIONS)
        disturbed += struck(north_star, 1)
    assert disturbed == undisturbed


def test_chance_and_times_go_together(trouble, north_star):
    trouble({"status": 503, "probability": 0.5, "times": 3})
    assert sum(struck(north_star, 60)) == 3
    assert trouble.hits() == [3]


def test_setting_them_starts_the_counts_anew_and_clearing_ends_them(trouble, north_star):
    trouble({"status": 503, "times": 1})
    assert struck(north_star, 2) == [True, False]
    assert trouble({"status": 503, "times": 1})[0]["hits"] == 0
    assert struck(north_star, 2) == [True, False]
    trouble.end()
    assert told(trouble.control.get(FAULTS)) == {"faults": []}
    assert struck(north_star, 1) == [False]


def test_setting_none_removes_all(trouble, north_star):
    trouble(OUTAGE)
    assert trouble() == []
    assert struck(north_star, 1) == [False]


def test_removing_the_faults_leaves_the_rate_limit_and_the_other_way_round(trouble, north_star):
    trouble({"status": 503, "times": 1})
    trouble.limit(2)
    trouble.end()
    assert [north_star.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    trouble(OUTAGE)
    trouble.limit(None)
    assert struck(north_star, 3) == [True] * 3


def test_a_world_without_trouble_is_not_asked_for_any(sandbox, trouble):
    assert not sandbox.world.has_faults_or_limit
    trouble(OUTAGE)
    trouble.limit(5)
    assert sandbox.world.has_faults_or_limit
    trouble.end()
    assert sandbox.world.has_faults_or_limit
    trouble.limit(None)
    assert not sandbox.world.has_faults_or_limit


def test_a_reset_removes_them(trouble, north_star):
    trouble(OUTAGE)
    trouble.control.post("/worlds/default/reset")
    assert struck(north_star, 1) == [False]
    assert told(trouble.control.get(FAULTS)) == {"faults": []}


def test_a_snapshot_keeps_them_but_not_how_often_they_struck(trouble, north_star):
    trouble({"status": 503, "probability": 0.5, "times": 4})
    first = struck(north_star, 20)
    told(trouble.control.put("/worlds/default/snapshots/broken", None))
    told(trouble.control.post("/worlds/default/snapshots/broken/restore"))
    assert trouble.hits() == [0]
    assert struck(north_star, 20) == first


def test_a_world_made_from_a_snapshot_has_its_faults(sandbox, trouble):
    trouble({"status": 503, "times": 1})
    told(trouble.control.put("/worlds/default/snapshots/broken", None))
    trouble.end()
    source = {"world": "default", "snapshot": "broken"}
    made = told(trouble.control.post("/worlds", {"id": "copy", "from": source}), 201)
    token = made["providers"][0]["token"]
    assert struck(Caller(sandbox.http, token), 2) == [True, False]
    assert struck(sandbox.provider(), 1) == [False]


def test_counting_leaves_the_worlds_file_alone(sandbox, trouble, north_star):
    trouble({"status": 503, "times": 5})
    before = everything(sandbox)
    assert struck(north_star, 3) == [True] * 3
    assert everything(sandbox) == before


def test_every_worker_sees_them_on_its_next_request(sandbox, trouble, north_star):
    with working(sandbox) as other:
        there = other.provider()
        assert struck(there, 2) == [False, False]
        trouble(OUTAGE)
        assert struck(there, 1) == [True]
        told(other.control.put(FAULTS, []))
        assert struck(north_star, 1) == [False]
        assert struck(there, 1) == [False]


def test_workers_count_together(sandbox, trouble, north_star):
    with working(sandbox) as other:
        there = other.provider()
        trouble({"status": 503, "times": 3})
        seen = [struck(each, 1)[0] for each in (there, north_star, there, north_star, there)]
        assert seen == [True, True, True, False, False]
        assert trouble.hits() == Trouble(other).hits() == [3]


def test_a_restart_keeps_them_and_their_counts(sandbox, trouble, north_star):
    trouble({"status": 503, "times": 2})
    assert struck(north_star, 1) == [True]
    sandbox.worlds.close()
    with working(sandbox) as later:
        assert struck(later.provider(), 2) == [True, False]


def test_a_worker_that_opens_a_world_later_meets_its_faults(sandbox, trouble):
    trouble(OUTAGE)
    told(trouble.control.put("/worlds/default/snapshots/broken", None))
    with working(sandbox) as other:
        assert struck(other.provider(), 1) == [True]
        trouble.end()
        told(trouble.control.post("/worlds/default/snapshots/broken/restore"))
        assert struck(other.provider(), 1) == [True]
