"""Faults: which requests they strike, how those fail, and what is counted."""

import asyncio

import pytest

from ecf_sandbox.api import trouble
from ecf_sandbox.api.connection import HungUp
from tests.kit.control import Control, refused, told
from tests.kit.sandbox import Caller, attributes, ids
from tests.kit.wire import UNKNOWN_ID, remembered
from tests.kit.workers import add_world, call, expect_trouble, working

FAULTS = "/worlds/default/faults"
LIST = "/participants/ecf"
DECLARATIONS = "/participant-declarations"
RIVERBANK = {"authorization": "Bearer riverbank-token"}


@pytest.fixture
def control(sandbox):
    expect_trouble(sandbox)
    return Control(sandbox)


@pytest.fixture
def set_faults(control):
    """Set faults; a fault that says no more is a 503."""

    def put(*faults):
        answer = told(control.put(FAULTS, [each or {"status": 503} for each in faults]))
        return answer["faults"]

    return put


def hits(control):
    return [each["hits"] for each in told(control.get(FAULTS))["faults"]]


def struck(caller, times, path=LIST):
    """Ask so often; return which of the requests met a 503."""
    return [caller.get(path).status_code == 503 for _ in range(times)]


def test_there_are_none_unless_set(control, north_star):
    assert told(control.get(FAULTS)) == {"faults": []}
    assert struck(north_star, 3) == [False] * 3


def test_they_are_shown_as_they_were_set(control, set_faults, north_star):
    faults = [
        {"method": "POST", "path": "/api/*", "status": 429, "headers": {"Retry-After": "30"}},
        {"provider": "riverbank", "delay_ms": 3000, "drop": False, "probability": 0.5},
        {"status": 503, "body": {"error": "Try later"}, "times": 2},
    ]
    assert set_faults(*faults) == [{**each, "hits": 0} for each in faults]
    struck(north_star, 1)
    assert told(control.get(FAULTS))["faults"] == [
        {**each, "hits": number} for each, number in zip(faults, (0, 0, 1), strict=True)
    ]


# Which requests


@pytest.mark.parametrize(
    ("fault", "method", "path", "strikes"),
    [
        pytest.param({}, "GET", LIST, True, id="any"),
        pytest.param({"method": "GET"}, "GET", LIST, True, id="method"),
        pytest.param({"method": "POST"}, "GET", LIST, False, id="another method"),
        pytest.param({"method": "GET"}, "HEAD", LIST, False, id="HEAD is not GET"),
        pytest.param({"method": "HEAD"}, "HEAD", LIST, True, id="HEAD"),
        pytest.param({"path": f"/api/v1{LIST}"}, "GET", LIST, True, id="path"),
        pytest.param({"path": f"/api/v1{LIST}"}, "GET", f"{LIST}?page[page]=1", True, id="query"),
        pytest.param({"path": "/api/v1/participants"}, "GET", LIST, False, id="start of a path"),
        pytest.param({"path": "*"}, "GET", LIST, True, id="star"),
        pytest.param({"path": "/api/*"}, "GET", LIST, True, id="star for slashes too"),
        pytest.param({"path": "*/ecf"}, "GET", LIST, True, id="star first"),
        pytest.param({"path": "/api/*/ecf"}, "GET", LIST, True, id="star inside"),
        pytest.param({"path": "/api/v1/participants*/ecf"}, "GET", LIST, True, id="star for none"),
        pytest.param({"path": "/api/*/e*f/*"}, "GET", LIST, False, id="star, and more"),
        pytest.param({"path": "/api/v1/participants/[e]cf"}, "GET", LIST, False, id="brackets"),
        pytest.param({"path": "/api/v1/participants/.*"}, "GET", LIST, False, id="a dot"),
        pytest.param({"provider": "north-star"}, "GET", LIST, True, id="provider"),
        pytest.param({"provider": "riverbank"}, "GET", LIST, False, id="another provider"),
        pytest.param({"method": "GET", "path": "/x"}, "GET", LIST, False, id="only one of two"),
    ],
)
def test_a_fault_is_for_the_requests_that_match(
    control, set_faults, north_star, fault, method, path, strikes
):
    set_faults({"status": 503, **fault})
    assert (north_star.call(method, path).status_code == 503) is strikes
    assert hits(control) == [int(strikes)]


def test_the_first_that_matches_strikes_and_no_other(control, set_faults, north_star):
    set_faults(
        {"status": 500, "method": "POST"},
        {"status": 501, "times": 1},
        {"status": 502, "path": "/api/*"},
        {"status": 503},
    )
    assert [north_star.get(LIST).status_code for _ in range(3)] == [501, 502, 502]
    assert hits(control) == [0, 1, 2, 0]


def test_a_pattern_of_many_stars_is_matched_in_no_time(set_faults, north_star):
    set_faults({"path": "/" + "*a" * 140 + "*b", "status": 503})
    assert north_star.get(f"{LIST}/{'a' * 5000}").status_code == 404


def test_a_path_is_compared_as_it_is_routed(set_faults, north_star):
    set_faults({"path": f"/api/v1{LIST}", "status": 503})
    assert north_star.get("/participants/%65cf").status_code == 503


def test_a_fault_is_for_one_world(sandbox, set_faults, north_star, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name))
    set_faults({"status": 503})
    assert struck(elsewhere, 2) == [False] * 2
    assert struck(north_star, 2) == [True] * 2


@pytest.mark.rule("AUTH-5")
def test_a_token_and_a_route_come_before_faults(sandbox, control, set_faults, north_star):
    set_faults({"status": 503})
    unknown = {"Authorization": "Bearer unknown"}
    assert sandbox.http.get(f"/api/v1{LIST}", headers=unknown).status_code == 401
    assert north_star.get("/nowhere").status_code == 404
    assert north_star.call("DELETE", LIST).status_code == 405
    assert hits(control) == [0]


@pytest.mark.rule("AUTH-5")
def test_the_rate_limit_comes_before_faults(control, set_faults, north_star):
    set_faults({"status": 503})
    told(control.put("/worlds/default/limits", {"rate_limit": {"requests": 1, "seconds": 300}}))
    assert [north_star.get(LIST).status_code for _ in range(3)] == [503, 429, 429]
    assert hits(control) == [1]


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
    set_faults({"status": 503})
    assert north_star.call(method, path, **request_).status_code == 503


# Ways to fail


@pytest.mark.parametrize(
    ("said", "media_type", "content"),
    [
        pytest.param({}, None, b"", id="nothing"),
        pytest.param({"body": "Try later: ë"}, "text/plain", "Try later: ë".encode(), id="text"),
        pytest.param({"body": ""}, "text/plain", b"", id="no text"),
        pytest.param({"body": {"a": [1]}}, "application/vnd.api+json", b'{"a":[1]}', id="object"),
        pytest.param({"body": []}, "application/vnd.api+json", b"[]", id="array"),
        pytest.param(
            {"body": "<p>", "headers": {"content-TYPE": "text/html"}},
            "text/html",
            b"<p>",
            id="another type",
        ),
    ],
)
def test_the_answer_is_the_one_that_was_set(set_faults, north_star, said, media_type, content):
    set_faults({"status": 502, **said})
    answer = north_star.get(LIST)
    assert (answer.status_code, answer.content) == (502, content)
    assert answer.headers.get("Content-Type") == media_type
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers.get_list("Content-Type") == ([media_type] if media_type else [])


def test_the_answer_has_the_headers_that_were_set(set_faults, north_star):
    set_faults({"status": 429, "headers": {"Retry-After": "30", "X-Why": "a fault"}})
    answer = north_star.get(LIST)
    assert (answer.headers["Retry-After"], answer.headers["X-Why"]) == ("30", "a fault")


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_has_none(set_faults, north_star, status):
    set_faults({"status": status, "body": "what for"})
    answer = north_star.get(LIST)
    assert (answer.status_code, answer.content) == (status, b"")
    assert "Content-Length" not in answer.headers
    assert "Content-Type" not in answer.headers


def test_an_answer_is_compressed_for_who_asks(set_faults, north_star):
    set_faults({"status": 500, "body": "again and again " * 500})
    answer = north_star.get(LIST)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.text == "again and again " * 500


@pytest.mark.parametrize(
    "fault", [pytest.param({"status": 200}, id="status"), pytest.param({"drop": True}, id="drop")]
)
def test_an_answer_given_instead_means_that_nothing_was_done(
    sandbox, set_faults, north_star, fault
):
    person = sandbox.add()
    set_faults({**fault, "method": "POST"})
    try:
        north_star.declare(person)
    except HungUp:
        assert "drop" in fault
    assert ids(north_star.get(DECLARATIONS)) == []


@pytest.mark.rule("DECL-10")
def test_a_lost_answer_means_that_it_was_done_and_can_be_repeated(sandbox, set_faults, north_star):
    person = sandbox.add()
    set_faults({"method": "POST", "truncate_after": 0, "times": 1})
    with pytest.raises(HungUp):
        north_star.declare(person)
    (made,) = ids(north_star.get(DECLARATIONS))
    again = north_star.declare(person)
    assert attributes(again)["state"] == "eligible"
    assert again.json()["data"]["id"] == made


@pytest.mark.parametrize(
    ("method", "path", "fault", "cut", "whole"),
    [
        pytest.param("GET", LIST, {"truncate_after": 4}, b'{"da', 11, id="an answer"),
        pytest.param("GET", LIST, {"truncate_after": 0}, b"", 11, id="nothing of it"),
        pytest.param("GET", LIST, {"truncate_after": 99}, b'{"data":[]}', 11, id="all of it"),
        pytest.param("GET", f"{LIST}/x", {"truncate_after": 8}, b'{"error"', 30, id="a refusal"),
        pytest.param(
            *("GET", LIST, {"truncate_after": 2, "status": 500, "body": "Oh no"}, b"Oh", 5),
            id="an answer given instead",
        ),
    ],
)
def test_a_cut_answer_promises_its_whole_length(
    sandbox, set_faults, method, path, fault, cut, whole
):
    set_faults(fault)
    line = asyncio.run(call(sandbox.app, method, f"/api/v1{path}", accept_encoding="gzip"))
    assert (line.body, line.headers["content-length"]) == (cut, str(whole))
    assert "content-encoding" not in line.headers
    assert line.closed
    assert not line.ended, "the server is to know that there was more"


def test_a_long_file_is_cut_too(sandbox, set_faults):
    for _ in range(3):
        sandbox.add()
    set_faults({"truncate_after": 30})
    line = asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}.csv"))
    assert line.body == b"id,email,full_name,mentor_id,s"
    assert int(line.headers["content-length"]) > 300


def test_an_answer_that_has_not_changed_is_cut_before_its_body(sandbox, set_faults, north_star):
    tag = north_star.get(LIST).headers["ETag"]
    set_faults({"truncate_after": 3})
    line = asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}", if_none_match=tag))
    assert (line.status, line.body, line.closed, line.ended) == (304, b"", True, False)


def test_a_dropped_connection_closes_without_a_byte(sandbox, set_faults):
    set_faults({"drop": True})
    line = asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    assert (line.status, line.body, line.closed) == (None, b"", True)


def test_other_connections_stay_open(sandbox, set_faults):
    set_faults({"drop": True, "times": 1})
    assert [asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}")).closed for _ in range(2)] == [
        True,
        False,
    ]


def test_a_server_that_cannot_close_a_connection_is_told(set_faults, north_star):
    set_faults({"drop": True})
    with pytest.raises(HungUp):
        north_star.get(LIST)


@pytest.fixture
def waits(monkeypatch):
    """How long was waited, which takes no time here."""
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(trouble.asyncio, "sleep", sleep)
    return waited


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        pytest.param({}, 200, id="alone"),
        pytest.param({"status": 504}, 504, id="before an answer"),
        pytest.param({"drop": True}, None, id="before closing"),
    ],
)
def test_a_delay_comes_first(control, set_faults, north_star, waits, fault, status):
    set_faults({"delay_ms": 2500, **fault})
    try:
        assert north_star.get(LIST).status_code == status
    except HungUp:
        assert status is None
    assert waits == [2.5]
    assert hits(control) == [1]


def test_whoever_waits_keeps_nobody_else_from_being_served(sandbox, set_faults):
    set_faults({"provider": "riverbank", "delay_ms": 60_000})

    async def both():
        slow = asyncio.ensure_future(call(sandbox.app, "GET", f"/api/v1{LIST}", **RIVERBANK))
        await asyncio.sleep(0.05)
        quick = await call(sandbox.app, "GET", f"/api/v1{LIST}")
        assert not slow.done()
        slow.cancel()
        return quick.status

    assert asyncio.run(both()) == 200


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"drop": False}, id="no drop"),
        pytest.param({"delay_ms": 0}, id="no delay"),
    ],
)
def test_a_fault_that_does_nothing_is_counted_and_does_nothing(
    control, set_faults, north_star, fault
):
    set_faults(fault)
    assert struck(north_star, 2) == [False, False]
    assert hits(control) == [2]


# What is counted


def test_a_fault_strikes_so_often_and_no_more(control, set_faults, north_star):
    set_faults({"status": 503, "times": 2})
    assert struck(north_star, 4) == [True, True, False, False]
    assert hits(control) == [2]


def test_one_that_has_no_times_left_lets_the_next_strike(set_faults, north_star):
    set_faults({"status": 501, "times": 1}, {"status": 502, "times": 2})
    assert [north_star.get(LIST).status_code for _ in range(4)] == [501, 502, 502, 200]


def test_chance_is_the_same_with_the_same_seed(sandbox, control, set_faults, north_star):
    set_faults({"status": 503, "probability": 0.3})
    first = struck(north_star, 60)
    assert 5 < sum(first) < 31
    assert hits(control) == [sum(first)]
    set_faults({"status": 503, "probability": 0.3})
    assert struck(north_star, 60) == first


def test_chance_is_another_with_another_seed(sandbox, control, set_faults, north_star, template):
    elsewhere = add_world(sandbox, template(sandbox.edition.name), seed=2)
    with sandbox.worlds.get("second").writing() as store:
        store.db.execute("UPDATE world SET seed = 2")
    sandbox.worlds.close()
    for world in ("default", "second"):
        told(control.put(f"/worlds/{world}/faults", [{"status": 503, "probability": 0.5}]))
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


def test_chance_and_times_go_together(control, set_faults, north_star):
    set_faults({"status": 503, "probability": 0.5, "times": 3})
    assert sum(struck(north_star, 60)) == 3
    assert hits(control) == [3]


def test_setting_them_starts_the_counts_anew_and_clearing_ends_them(
    control, set_faults, north_star
):
    set_faults({"status": 503, "times": 1})
    assert struck(north_star, 2) == [True, False]
    assert set_faults({"status": 503, "times": 1})[0]["hits"] == 0
    assert struck(north_star, 2) == [True, False]
    assert control.delete(FAULTS).status_code == 204
    assert told(control.get(FAULTS)) == {"faults": []}
    assert struck(north_star, 1) == [False]


def test_setting_none_removes_all(set_faults, north_star):
    set_faults({"status": 503})
    assert set_faults() == []
    assert struck(north_star, 1) == [False]


def test_removing_the_faults_leaves_the_rate_limit_and_the_other_way_round(
    control, set_faults, north_star
):
    limits = "/worlds/default/limits"
    set_faults({"status": 503, "times": 1})
    told(control.put(limits, {"rate_limit": {"requests": 2, "seconds": 300}}))
    control.delete(FAULTS)
    assert [north_star.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    set_faults({"status": 503})
    told(control.put(limits, {"rate_limit": None}))
    assert struck(north_star, 3) == [True] * 3


def test_a_reset_removes_them(control, set_faults, north_star):
    set_faults({"status": 503})
    control.post("/worlds/default/reset")
    assert struck(north_star, 1) == [False]
    assert told(control.get(FAULTS)) == {"faults": []}


def test_a_snapshot_keeps_them_but_not_how_often_they_struck(control, set_faults, north_star):
    set_faults({"status": 503, "probability": 0.5, "times": 4})
    first = struck(north_star, 20)
    told(control.put("/worlds/default/snapshots/broken", None))
    told(control.post("/worlds/default/snapshots/broken/restore"))
    assert hits(control) == [0]
    assert struck(north_star, 20) == first


def test_a_world_made_from_a_snapshot_has_its_faults(sandbox, control, set_faults):
    set_faults({"status": 503, "times": 1})
    told(control.put("/worlds/default/snapshots/broken", None))
    control.delete(FAULTS)
    source = {"world": "default", "snapshot": "broken"}
    made = told(control.post("/worlds", {"id": "copy", "from": source}), 201)
    token = made["providers"][0]["token"]
    assert struck(Caller(sandbox.http, token), 2) == [True, False]
    assert struck(sandbox.provider(), 1) == [False]


def test_counting_leaves_the_worlds_file_alone(sandbox, set_faults, north_star):
    set_faults({"status": 503, "times": 5})
    before = remembered(sandbox.world)
    assert struck(north_star, 3) == [True] * 3
    assert remembered(sandbox.world) == before


# Other processes


def test_every_worker_sees_them_on_its_next_request(sandbox, set_faults, control, north_star):
    with working(sandbox) as other:
        there = other.provider()
        assert struck(there, 2) == [False, False]
        set_faults({"status": 503})
        assert struck(there, 1) == [True]
        told(other.control.put(FAULTS, []))
        assert struck(north_star, 1) == [False]
        assert struck(there, 1) == [False]


def test_workers_count_together(sandbox, set_faults, control, north_star):
    with working(sandbox) as other:
        there = other.provider()
        set_faults({"status": 503, "times": 3})
        seen = [struck(each, 1)[0] for each in (there, north_star, there, north_star, there)]
        assert seen == [True, True, True, False, False]
        assert hits(control) == hits(other.control) == [3]


def test_a_restart_keeps_them_and_their_counts(sandbox, set_faults, north_star):
    set_faults({"status": 503, "times": 2})
    assert struck(north_star, 1) == [True]
    sandbox.worlds.close()
    with working(sandbox) as later:
        assert struck(later.provider(), 2) == [True, False]


def test_a_worker_that_opens_a_world_later_meets_its_faults(sandbox, set_faults, control):
    set_faults({"status": 503})
    told(control.put("/worlds/default/snapshots/broken", None))
    with working(sandbox) as other:
        assert struck(other.provider(), 1) == [True]
        control.delete(FAULTS)
        told(control.post("/worlds/default/snapshots/broken/restore"))
        assert struck(other.provider(), 1) == [True]


# Refusals


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
        pytest.param({"delay_ms": 60_001}, id="too long a delay"),
        pytest.param({"delay_ms": -1}, id="a delay into the past"),
        pytest.param({"truncate_after": -1}, id="less than nothing"),
        pytest.param({"status": 503, "times": 0}, id="no times"),
        pytest.param({"status": 503, "probability": 1.1}, id="more than certain"),
        pytest.param({"status": 503, "hits": 1}, id="hits"),
        pytest.param({"status": 503, "colour": "red"}, id="unknown key"),
        pytest.param("503", id="text"),
    ],
)
def test_a_fault_that_is_none_is_refused_and_changes_nothing(
    control, set_faults, north_star, fault
):
    set_faults({"status": 503, "times": 3})
    struck(north_star, 1)
    assert refused(control.put(FAULTS, [fault])) == (400, "invalid_request")
    assert hits(control) == [1]


def test_there_are_at_most_a_hundred(control, set_faults):
    assert len(set_faults(*[{"status": 503}] * 100)) == 100
    assert refused(control.put(FAULTS, [{"status": 503}] * 101)) == (400, "invalid_request")
    assert refused(control.put(FAULTS, {"status": 503})) == (400, "invalid_request")


def test_whole_numbers_may_be_written_with_a_fraction(set_faults, north_star):
    set_faults({"status": 503.0, "times": 1.0})
    assert struck(north_star, 2) == [True, False]


def test_there_are_no_faults_of_a_world_that_is_not_there(control):
    for answer in (
        control.get("/worlds/nowhere/faults"),
        control.put("/worlds/nowhere/faults", []),
        control.delete("/worlds/nowhere/faults"),
    ):
        assert refused(answer) == (404, "not_found")
