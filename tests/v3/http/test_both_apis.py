"""Worlds of both APIs in one server, and what each is asked that only the other knows."""

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine import templates
from ecf_sandbox.engine.http.app import Documents
from tests.kit.conformance import answers, checking
from tests.kit.control import Control, told
from tests.kit.sandbox import Caller

ME = "/participants/00000000-0000-4000-8000-000000003101"


def problem(answer):
    """Return the status of a refusal, and the titles of its entries."""
    return answer.status_code, [each["title"] for each in answer.json()["errors"]]


@pytest.fixture
def both(sandbox, register_template, monkeypatch):
    """A server of both APIs: a world of the guidance, and one of edition register."""
    monkeypatch.setattr(templates, "find_or_build", lambda *_, **__: register_template)
    sandbox.http.event_hooks["response"] = [held]
    told(sandbox.http.post("/sandbox/worlds", json={"id": "register", "edition": "register"}), 201)
    return sandbox


def held(answer):
    """Hold answers of API v3 against the document."""
    path = answer.request.url.path
    if path.startswith("/api/v3"):
        checking("v3")(answer)


def of_register(both):
    """Return the register world's north-star."""
    world = told(both.http.get("/sandbox/worlds/register"))
    return Caller(both.http, world["providers"][0]["token"])


@pytest.mark.rule("V3-AUTH-6")
def test_a_path_of_the_other_api_is_not_found_in_that_apis_form(both):
    north_star = of_register(both)
    with_register = {"Authorization": f"Bearer {north_star.token}"}
    answer = both.http.get("/api/v1/participants/ecf", headers=with_register)
    assert (answer.status_code, answer.json()) == (404, {"error": "Resource not Found"})
    with_guidance = {"Authorization": "Bearer north-star-token"}
    answer = both.http.get("/api/v3/participants", headers=with_guidance)
    assert problem(answer) == (404, ["Resource not found"])
    assert "use that of a world of edition register" in answer.json()["errors"][0]["detail"]
    assert both.http.get("/api/v3/participants", headers=with_register).status_code == 200
    assert both.http.get("/api/v1/participants/ecf", headers=with_guidance).status_code == 200


@pytest.mark.rule("V3-AUTH-6")
def test_the_document_of_v1_has_that_answer_for_every_operation(both):
    headers = {"Authorization": f"Bearer {of_register(both).token}"}
    document = answers("v1")
    for path, operations in Documents(APIS).provider["v1"].read().json["paths"].items():
        url = path.replace("{id}", ME.rpartition("/")[2])
        for method in operations.keys() & {"get", "post", "put"}:
            answer = both.http.request(method.upper(), url, headers=headers)
            assert answer.json() == {"error": "Resource not Found"}, f"{method} {path}"
            document.check(answer)


@pytest.mark.rule("V3-AUTH-6")
def test_the_edition_is_judged_before_the_rest_of_a_request(both):
    headers = {"Authorization": "Bearer north-star-token", "X-With-Server-Date": "soon"}
    assert both.http.get("/api/v3/participants?page=1", headers=headers).status_code == 404


@pytest.mark.rule("V3-AUTH-2")
def test_worlds_of_an_api_are_apart(both):
    again = {"id": "again", "edition": "register"}
    other = told(both.http.post("/sandbox/worlds", json=again), 201)
    here = {"Authorization": f"Bearer {of_register(both).token}"}
    there = {"Authorization": f"Bearer {other['providers'][0]['token']}"}
    said = {"course_identifier": "ecf-induction", "reason": "other"}
    body = {"data": {"attributes": said}}
    path = f"/api/v3{ME}"
    untouched = both.http.get(path, headers=there).json()
    assert both.http.put(f"{path}/defer", json=body, headers=here).status_code == 200
    assert both.http.get(path, headers=there).json() == untouched
    assert both.http.get(path, headers=here).json() != untouched


@pytest.mark.parametrize(
    "edition", ["v2", "", None, 3, ["service"]], ids=["unknown", "empty", "null", "number", "list"]
)
def test_what_is_no_edition_is_refused_and_told_which_there_are(both, edition):
    answer = Control(both).post("/worlds", {"id": "x", "edition": edition})
    assert answer.status_code == 400
    message = "#/edition must be one of guidance, service, register."
    assert answer.json()["error"]["message"] == message


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param(
            "POST",
            "/sandbox/worlds/register/participants/00000000-0000-4000-8000-00000000dead/transfer",
            id="v1's",
        ),
        pytest.param("GET", "/sandbox/worlds/default/schools", id="v3's"),
        pytest.param("PUT", "/sandbox/worlds/default/cohorts/2027", id="v3's cohorts"),
    ],
)
def test_a_control_call_that_the_worlds_api_lacks_says_so(both, method, path):
    answer = both.http.request(method, path, json={})
    assert answer.status_code == 404, answer.text
    assert "for a world of the API" in answer.json()["error"]["message"]


@pytest.mark.parametrize("name", ["control", "control-v3"])
def test_worlds_of_every_api_are_listed_as_either_control_document_says(both, name):
    answer = both.http.get("/sandbox/worlds")
    answers(name).check(answer)
    assert {each["edition"] for each in answer.json()["worlds"]} == {"guidance", "register"}
