"""The rate limit: per token, rolling, in real time (LIM-1)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.http import fault_injection
from ecf_sandbox.engine.store.counters import CounterFile
from ecf_sandbox.engine.store.locking import Busy
from tests.kit.control import Control, refused, told
from tests.kit.sandbox import ids
from tests.kit.wire import exchange
from tests.kit.workers import add_world, working

LIMITS = "/worlds/default/limits"
LIST = "/participants/ecf"
NONE = {"rate_limit": None}


def rate(requests, seconds=300):
    return {"rate_limit": {"requests": requests, "seconds": seconds}}


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


@pytest.fixture
def real(monkeypatch):
    """Real time, as far as the limit can tell; tests move it on."""

    class Real:
        now = Instant(1_700_000_000 * SECOND)

        def pass_by(self, seconds):
            self.now = Instant(self.now + int(seconds * SECOND))

    clock = Real()
    monkeypatch.setattr(fault_injection, "real_now", lambda: clock.now)
    return clock


def statuses(caller, times):
    return [caller.get(LIST).status_code for _ in range(times)]


@pytest.mark.rule("LIM-1")
def test_there_is_no_limit_unless_one_is_set(control, north_star):
    assert told(control.get(LIMITS)) == NONE
    assert set(statuses(north_star, 30)) == {200}
    assert told(control.put(LIMITS, rate(1000))) == rate(1000)
    assert told(control.get(LIMITS)) == rate(1000)


@pytest.mark.rule("LIM-1")
def test_over_the_limit_a_token_is_told_to_retry_later(control, north_star, real):
    control.put(LIMITS, rate(3))
    assert statuses(north_star, 3) == [200, 200, 200]
    refusal = north_star.get(LIST)
    assert (refusal.status_code, refusal.text) == (429, "Retry later")
    assert refusal.headers["Content-Type"] == "text/plain"
    assert refusal.headers["Retry-After"] == "300"


@pytest.mark.rule("LIM-1")
def test_whoever_waits_as_long_as_told_is_served(control, north_star, real):
    control.put(LIMITS, rate(1, 60))
    north_star.get(LIST)
    real.pass_by(12.5)
    assert north_star.get(LIST).headers["Retry-After"] == "48"
    real.pass_by(47.499_999)
    assert north_star.get(LIST).headers["Retry-After"] == "1"
    real.pass_by(0.000_001)
    assert north_star.get(LIST).status_code == 200


@pytest.mark.rule("LIM-1")
def test_the_window_rolls(control, north_star, real):
    control.put(LIMITS, rate(3, 30))
    for _ in range(3):
        assert north_star.get(LIST).status_code == 200
        real.pass_by(10)
    assert statuses(north_star, 2) == [200, 429], "only the first of the three has left it"
    assert north_star.get(LIST).headers["Retry-After"] == "10"
    real.pass_by(10)
    assert statuses(north_star, 2) == [200, 429]


@pytest.mark.rule("LIM-1")
def test_what_was_refused_does_not_count(control, north_star, real):
    control.put(LIMITS, rate(2, 10))
    assert statuses(north_star, 2) == [200, 200]
    real.pass_by(9)
    assert statuses(north_star, 20) == [429] * 20
    real.pass_by(1)
    assert statuses(north_star, 3) == [200, 200, 429]


@pytest.mark.rule("LIM-1")
def test_each_token_has_its_own(sandbox, control, north_star, real):
    control.put(LIMITS, rate(1))
    assert statuses(north_star, 2) == [200, 429]
    assert statuses(sandbox.provider("riverbank"), 2) == [200, 429]


@pytest.mark.rule("LIM-1")
def test_each_world_has_its_own(sandbox, control, north_star, real, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name))
    control.put(LIMITS, rate(1))
    assert statuses(north_star, 2) == [200, 429]
    assert statuses(elsewhere, 3) == [200, 200, 200]
    assert told(control.get("/worlds/second/limits")) == NONE


@pytest.mark.rule("LIM-1")
@pytest.mark.parametrize(
    "move",
    [
        pytest.param({"now": "2031-01-01T00:00:00Z"}, id="years later"),
        pytest.param({"now": "2020-01-01T00:00:00Z", "ticking": False}, id="earlier, and stopped"),
    ],
)
def test_it_is_real_time_whatever_the_worlds_clock_says(control, north_star, real, move):
    control.put(LIMITS, rate(1, 60))
    assert north_star.get(LIST).status_code == 200
    control.put("/worlds/default/clock", move)
    assert north_star.get(LIST).headers["Retry-After"] == "60"
    assert north_star.get(LIST, now="2035-01-01T00:00:00Z").status_code == 429
    real.pass_by(60)
    assert north_star.get(LIST).status_code == 200


@pytest.mark.rule("LIM-1")
def test_setting_it_starts_the_count_anew_and_null_removes_it(control, north_star, real):
    control.put(LIMITS, rate(2))
    assert statuses(north_star, 3) == [200, 200, 429]
    control.put(LIMITS, rate(1))
    assert statuses(north_star, 2) == [200, 429]
    assert told(control.put(LIMITS, NONE)) == NONE
    assert statuses(north_star, 5) == [200] * 5
    control.put(LIMITS, rate(1))
    assert statuses(north_star, 2) == [200, 429]


@pytest.mark.rule("LIM-1")
def test_a_reset_removes_it(control, north_star, real):
    control.put(LIMITS, rate(1))
    control.post("/worlds/default/reset")
    assert statuses(north_star, 3) == [200] * 3
    assert told(control.get(LIMITS)) == NONE


@pytest.mark.rule("LIM-1")
def test_a_snapshot_keeps_it_but_not_the_count(control, north_star, real):
    control.put(LIMITS, rate(2))
    assert statuses(north_star, 3) == [200, 200, 429]
    control.put("/worlds/default/snapshots/limited", None)
    control.put(LIMITS, NONE)
    control.post("/worlds/default/snapshots/limited/restore")
    assert told(control.get(LIMITS)) == rate(2)
    assert statuses(north_star, 3) == [200, 200, 429]


@pytest.mark.rule("LIM-1")
def test_all_workers_share_it(sandbox, control, north_star, real):
    with working(sandbox) as other:
        there = other.provider()
        assert there.get(LIST).status_code == 200
        control.put(LIMITS, rate(3))
        seen = [each.get(LIST).status_code for each in (north_star, there, north_star, there)]
        assert seen == [200, 200, 200, 429]
        assert told(other.control.put(LIMITS, NONE)) == NONE
        assert statuses(north_star, 4) == [200] * 4


@pytest.mark.rule("LIM-1")
def test_workers_at_once_accept_no_more_than_it_allows(sandbox, control, real):
    control.put(LIMITS, rate(15))
    with working(sandbox) as other, ThreadPoolExecutor(8) as pool:
        callers = [sandbox.provider(), other.provider()] * 25
        answers = list(pool.map(lambda each: each.get(LIST).status_code, callers))
    assert (answers.count(200), answers.count(429)) == (15, 35)


@pytest.mark.rule("LIM-1")
def test_a_restart_keeps_it_and_its_count(sandbox, control, north_star, real):
    control.put(LIMITS, rate(2))
    north_star.get(LIST)
    with working(sandbox) as first:
        assert first.provider().get(LIST).status_code == 200
    sandbox.worlds.close()
    with working(sandbox) as second:
        assert second.provider().get(LIST).status_code == 429


@pytest.mark.rule("LIM-1", "AUTH-5")
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"now": "yesterday"}, id="before the header"),
        pytest.param({"json": {"data": "x" * 1_000_001}}, id="before the size"),
        pytest.param({"content": b"{"}, id="before the body"),
        pytest.param({"params": {"page": "2"}}, id="before the query"),
    ],
)
def test_the_limit_comes_before_what_a_request_says(control, north_star, real, request_):
    control.put(LIMITS, rate(1))
    first, second = (
        north_star.call("POST", "/participant-declarations", **request_) for _ in range(2)
    )
    assert first.status_code in (400, 413, 422)
    assert second.status_code == 429


@pytest.mark.rule("LIM-1", "AUTH-5")
def test_unknown_tokens_and_unrouted_paths_are_not_counted(sandbox, control, north_star, real):
    control.put(LIMITS, rate(1))
    unknown = {"Authorization": "Bearer unknown"}
    assert sandbox.http.get(f"/api/v1{LIST}", headers=unknown).status_code == 401
    assert north_star.get("/nowhere").status_code == 404
    assert north_star.call("DELETE", LIST).status_code == 405
    assert statuses(north_star, 2) == [200, 429]
    assert north_star.get("/nowhere").status_code == 404
    assert sandbox.http.get(f"/api/v1{LIST}", headers=unknown).status_code == 401


@pytest.mark.rule("LIM-1")
def test_a_refused_write_writes_nothing(sandbox, control, north_star, real):
    person = sandbox.add()
    control.put(LIMITS, rate(1))
    assert ids(north_star.get("/participant-declarations")) == []
    assert north_star.declare(person).status_code == 429
    control.put(LIMITS, NONE)
    assert ids(north_star.get("/participant-declarations")) == []


@pytest.mark.rule("LIM-1")
def test_whoever_counts_at_the_same_time_is_waited_for(sandbox, control, real):
    control.put(LIMITS, rate(1))
    headers = {"authorization": "Bearer north-star-token"}
    with ThreadPoolExecutor(1) as pool:
        with sandbox.world.file.counts.changing():
            waiting = pool.submit(exchange, sandbox.app, "GET", f"/api/v1{LIST}", headers)
            with pytest.raises(TimeoutError):
                waiting.result(0.1)
        assert waiting.result(10).status == 200


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"rate_limit": {"requests": 0, "seconds": 300}}, id="no requests"),
        pytest.param({"rate_limit": {"requests": 10, "seconds": 0}}, id="no time"),
        pytest.param({"rate_limit": {"requests": 1_000_001, "seconds": 1}}, id="too many"),
        pytest.param({"rate_limit": {"requests": 1, "seconds": 86_401}}, id="too long"),
        pytest.param({"rate_limit": {"requests": 1.5, "seconds": 1}}, id="half a request"),
        pytest.param({"rate_limit": {"requests": 1}}, id="no seconds"),
        pytest.param({"rate_limit": {"requests": 1, "seconds": 1, "burst": 2}}, id="unknown key"),
        pytest.param({"rate_limit": 1000}, id="a number"),
        pytest.param([], id="a list"),
    ],
)
def test_a_limit_that_is_none_is_refused(control, north_star, body):
    told(control.put(LIMITS, rate(1)))
    assert refused(control.put(LIMITS, body)) == (400, "invalid_request")
    assert told(control.get(LIMITS)) == rate(1)


def test_whole_numbers_may_be_written_with_a_fraction(control, north_star, real):
    assert told(control.put(LIMITS, rate(1.0, 60.0))) == rate(1, 60)
    assert statuses(north_star, 2) == [200, 429]


def test_there_is_no_limit_of_a_world_that_is_not_there(control):
    assert refused(control.get("/worlds/nowhere/limits")) == (404, "not_found")
    assert refused(control.put("/worlds/nowhere/limits", NONE)) == (404, "not_found")


@pytest.mark.rule("LIM-1")
@given(
    requests=st.integers(1, 5),
    seconds=st.integers(1, 4),
    steps=st.lists(st.integers(0, 2_500_000), max_size=40),
)
def test_no_window_ever_has_more_than_its_requests(tmp_path_factory, requests, seconds, steps):
    counts = CounterFile(tmp_path_factory.mktemp("counts") / "counts")
    accepted, now, window = [], Instant(1_700_000_000 * SECOND), seconds * SECOND
    for step in steps:
        now = Instant(now + step)
        recent = [at for at in accepted if at > now - window]
        with counts.changing() as tally:
            wait = tally.wait("north-star", requests=requests, seconds=seconds, real=now)
        assert wait == (recent[-requests] + window - now if len(recent) >= requests else 0)
        accepted += [] if wait else [now]
    counts.close()


@pytest.mark.rule("LIM-1")
def test_a_clock_that_was_put_back_makes_nobody_wait_longer_than_the_window(tmp_path):
    counts, now = CounterFile(tmp_path / "counts"), Instant(1_700_000_000 * SECOND)
    with counts.changing() as tally:
        assert tally.wait("north-star", requests=1, seconds=60, real=now) == 0
        earlier = Instant(now - 3600 * SECOND)
        assert tally.wait("north-star", requests=1, seconds=60, real=earlier) == 60 * SECOND
    counts.close()


def test_two_who_do_not_wait_do_not_count_at_once(tmp_path):
    counts = CounterFile(tmp_path / "counts")
    with counts.changing(), pytest.raises(Busy), counts.changing():
        pytest.fail("two at once")
    counts.close()
