"""Now: the header, its bounds, one instant a request, London's days."""

import pytest

from tests.kit.wire import UNKNOWN_ID
from tests.v3.kit.document import OPERATIONS

HERE = "2026-11-25T09:00:00Z"
ME = "/participants/00000000-0000-4000-8000-000000003101"
DEFER = {"course_identifier": "ecf-induction", "reason": "other"}


def deferred(server, header):
    """Defer somebody at a moment; return when it was recorded."""
    asked = {"X-With-Server-Date": header}
    answer = server.send("PUT", f"{ME}/defer", DEFER, headers=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]["updated_at"]


@pytest.mark.rule("V3-TIME-1", "V3-TIME-3")
@pytest.mark.parametrize(
    ("header", "shown"),
    [
        pytest.param("2027-01-15T12:00:00Z", "2027-01-15T12:00:00Z", id="forwards"),
        pytest.param("2026-10-01T12:00:00Z", "2026-10-01T12:00:00Z", id="backwards"),
        pytest.param("2027-01-15T12:00:00", "2027-01-15T12:00:00Z", id="no zone, in winter"),
        pytest.param("2027-07-15T12:00:00", "2027-07-15T11:00:00Z", id="no zone, in summer"),
        pytest.param("2027-07-15", "2027-07-14T23:00:00Z", id="a date is London's midnight"),
        pytest.param("2027-01-15", "2027-01-15T00:00:00Z", id="a date in winter"),
        pytest.param("2027-01-15T12:00:00+01:30", "2027-01-15T10:30:00Z", id="an offset"),
        pytest.param("2027-01-15T12:00:00.999Z", "2027-01-15T12:00:00Z", id="a fraction"),
    ],
)
def test_the_header_is_now_for_its_request(server, header, shown):
    assert deferred(server, header) == shown


@pytest.mark.rule("V3-TIME-1", "V3-STATUS-4")
def test_reads_go_by_the_header_forwards_and_back(server):
    path = "/participants/00000000-0000-4000-8000-000000003202"
    for now, status in (
        ("2026-12-30T23:59:59Z", "leaving"),
        ("2026-12-31T00:00:00Z", "left"),
        ("2026-09-01T09:00:00Z", "leaving"),
    ):
        answer = server.call("GET", path, headers={"X-With-Server-Date": now})
        (enrolment,) = answer.json()["data"]["attributes"]["ecf_enrolments"]
        assert enrolment["participant_status"] == status, now


@pytest.mark.rule("V3-TIME-1")
def test_no_other_request_is_touched(server):
    path = "/statements/57000000-0000-4000-8000-012026202701"
    later = {"X-With-Server-Date": "2027-02-01T09:00:00Z"}

    def paid(**asked):
        return server.call("GET", path, **asked).json()["data"]["attributes"]["paid"]

    assert [paid(), paid(headers=later), paid()] == [False, True, False]


@pytest.mark.rule("V3-TIME-2")
@pytest.mark.parametrize("blank", ["", " ", "\t "])
def test_a_blank_header_is_ignored(server, blank):
    assert deferred(server, blank) == HERE


@pytest.mark.rule("V3-TIME-2")
@pytest.mark.parametrize(
    "header",
    [
        *("soon", "12:30", "T09:00:00Z", "2026-11-31", "2027-02-29T09:00:00Z"),
        *("1999-12-31T23:59:59Z", "2100-01-01", "9999-01-01", "1637830800", "2026-11"),
        *("Thu, 25 Nov 2026 09:00:00 GMT", "2026-11-25 09:00:00Z", "9" * 5000),
    ],
)
def test_what_is_no_date_is_a_bad_request(server, header):
    answer = server.call("GET", "/statements", headers={"X-With-Server-Date": header})
    assert answer.status_code == 400
    (problem,) = answer.json()["errors"]
    assert problem["title"] == "Bad request"
    assert "X-With-Server-Date" in problem["detail"]


@pytest.mark.rule("V3-TIME-2")
def test_two_dates_are_a_bad_request(server):
    headers = [
        ("Authorization", "Bearer north-star-token"),
        ("X-With-Server-Date", HERE),
        ("X-With-Server-Date", HERE),
    ]
    assert server.http.get("/api/v3/statements", headers=headers).status_code == 400


@pytest.mark.rule("V3-TIME-2")
@pytest.mark.parametrize("header", ["2000-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_the_first_and_last_moment_are_taken(server, header):
    answer = server.call("GET", "/statements", headers={"X-With-Server-Date": header})
    assert answer.status_code == 200


@pytest.mark.rule("V3-TIME-1")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_reads_the_header(server, operation):
    method, path, _ = OPERATIONS[operation]
    asked = path.removeprefix("/api/v3").replace("{id}", UNKNOWN_ID)
    answer = server.call(method, asked, headers={"X-With-Server-Date": "soon"})
    assert answer.status_code == 400
    assert "X-With-Server-Date" in answer.json()["errors"][0]["detail"]
