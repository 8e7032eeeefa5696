"""Bodies and queries that nobody sends by accident: answered, documented, and nothing written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.published import bodies
from tests.v3.kit.document import OPERATIONS, request_schema

PERSON = "00000000-0000-4000-8000-000000003101"
JSON_TYPE = {"Content-Type": "application/json"}
RIGHT = {
    "course_identifier": "ecf-induction",
    "reason": "other",
    "schedule_identifier": "ecf-extended-september",
    "participant_id": PERSON,
    "declaration_type": "started",
    "declaration_date": "2026-10-15T09:00:00Z",
    "evidence_held": "other",
    "cohort": 2026,
    "school_id": "5c000000-0000-4000-8000-000000000003",
    "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
}
WRITES = [name for name, (_, _, node) in OPERATIONS.items() if "requestBody" in node]
IDS = {"participants": PERSON, "partnerships": "ba000000-0000-4000-8000-012026000101"}


def path_of(operation):
    path = OPERATIONS[operation][1].removeprefix("/api/v3")
    return path.replace("{id}", IDS.get(path.split("/")[1], PERSON))


@pytest.mark.rule("V3-FMT-14", "V3-FMT-7")
@pytest.mark.parametrize("operation", WRITES)
def test_bodies_that_nearly_fit_are_answered_as_documented(server, operation):
    @given(data=st.data())
    def sending(data):
        body = data.draw(bodies(request_schema(operation), RIGHT, "v3"))
        method = OPERATIONS[operation][0]
        content = json.dumps(body).encode()
        answer = server.call(method, path_of(operation), content=content, headers=JSON_TYPE)
        assert answer.status_code in (200, 400, 422)

    sending()


DEEP = b"[" * 100_000
LONG = b'{"data":{"attributes":{"reason":"' + b"x" * 900_000 + b'","course_identifier":1}}}'


@pytest.mark.rule("V3-FMT-14", "V3-FMT-7")
@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(DEEP, 400, id="deep"),
        pytest.param(b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400, id="deep and closed"),
        pytest.param(LONG, 422, id="a long reason"),
        pytest.param(b'{"data":{"attributes":{"reason":1e999}}}', 400, id="too large a number"),
        pytest.param(b'{"data":{"attributes":{"reason":"\\ud800"}}}', 400, id="half a character"),
        pytest.param(b'{"data":{"attributes":{"reason":"\\u0000"}}}', 422, id="a zero"),
        pytest.param(b'{"data":{"attributes":{"reason":"\xff"}}}', 400, id="not UTF-8"),
        pytest.param(b'{"data":{"attributes":{"reason":%s}}}' % (b"9" * 5_000), 400, id="digits"),
        pytest.param(b'{"data":"text"}', 400, id="data is text"),
        pytest.param(b'{"data":true}', 400, id="data is true"),
        pytest.param(b'{"data":[1]}', 400, id="data is an array"),
        pytest.param(b"null", 400, id="null"),
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b'{"data":{"attributes":{"reason":"other"}}} x', 400, id="text after it"),
        pytest.param(b'{"data":{"attributes":{"reason":"other",}}}', 400, id="a trailing comma"),
    ],
)
def test_hostile_bodies_are_refused(server, content, status):
    before = server.call("GET", f"/participants/{PERSON}").content
    answer = server.call("PUT", f"/participants/{PERSON}/defer", content=content, headers=JSON_TYPE)
    assert answer.status_code == status, answer.text[:200]
    assert server.call("GET", f"/participants/{PERSON}").content == before


@pytest.mark.rule("V3-FMT-10", "V3-FMT-14")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param(f"filter[cohort]={'1' * 5000}", 200, id="a very long year"),
        pytest.param(f"filter[cohort]={'0' * 5000}2026", 200, id="a year behind zeros"),
        pytest.param("filter[cohort]=" + "1," * 20_000, 200, id="many years"),
        pytest.param(f"filter[participant_id]={f'{PERSON},' * 1_500}", 200, id="many ids"),
        pytest.param("filter[cohort]=%00", 200, id="a zero"),
        pytest.param("a" + "[b]" * 5_000 + "=1", 200, id="deep"),
        pytest.param("&" * 10_000, 200, id="nothing, often"),
        pytest.param("filter[cohort]='%3BDROP TABLE people--", 200, id="SQL"),
        pytest.param(f"sort={'updated_at,' * 2_000}", 200, id="many sortings"),
        pytest.param(f"page[page]={'9' * 5000}", 400, id="a very long page"),
        pytest.param("page[page]=9223372036854775807", 200, id="the last page"),
    ],
)
@pytest.mark.parametrize("path", ["/participants", "/participant-declarations", "/partnerships"])
def test_hostile_queries_are_answered(server, path, query, status):
    assert server.call("GET", f"{path}?{query}").status_code == status


@pytest.mark.rule("V3-FMT-10")
def test_a_year_behind_zeros_is_that_year(server):
    plain = server.call("GET", "/partnerships?filter[cohort]=2026").content
    assert server.call("GET", "/partnerships?filter[cohort]=0002026").content == plain
