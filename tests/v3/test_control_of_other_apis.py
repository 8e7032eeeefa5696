"""Calls of one API are not there for worlds of another, and the header's time counts."""

import pytest

from tests.kit.control import Control, told


@pytest.mark.rule("V3-AUTH-6")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("GET", "/schools", None, id="schools"),
        pytest.param("POST", "/delivery-partners", {"name": "Hub"}, id="delivery-partners"),
        pytest.param("GET", "/partnerships", None, id="partnerships"),
        pytest.param("PUT", "/cohorts/2027", {}, id="cohorts"),
        pytest.param("POST", "/statements/x/authorise", None, id="authorise"),
        pytest.param("POST", "/declarations/x/void", None, id="void"),
    ],
)
def test_a_world_of_v1_lacks_what_register_worlds_have(sandbox, method, path, body):
    request = {"json": body} if body is not None else {}
    answer = sandbox.http.request(method, f"/sandbox/worlds/default{path}", **request)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert "such call for a world of the API v1" in answer.json()["error"]["message"]


def test_statements_and_advisories_are_each_apis_own(sandbox):
    wanted = {"id": "today", "edition": "register", "personas": False, "participants": 0}
    told(sandbox.http.post("/sandbox/worlds", json=wanted), 201)
    for path, name in (("statements", "statements"), ("advisories", "advisories")):
        here = told(sandbox.http.get(f"/sandbox/worlds/today/{path}"))[name]
        there = told(Control(sandbox).get(f"/worlds/default/{path}"))[name]
        assert here != there or here == []
    assert told(sandbox.http.get("/sandbox/worlds/today/cohorts"))["cohorts"]
    refused = sandbox.http.get("/sandbox/worlds/today/statements?cohort=2021&provider=nobody")
    assert refused.status_code == 400
