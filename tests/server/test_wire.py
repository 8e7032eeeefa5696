"""Bytes that no client library would send, to a real server (FMT-6 to FMT-8)."""

import json
import re

import pytest

from tests.kit.wire import JSON_TYPE

pytestmark = pytest.mark.timeout(180)

LIST = b"/api/v1/participants/ecf"
STAY = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer north-star-token\r\n"
HEAD = STAY + b"Connection: close\r\n"
DECLARE = b"POST /api/v1/participant-declarations" + HEAD + b"Content-Type: application/json\r\n"
BODY = b'{"data":{"attributes":{"declaration_type":"started"}}}'
LENGTH = b"Content-Length: %d\r\n\r\n" % len(BODY)


def statuses(answer):
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def content(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-type: {JSON_TYPE}".encode() in head.lower()
    return json.loads(body)


@pytest.mark.rule("FMT-8")
def test_head_has_the_headers_of_get_and_no_body(served):
    got, head = (served.send(verb + LIST + HEAD + b"\r\n") for verb in (b"GET ", b"HEAD "))
    kept = re.compile(rb"^(?!date:).*$", re.MULTILINE)
    assert kept.findall(got.partition(b"\r\n\r\n")[0]) == kept.findall(head.rstrip())
    assert head.endswith(b"\r\n\r\n")


@pytest.mark.rule("FMT-6", "FMT-7")
@pytest.mark.parametrize("method", [b"BREW", b"get", b"X-Y.Z~1", b"TRACE", b"PROPFIND"])
def test_a_method_that_nobody_knows_is_not_allowed(served, method):
    answer = served.send(method + b" " + LIST + HEAD + b"\r\n")
    assert (statuses(answer), content(answer)) == ([405], {"error": "Method not Allowed"})
    assert b"allow: GET, HEAD\r\n" in answer
    answer = served.send(method + b" /nowhere" + HEAD + b"\r\n")
    assert (statuses(answer), content(answer)) == ([404], {"error": "Resource not Found"})


@pytest.mark.rule("FMT-7")
@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", id="TLS"),
        pytest.param(b"GET" + HEAD + b"\r\n", id="no path"),
        pytest.param(b"GET " + LIST + b"?a b" + HEAD + b"\r\n", id="a space in the query"),
        pytest.param("GET /é".encode() + HEAD + b"\r\n", id="a path not encoded"),
        pytest.param(b"GET " + LIST + b"?" + b"a" * 70_000 + HEAD + b"\r\n", id="a very long URL"),
        pytest.param(DECLARE + b"Content-Length: -1\r\n\r\n", id="a negative length"),
        pytest.param(DECLARE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", id="two lengths"),
        pytest.param(DECLARE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", id="no chunk"),
        pytest.param(b"GET " + LIST + HEAD + b"X-\0: 1\r\n\r\n", id="NUL in a header"),
    ],
)
def test_what_is_not_http_is_a_bad_request(served, request_):
    answer = served.send(request_)
    assert statuses(answer)[-1] == 400
    assert content(answer[answer.rindex(b"HTTP/1.1 400") :])["errors"][0]["title"] == "Bad request"


@pytest.mark.rule("FMT-7")
@pytest.mark.parametrize("together", [True, False], ids=["in one piece", "in two"])
@pytest.mark.parametrize("header", [b"Upgrade: h2c\r\n", b"upgrade: websocket\r\n"])
def test_a_body_is_read_although_another_protocol_is_offered(served, header, together):
    offer = b"Connection: Upgrade, HTTP2-Settings\r\n" + header + b"HTTP2-Settings: AAMAAABk\r\n"
    head = DECLARE + offer + LENGTH
    answer = served.send(head + BODY) if together else served.send(head, BODY)
    assert statuses(answer) == [422]
    titles = [error["title"] for error in content(answer)["errors"]]
    assert titles == ["declaration_date", "participant_id", "course_identifier"]


@pytest.mark.rule("FMT-6")
def test_a_body_in_chunks_is_counted(served):
    chunked, end = b"Transfer-Encoding: chunked\r\n\r\n", b"0\r\n\r\n"
    chunk = b"%x\r\n%s\r\n" % (50_000, b" " * 50_000)
    over = served.send(DECLARE + chunked, *[chunk] * 20, b"1\r\n \r\n", end)
    assert (statuses(over), content(over)) == ([413], {"error": "Payload too Large"})
    whole = b"%x\r\n%s\r\n" % (len(BODY), BODY)
    assert statuses(served.send(DECLARE + chunked, whole, end)) == [422]


@pytest.mark.rule("FMT-6")
def test_who_waits_for_a_go_ahead_is_told_that_it_is_too_much(served):
    waits = DECLARE + b"Expect: 100-continue\r\n"
    assert statuses(served.send(waits + b"Content-Length: 1000001\r\n\r\n")) == [413]
    assert statuses(served.send(waits + LENGTH, BODY)) == [100, 422]


@pytest.mark.rule("FMT-7")
def test_a_connection_goes_on_after_refusals(served):
    declare = DECLARE.replace(HEAD, STAY)
    large = declare + b"Content-Length: 1000001\r\n\r\n" + b" " * 1_000_001
    unknown, good = b"GET /nowhere" + STAY + b"\r\n", b"GET " + LIST + HEAD + b"\r\n"
    assert statuses(served.send(unknown, declare + LENGTH + BODY, large, good)) == [
        404,
        422,
        413,
        200,
    ]


@pytest.mark.rule("FMT-7")
def test_a_request_cut_off_half_way_leaves_no_trace(served):
    with served.client() as http:
        (ect,) = http.get("/participants/ecf", params={"page[per_page]": 1}).json()["data"]
        path = f"/participants/ecf/{ect['id']}"
        for action in ("defer", "withdraw", "change-schedule"):
            asked = f"PUT /api/v1{path}/{action}".encode() + HEAD
            for sent in (asked, asked + LENGTH, asked + LENGTH + BODY[:-1]):
                served.send(sent, leaves=True)
        assert http.get(path).json()["data"] == ect


@pytest.mark.rule("FMT-7")
def test_who_never_finishes_keeps_nobody_waiting(served):
    with served.client() as http:
        held = [http.stream("GET", "/participants/ecf.csv") for _ in range(2)]
        with held[0], held[1]:
            assert http.get("/participants/ecf").status_code == 200
