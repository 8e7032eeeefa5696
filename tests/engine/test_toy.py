"""The engine is one: a toy API gets worlds, time, snapshots, journal, faults and limits from it."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.engine.creation import WorldSpec, new_world
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.worlds import Worlds
from tests.engine.toy import APIS, TOY
from tests.kit.conformance import DocumentedAnswers

ROOT = Path(__file__).parents[2]
CONTROL = "/sandbox/worlds/default"
DUE = {"text": "milk", "due": "2030-01-02T00:00:00Z"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Where the template of a toy world is kept, so that it is built once."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def http(cache, tmp_path, monkeypatch):
    """A server of the toy API whose default world stands still at its first moment."""
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.chdir(ROOT)  # where `python -m tests.engine.toy` is found
    worlds = Worlds(tmp_path, APIS.schema_of)
    new_world(worlds, "default", TOY.worlds, WorldSpec(frozen=True), fallback_folder=tmp_path)
    app = create_app(APIS, Documents(APIS), ServerContext(worlds, APIS.world_kinds), Guard())
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def notes(http, method="GET", path="", *, token="ada-token", **said):
    headers = {"Authorization": f"Bearer {token}", **said.pop("headers", {})}
    return http.request(method, f"/api/toy/notes{path}", headers=headers, **said)


def test_a_provider_has_its_own_records(http):
    made = notes(http, "POST", json=DUE).json()
    assert notes(http, path=f"/{made['id']}").json() == made
    assert notes(http, token="bo-token").json() == []
    assert notes(http, token="nobody").status_code == 401


def test_the_rule_goes_by_the_header_and_else_by_the_clock(http):
    assert notes(http, "POST", json=DUE).status_code == 200
    later = {"X-With-Server-Date": "2030-01-03T00:00:00Z"}
    assert notes(http, "POST", json=DUE, headers=later).status_code == 422
    http.post(f"{CONTROL}/clock/advance", json={"by": "P2D"})
    assert notes(http, "POST", json=DUE).status_code == 422
    assert notes(http).json()[0]["overdue"] is True
    http.post(f"{CONTROL}/clock/advance", json={"by": "-P2D"})
    assert notes(http).json()[0]["overdue"] is False


def test_a_world_returns_to_a_snapshot_and_to_its_beginning(http):
    notes(http, "POST", json=DUE)
    assert http.put(f"{CONTROL}/snapshots/one").status_code == 200
    notes(http, "POST", json=DUE)
    assert http.post(f"{CONTROL}/snapshots/one/restore").status_code == 200
    assert len(notes(http).json()) == 1
    http.post(f"{CONTROL}/reset")
    assert notes(http).json() == []


def test_worlds_are_made_apart_and_deleted(http):
    notes(http, "POST", json=DUE)
    made = http.post("/sandbox/worlds", json={"id": "other"}).json()
    token = made["providers"][0]["token"]
    assert (made["edition"], notes(http, token=token).json()) == ("toy", [])
    assert http.delete("/sandbox/worlds/other").status_code == 204
    assert notes(http, token=token).status_code == 401


def test_the_journal_tells_what_was_asked_without_tokens(http):
    notes(http, "POST", json=DUE)
    (entry,) = http.get(f"{CONTROL}/journal").json()["entries"]
    assert (entry["method"], entry["path"], entry["status"]) == ("POST", "/api/toy/notes", 200)
    assert "ada-token" not in str(entry)


def test_the_journal_tells_the_rule_behind_a_refusal_and_the_answer_does_not(http):
    late = {"X-With-Server-Date": "2030-01-03T00:00:00Z"}
    answer = notes(http, "POST", json=DUE, headers=late)
    notes(http)
    assert "NOTE-1" not in answer.text + str(answer.headers)
    refusals = http.get(f"{CONTROL}/journal", params={"rule": "NOTE-1"}).json()["entries"]
    assert [each["problems"] for each in refusals] == [
        [
            {
                "title": "due",
                "detail": "#/due has passed: send a moment after 2030-01-03T00:00:00Z",
                "rule": "NOTE-1",
            }
        ]
    ]
    assert http.get(f"{CONTROL}/journal", params={"rule": "NOTE-9"}).json()["entries"] == []
    rule = http.get(f"{CONTROL}/rules/NOTE-1").json()
    assert rule["summary"] == "A note is due at a moment that has not passed."
    assert http.get(f"{CONTROL}/rules/DECL-1").status_code == 404


def test_a_fault_has_no_rule_behind_it(http):
    http.put(f"{CONTROL}/faults", json=[{"status": 422, "times": 1}])
    assert notes(http).status_code == 422
    (entry,) = http.get(f"{CONTROL}/journal").json()["entries"]
    assert entry["problems"] == []


def control_calls(http, **wanted):
    """Return the control calls that were kept, the newest first, as method, path and status."""
    entries = http.get(f"{CONTROL}/control-journal", params=wanted).json()["entries"]
    return [
        (each["method"], each["path"].removeprefix(CONTROL), each["status"]) for each in entries
    ]


def test_control_calls_that_change_a_world_stand_in_a_journal_of_their_own(http):
    http.post(f"{CONTROL}/clock/advance", json={"by": "P1D"})
    http.post(f"{CONTROL}/clock/advance", json={"by": "soon"})
    http.get(f"{CONTROL}/clock")
    http.post(f"{CONTROL}/reset")
    expected = [
        ("POST", "/reset", 200),
        ("POST", "/clock/advance", 400),
        ("POST", "/clock/advance", 200),
    ]
    assert control_calls(http) == expected
    assert control_calls(http, status="4xx") == expected[1:2]
    assert control_calls(http, path="/sandbox/*/reset") == expected[:1]
    assert control_calls(http, after=2) == expected[:1]
    assert control_calls(http, limit=2) == expected[:2]
    assert http.get(f"{CONTROL}/journal").json()["entries"] == []


def test_a_control_call_is_kept_with_its_world_s_time_its_bodies_and_its_client(http):
    sent = {"User-Agent": "a tool", "Authorization": "Bearer admin", "X-Odd": "ada-token"}
    http.post(f"{CONTROL}/clock/advance", json={"by": "P1D"}, headers=sent)
    http.post(f"{CONTROL}/reset", headers={"X-With-Server-Date": "2031-01-01T00:00:00Z"})
    text = http.get(f"{CONTROL}/control-journal").text
    reset, moved = http.get(f"{CONTROL}/control-journal").json()["entries"]
    assert (moved["client"], moved["world_date"]) == ("a tool", "2030-01-01T09:00:00Z")
    assert moved["request"]["body"] == '{"by":"P1D"}'
    assert "2030-01-02T09:00:00Z" in moved["response"]["body"]
    assert reset["world_date"] == "2031-01-01T00:00:00Z"
    assert "Bearer admin" not in text
    assert "ada-token" not in text


def test_the_journal_of_control_calls_can_be_emptied_and_goes_with_its_world(http):
    http.post("/sandbox/worlds", json={"id": "other"})
    http.post("/sandbox/worlds/other/reset")
    http.delete("/sandbox/worlds/other")
    http.post("/sandbox/worlds", json={"id": "other"})
    assert http.get("/sandbox/worlds/other/control-journal").json()["entries"] == []
    http.post(f"{CONTROL}/reset")
    assert http.delete(f"{CONTROL}/control-journal").status_code == 204
    assert control_calls(http) == []
    http.post(f"{CONTROL}/reset")
    (entry,) = http.get(f"{CONTROL}/control-journal").json()["entries"]
    assert entry["id"] > 1


def test_faults_and_the_rate_limit_are_met(http):
    http.put(f"{CONTROL}/faults", json=[{"status": 503, "times": 1}])
    assert [notes(http).status_code for _ in range(2)] == [503, 200]
    http.put(f"{CONTROL}/limits", json={"rate_limit": {"requests": 1, "seconds": 60}})
    assert [notes(http).status_code for _ in range(2)] == [200, 429]


def test_faults_and_the_journal_know_its_providers(http):
    answer = http.put(f"{CONTROL}/faults", json=[{"status": 503, "provider": "bo"}])
    assert answer.status_code == 200, answer.text
    assert [notes(http, token=f"{each}-token").status_code for each in ("ada", "bo")] == [200, 503]
    answer = http.get(f"{CONTROL}/journal", params={"provider": "bo"})
    assert [each["provider"] for each in answer.json()["entries"]] == ["bo"]


@pytest.mark.parametrize(
    "path",
    [
        "/sandbox/worlds",
        CONTROL,
        f"{CONTROL}/journal",
        f"{CONTROL}/control-journal",
        f"{CONTROL}/rules",
        f"{CONTROL}/rules/NOTE-1",
    ],
    ids=["all worlds", "one world", "its journal", "control calls", "its rules", "a rule"],
)
def test_the_control_document_describes_its_worlds(http, path):
    notes(http)
    notes(http, "POST", json=DUE, headers={"X-With-Server-Date": "2030-01-03T00:00:00Z"})
    http.post(f"{CONTROL}/clock/advance", json={"by": "P1D"})
    DocumentedAnswers(Documents(APIS).served["control"].read().json).check(http.get(path))


def test_paths_and_methods_that_it_lacks_are_answered_in_its_own_form(http):
    assert notes(http, path="/1/more").json() == {"error": ""}
    assert notes(http, "DELETE").status_code == 405
    assert http.get("/sandbox/worlds/nowhere").status_code == 404


def test_its_documents_are_served(http):
    assert http.get("/openapi/toy.json").json()["info"]["title"] == "Notes"
    assert "createWorld" in http.get("/openapi/control.yaml").text


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_its_documents_are_packed_for_whoever_takes_that(http, form):
    path = f"/openapi/control.{form}"
    packed = http.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    whole = http.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in whole.headers
    assert packed.content == whole.content
    assert int(packed.headers["Content-Length"]) < len(whole.content) / 4


def test_it_needs_nothing_of_another_api():
    program = (
        "import sys, tests.engine.toy; print([name for name in sys.modules"
        " if name.startswith(('ecf_sandbox.v1', 'ecf_sandbox.v3', 'ecf_sandbox.apis'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


def test_a_path_that_a_token_s_world_does_not_serve_is_not_found(cache, tmp_path, monkeypatch):
    """AUTH-5: right after the token, in the form of the path's API."""
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.chdir(ROOT)
    document = tmp_path / "openapi.yaml"
    document.write_text(TOY.document.read_text().replace("/api/toy", "/api/second"))
    said = replace(TOY.wire, refused=lambda it: Reply(404, f"second: {type(it).__name__}".encode()))
    second = replace(
        TOY,
        name="second",
        prefix="/api/second",
        document=document,
        provider_handlers=lambda: replace(TOY.provider, wire=said),
        worlds=replace(TOY.worlds, editions=("second",)),
    )
    apis = Apis(TOY, second)
    worlds = Worlds(tmp_path, apis.schema_of)
    new_world(worlds, "default", TOY.worlds, WorldSpec(frozen=True), fallback_folder=tmp_path)
    app = create_app(apis, Documents(apis), ServerContext(worlds, apis.world_kinds), Guard())
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        made = client.post("/sandbox/worlds", json={"edition": "second"}).json()
        of_second = {"Authorization": f"Bearer {made['providers'][0]['token']}"}
        of_toy = {"Authorization": "Bearer ada-token"}
        assert client.get("/api/second/notes", headers=of_second).json() == []
        assert client.get("/api/second/notes", headers=of_toy).text == "second: NotServed"
        assert client.get("/api/second/notes").text == "second: Unauthorised"
        assert client.get("/api/toy/notes", headers=of_second).status_code == 404
        assert client.get("/api/second/nowhere", headers=of_toy).text == "second: NotFound"
        assert client.get("/api/nowhere", headers=of_second).json() == {"error": ""}
