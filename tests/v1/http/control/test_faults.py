"""Faults: how they are set, and which requests they are for."""

import pytest

from tests.kit.control import refused, told
from tests.kit.faults import DECLARATIONS, FAULTS, LIST, OUTAGE, Faults, struck
from tests.kit.wire import UNKNOWN_ID
from tests.kit.workers import add_world


@pytest.fixture
def set_faults(sandbox):
    return Faults(sandbox)


def test_there_are_none_unless_set(set_faults, north_star):
    assert told(set_faults.control.get(FAULTS)) == {"faults": []}
    assert struck(north_star, 3) == [False] * 3


def test_they_are_shown_as_they_were_set(set_faults, north_star):
    faults = [
        {"method": "POST", "path": "/api/*", "status": 429, "headers": {"Retry-After": "30"}},
        {"provider": "riverbank", "delay_ms": 3000, "drop": False, "probability": 0.5},
        {"status": 503, "body": {"error": "Try later"}, "times": 2},
    ]
    assert set_faults(*faults) == [{**each, "hits": 0} for each in faults]
    struck(north_star, 1)
    assert told(set_faults.control.get(FAULTS))["faults"] == [
        {**each, "hits": number} for each, number in zip(faults, (0, 0, 1), strict=True)
    ]


@pytest.mark.parametrize(
    ("fault", "asked", "strikes"),
    [
        pytest.param({}, ("GET", LIST), True, id="any"),
        pytest.param({"method": "GET"}, ("GET", LIST), True, id="method"),
        pytest.param({"method": "POST"}, ("GET", LIST), False, id="another method"),
        pytest.param({"method": "GET"}, ("HEAD", LIST), False, id="HEAD is not GET"),
        pytest.param({"method": "HEAD"}, ("HEAD", LIST), True, id="HEAD"),
        pytest.param({"path": f"/api/v1{LIST}"}, ("GET", LIST), True, id="path"),
        pytest.param({"path": f"/api/v1{LIST}"}, ("GET", f"{LIST}?page[page]=1"), True, id="query"),
        pytest.param({"path": "/api/v1/participants"}, ("GET", LIST), False, id="start of a path"),
        pytest.param({"path": "*"}, ("GET", LIST), True, id="star"),
        pytest.param({"path": "/api/*"}, ("GET", LIST), True, id="star for slashes too"),
        pytest.param({"path": "*/ecf"}, ("GET", LIST), True, id="star first"),
        pytest.param({"path": "/api/*/ecf"}, ("GET", LIST), True, id="star inside"),
        pytest.param(
            {"path": "/api/v1/participants*/ecf"}, ("GET", LIST), True, id="star for none"
        ),
        pytest.param({"path": "/api/*/e*f/*"}, ("GET", LIST), False, id="star, and more"),
        pytest.param({"path": "/api/v1/participants/[e]cf"}, ("GET", LIST), False, id="brackets"),
        pytest.param({"path": "/api/v1/participants/.*"}, ("GET", LIST), False, id="a dot"),
        pytest.param({"provider": "north-star"}, ("GET", LIST), True, id="provider"),
        pytest.param({"provider": "riverbank"}, ("GET", LIST), False, id="another provider"),
        pytest.param({"method": "GET", "path": "/x"}, ("GET", LIST), False, id="only one of two"),
    ],
)
def test_a_fault_is_for_the_requests_that_match(set_faults, north_star, fault, asked, strikes):
    set_faults({"status": 503, **fault})
    assert (north_star.call(*asked).status_code == 503) is strikes
    assert set_faults.hits() == [int(strikes)]


def test_the_first_that_matches_strikes_and_no_other(set_faults, north_star):
    set_faults(
        {"status": 500, "method": "POST"},
        {"status": 501, "times": 1},
        {"status": 502, "path": "/api/*"},
        OUTAGE,
    )
    assert [north_star.get(LIST).status_code for _ in range(3)] == [501, 502, 502]
    assert set_faults.hits() == [0, 1, 2, 0]


def test_every_third_request_that_matches_is_struck_and_no_other(set_faults, north_star):
    set_faults({"status": 503, "path": f"*{LIST}", "every": 3, "times": 2})
    asked = [LIST, LIST, f"{LIST}/nobody", *[LIST] * 7]
    statuses = [north_star.get(each).status_code for each in asked]
    assert statuses == [200, 200, 404, 503, 200, 200, 503, 200, 200, 200]
    assert set_faults.hits() == [2]


def test_a_pattern_of_many_stars_is_matched_in_no_time(set_faults, north_star):
    set_faults({"path": "/" + "*a" * 140 + "*b", "status": 503})
    assert north_star.get(f"{LIST}/{'a' * 5000}").status_code == 404


def test_a_path_is_compared_as_it_is_routed(set_faults, north_star):
    set_faults({"path": f"/api/v1{LIST}", "status": 503})
    assert north_star.get("/participants/%65cf").status_code == 503


def test_a_fault_is_for_one_world(sandbox, set_faults, north_star, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name))
    set_faults(OUTAGE)
    assert struck(elsewhere, 2) == [False] * 2
    assert struck(north_star, 2) == [True] * 2


@pytest.mark.rule("AUTH-5")
def test_a_token_and_a_route_come_before_faults(sandbox, set_faults, north_star):
    set_faults(OUTAGE)
    unknown = {"Authorization": "Bearer unknown"}
    assert sandbox.http.get(f"/api/v1{LIST}", headers=unknown).status_code == 401
    assert north_star.get("/nowhere").status_code == 404
    assert north_star.call("DELETE", LIST).status_code == 405
    assert set_faults.hits() == [0]


@pytest.mark.rule("AUTH-5")
def test_the_rate_limit_comes_before_faults(set_faults, north_star):
    set_faults(OUTAGE)
    set_faults.limit(1)
    assert [north_star.get(LIST).status_code for _ in range(3)] == [503, 429, 429]
    assert set_faults.hits() == [1]


@pytest.mark.rule("AUTH-5")
@pytest.mark.parametrize(
    ("method", "path", "request_", "usually"),
    [
        pytest.param("GET", LIST, {"now": "yesterday"}, 400, id="the header"),
        pytest.param("POST", DECLARATIONS, {"json": {"data": "x" * 1_000_001}}, 413, id="the size"),
        pytest.param("GET", f"{LIST}?page=1", {}, 400, id="the query"),
        pytest.param("POST", DECLARATIONS, {"content": b"{"}, 400, id="the body"),
        pytest.param("GET", f"{LIST}/{UNKNOWN_ID}", {}, 404, id="a look-up"),
        pytest.param("POST", DECLARATIONS, {"json": {"data": {"x": 1}}}, 422, id="the rules"),
    ],
)
def test_faults_come_before_what_a_request_says(
    set_faults, north_star, method, path, request_, usually
):
    assert north_star.call(method, path, **request_).status_code == usually
    set_faults(OUTAGE)
    assert north_star.call(method, path, **request_).status_code == 503


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({}, id="no way to fail"),
        pytest.param({"method": "GET", "times": 2}, id="no way to fail, but conditions"),
        pytest.param({"status": 199}, id="status too low"),
        pytest.param({"status": 600}, id="status too high"),
        pytest.param({"status": "503"}, id="status as text"),
        pytest.param({"body": "x", "drop": True}, id="a body without a status"),
        pytest.param({"headers": {"X-A": "b"}, "delay_ms": 1}, id="headers without a status"),
        pytest.param({"drop": True, "status": 503}, id="drop and status"),
        pytest.param({"drop": True, "truncate_after": 1}, id="drop and cut"),
        pytest.param({"status": 503, "method": "DELETE"}, id="a method that no path has"),
        pytest.param({"status": 503, "path": "api"}, id="a path without a slash"),
        pytest.param({"status": 503, "path": "/api?x=1"}, id="a path with a query"),
        pytest.param({"status": 503, "provider": "nobody"}, id="unknown provider"),
        pytest.param({"status": 503, "headers": {"Content-Length": "1"}}, id="the server's header"),
        pytest.param({"status": 503, "headers": {"X-A": "b\r\nX-C: d"}}, id="a header in a header"),
        pytest.param({"status": 503, "headers": {"X A": "b"}}, id="a header with a space"),
        pytest.param({"status": 503, "body": 5}, id="a number for a body"),
        pytest.param({"status": 503, "body": [2**64]}, id="a number beyond 64 bits in a body"),
        pytest.param({"delay_ms": 60_001}, id="too long a delay"),
        pytest.param({"delay_ms": -1}, id="a delay into the past"),
        pytest.param({"truncate_after": -1}, id="less than nothing"),
        pytest.param({"status": 503, "times": 0}, id="no times"),
        pytest.param({"status": 503, "every": 0}, id="no turn"),
        pytest.param({"status": 503, "probability": 1.1}, id="more than certain"),
        pytest.param({"status": 503, "hits": 1}, id="hits"),
        pytest.param({"status": 503, "colour": "red"}, id="unknown key"),
        pytest.param("503", id="text"),
    ],
)
def test_a_fault_that_is_none_is_refused_and_changes_nothing(set_faults, north_star, fault):
    set_faults({"status": 503, "times": 3})
    struck(north_star, 1)
    assert refused(set_faults.control.put(FAULTS, [fault])) == (400, "invalid_request")
    assert set_faults.hits() == [1]


def test_there_are_at_most_a_hundred(set_faults):
    assert len(set_faults(*[OUTAGE] * 100)) == 100
    assert refused(set_faults.control.put(FAULTS, [OUTAGE] * 101)) == (400, "invalid_request")
    assert refused(set_faults.control.put(FAULTS, OUTAGE)) == (400, "invalid_request")


def test_whole_numbers_may_be_written_with_a_fraction(set_faults, north_star):
    set_faults({"status": 503.0, "times": 1.0})
    assert struck(north_star, 2) == [True, False]


def test_there_are_no_faults_of_a_world_that_is_not_there(set_faults):
    for answer in (
        set_faults.control.get("/worlds/nowhere/faults"),
        set_faults.control.put("/worlds/nowhere/faults", []),
        set_faults.control.delete("/worlds/nowhere/faults"),
    ):
        assert refused(answer) == (404, "not_found")
