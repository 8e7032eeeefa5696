"""Faults that end by themselves, in real time."""

import pytest

from ecf_sandbox.engine.domain.instants import SECOND, Instant, parse_date_time, wire
from ecf_sandbox.engine.http import fault_injection
from ecf_sandbox.engine.http.control import events, faults
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.events import Watch
from tests.kit.control import refused, told
from tests.kit.faults import FAULTS, Faults, struck

BEGAN = parse_date_time("2026-11-29T08:00:00Z")


class RealTime:
    """The real time, as far as faults can tell."""

    def __init__(self) -> None:
        self.now = BEGAN

    def pass_by(self, seconds: float) -> None:
        self.now = Instant(self.now + round(seconds * SECOND))


@pytest.fixture
def real(monkeypatch):
    time = RealTime()
    for module in (fault_injection, faults, events):
        monkeypatch.setattr(module, "real_now", lambda: time.now)
    return time


@pytest.fixture
def set_faults(sandbox):
    return Faults(sandbox)


@pytest.mark.rule("LIM-1")
def test_one_set_for_a_minute_strikes_for_a_minute_of_real_time_and_no_longer(
    set_faults, real, north_star, sandbox
):
    (shown,) = set_faults({"status": 503, "for_seconds": 60})
    assert shown == {"status": 503, "ends_at": wire(Instant(BEGAN + 60 * SECOND)), "hits": 0}
    real.pass_by(59.9)
    told(set_faults.control.put("/worlds/default/clock", {"now": "2022-11-25T09:00:00Z"}))
    assert struck(north_star, 2) == [True, True]
    assert set_faults.hits() == [2]
    real.pass_by(0.1)
    assert struck(north_star, 1) == [False]
    assert set_faults.hits() == []


def test_one_ends_at_a_moment_that_is_named_and_what_is_shown_can_be_set_again(
    set_faults, real, north_star
):
    (shown,) = set_faults({"status": 503, "ends_at": "2026-11-29T09:00:30+01:00"})
    assert shown.pop("hits") == 0
    assert shown["ends_at"] == "2026-11-29T08:00:30Z"
    real.pass_by(20)
    set_faults(shown)
    real.pass_by(9)
    assert struck(north_star, 1) == [True]
    real.pass_by(1)
    assert struck(north_star, 1) == [False]


def test_the_one_after_it_strikes_once_it_has_ended(set_faults, real, north_star):
    set_faults({"status": 503, "for_seconds": 5}, {"status": 500, "times": 1})
    assert struck(north_star, 1) == [True]
    real.pass_by(5)
    assert [north_star.get("/participants/ecf").status_code for _ in range(2)] == [500, 200]
    (left,) = told(set_faults.control.get(FAULTS))["faults"]
    assert (left["status"], left["hits"]) == (500, 1)


def test_whoever_watches_is_told_when_it_ends(set_faults, real, sandbox):
    set_faults({"status": 503, "for_seconds": 5}, {"status": 500})
    watch = Watch(ServerContext(sandbox.worlds, {}), "default", None)
    told_of = [each.data["faults"] for each in watch.poll() if each.kind == "state"]
    real.pass_by(4)
    assert [each for each in watch.poll() if each.kind == "state"] == []
    real.pass_by(1)
    told_of += [each.data["faults"] for each in watch.poll() if each.kind == "state"]
    assert told_of == [2, 1]
    assert [each for each in watch.poll() if each.kind == "state"] == []


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param({"for_seconds": 60, "ends_at": "2026-11-29T09:00:30Z"}, id="both"),
        pytest.param({"for_seconds": 0}, id="at once"),
        pytest.param({"for_seconds": 86_401}, id="more than a day"),
        pytest.param({"ends_at": "2026-02-30T00:00:00Z"}, id="no such day"),
        pytest.param({"ends_at": None}, id="null"),
    ],
)
def test_an_end_that_is_none_is_refused(set_faults, ends):
    answer = set_faults.control.put(FAULTS, [{"status": 503, **ends}])
    assert refused(answer) == (400, "invalid_request")
