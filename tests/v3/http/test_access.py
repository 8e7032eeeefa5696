"""Who may ask what: tokens, the order of checks, and what a provider may not see."""

import pytest

from tests.v3.kit.document import OPERATIONS

ME = "/participants/00000000-0000-4000-8000-000000003101"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def problem(answer):
    """Return the status of a refusal, and the titles of its entries."""
    return answer.status_code, [each["title"] for each in answer.json()["errors"]]


def by_name():
    return [
        pytest.param(method, path.removeprefix("/api/v3").replace("{id}", UNKNOWN), id=name)
        for name, (method, path, _) in OPERATIONS.items()
    ]


@pytest.mark.rule("V3-AUTH-1")
@pytest.mark.parametrize(("method", "path"), by_name())
def test_every_operation_asks_for_a_token(server, method, path):
    denied = server.call(method, path, token="nobodys")
    assert (denied.status_code, denied.json()) == (401, {"error": "HTTP Token: Access denied"})
    assert server.call(method, path, token="fenland-token").status_code != 401


@pytest.mark.rule("V3-AUTH-2")
def test_a_token_names_one_provider(server):
    shown = {
        slug: {
            each["id"]
            for each in server.call("GET", "/statements", token=f"{slug}-token").json()["data"]
        }
        for slug in ("north-star", "riverbank", "beacon-hill", "fenland")
    }
    assert all(shown.values())
    assert sum(map(len, shown.values())) == len(set().union(*shown.values()))


@pytest.mark.rule("V3-AUTH-2")
@pytest.mark.parametrize("token", ["north-star-token", "riverbank-token", "fenland-token"])
@pytest.mark.parametrize(("method", "path"), by_name())
def test_nobody_with_a_token_is_forbidden(server, method, path, token):
    assert server.call(method, path, token=token).status_code in (200, 400, 404, 422)


@pytest.mark.rule("V3-AUTH-4")
@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        pytest.param("/nowhere", "nobodys", 404, id="route before token"),
        pytest.param("/participants", "nobodys", 401, id="token before header"),
        pytest.param("/participants?page=1", "north-star-token", 400, id="header before query"),
    ],
)
def test_the_first_check_that_fails_answers(server, path, token, status):
    answer = server.call("GET", path, token=token, headers={"X-With-Server-Date": "soon"})
    assert answer.status_code == status
    if status == 400:
        assert "X-With-Server-Date" in answer.json()["errors"][0]["detail"]


@pytest.mark.rule("V3-AUTH-4")
def test_sizes_come_before_queries_queries_before_bodies_and_bodies_before_lookups(server):
    def put(person, content, query=""):
        kind = {"Content-Type": "application/json"}
        path = f"/participants/{person}/defer{query}"
        return server.call("PUT", path, content=content, headers=kind)

    large = b" " * 1_000_001
    assert problem(put(UNKNOWN, large, "?filter=1")) == (413, ["Payload too large"])
    assert problem(put(UNKNOWN, b"{", "?filter=1")) == (400, ["Bad parameter"])
    assert problem(put(UNKNOWN, b"{")) == (400, ["Bad request"])
    known = b'{"data":{"attributes":{"reason":"nothing"}}}'
    assert problem(put(UNKNOWN, known)) == (404, ["Resource not found"])
    found = problem(put("00000000-0000-4000-8000-000000003101", known))
    assert found == (422, ["course_identifier", "reason"])


@pytest.mark.rule("V3-ACT-1")
@pytest.mark.parametrize("action", ["defer", "resume", "withdraw", "change-schedule"])
def test_whom_a_provider_does_not_list_it_cannot_act_on(server, action):
    others = "/participants/00000000-0000-4000-8000-000000003803"
    said = {"course_identifier": "ecf-induction"}
    assert problem(server.send("PUT", f"{others}/{action}", said))[0] == 404
    assert problem(server.send("PUT", f"{others}/{action}", {"unknown": 1}))[0] == 400
    mine = problem(server.send("PUT", f"{ME}/{action}", said))
    assert mine[0] == 422


def test_a_cohort_that_has_not_begun_is_refused_with_what_to_do(server):
    said = {
        "cohort": 2027,
        "school_id": "5c000000-0000-4000-8000-000000000003",
        "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
    }
    answer = server.send("POST", "/partnerships", said)
    assert problem(answer) == (422, ["cohort", "delivery_partner_id"])
