"""What a fault does to a request: another answer, half of one, none, or a late one."""

import asyncio
from types import SimpleNamespace

import pytest

from ecf_sandbox.engine.http import fault_injection as product
from ecf_sandbox.engine.http.connection import ConnectionClosed
from tests.kit.faults import DECLARATIONS, LIST, Faults, call, struck
from tests.kit.sandbox import attributes, ids

RIVERBANK = {"authorization": "Bearer riverbank-token"}


@pytest.fixture
def set_faults(sandbox):
    return Faults(sandbox)


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
    except ConnectionClosed:
        assert "drop" in fault
    assert ids(north_star.get(DECLARATIONS)) == []


@pytest.mark.rule("DECL-10")
def test_a_lost_answer_means_that_it_was_done_and_can_be_repeated(sandbox, set_faults, north_star):
    person = sandbox.add()
    set_faults({"method": "POST", "truncate_after": 0, "times": 1})
    with pytest.raises(ConnectionClosed):
        north_star.declare(person)
    (made,) = ids(north_star.get(DECLARATIONS))
    again = north_star.declare(person)
    assert attributes(again)["state"] == "eligible"
    assert again.json()["data"]["id"] == made


@pytest.mark.parametrize(
    ("path", "fault", "cut", "whole"),
    [
        pytest.param(LIST, {"truncate_after": 4}, b'{"da', 11, id="an answer"),
        pytest.param(LIST, {"truncate_after": 0}, b"", 11, id="nothing of it"),
        pytest.param(LIST, {"truncate_after": 99}, b'{"data":[]}', 11, id="all of it"),
        pytest.param(f"{LIST}/x", {"truncate_after": 8}, b'{"error"', 30, id="a refusal"),
        pytest.param(
            *(LIST, {"truncate_after": 2, "status": 500, "body": "Oh no"}, b"Oh", 5),
            id="an answer given instead",
        ),
    ],
)
def test_a_cut_answer_promises_its_whole_length(sandbox, set_faults, path, fault, cut, whole):
    set_faults(fault)
    line = asyncio.run(call(sandbox.app, "GET", f"/api/v1{path}", accept_encoding="gzip"))
    assert (line.body, line.headers["content-length"]) == (cut, str(whole))
    assert "content-encoding" not in line.headers
    assert line.closed
    assert not line.ended, "the server is to know that there was more"


def test_whole_numbers_may_be_written_with_a_fraction(sandbox, set_faults):
    set_faults({"status": 503.0, "body": "Oh no", "truncate_after": 2.0})
    line = asyncio.run(call(sandbox.app, "GET", f"/api/v1{LIST}"))
    assert (repr(line.status), line.body) == ("503", b"Oh")


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
    with pytest.raises(ConnectionClosed):
        north_star.get(LIST)


@pytest.fixture
def waits(monkeypatch):
    """How long was waited, which takes no time here."""
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    # Not in asyncio itself: other servers of this process may be asleep in their threads.
    monkeypatch.setattr(product, "asyncio", SimpleNamespace(sleep=sleep))
    return waited


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        pytest.param({}, 200, id="alone"),
        pytest.param({"status": 504}, 504, id="before an answer"),
        pytest.param({"drop": True}, None, id="before closing"),
    ],
)
def test_a_delay_comes_first(set_faults, north_star, waits, fault, status):
    set_faults({"delay_ms": 2500, **fault})
    try:
        assert north_star.get(LIST).status_code == status
    except ConnectionClosed:
        assert status is None
    assert waits == [2.5]
    assert set_faults.hits() == [1]


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
def test_a_fault_that_does_nothing_is_counted_and_does_nothing(set_faults, north_star, fault):
    set_faults(fault)
    assert struck(north_star, 2) == [False, False]
    assert set_faults.hits() == [2]
