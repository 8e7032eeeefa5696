"""Worlds: made, shown, reset, deleted, and nothing to each other."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecf_sandbox.engine.http.control.context import Limits
from tests.kit.control import Control, refused, told
from tests.kit.sandbox import Caller, app_of, attributes, ids

EMPTY = {"participants": 0, "personas": False}


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


def token(world, provider="north-star"):
    return next(each["token"] for each in world["providers"] if each["id"] == provider)


def made(control, **spec):
    return told(control.post("/worlds", {**EMPTY, **spec}), 201)


def provider(control, world, slug="north-star"):
    return Caller(control.http, token(world, slug))


def test_health_answers_whoever_asks(control):
    assert told(control.get("/health", headers={"Host": "example.com"}))["status"] == "ok"


def test_a_world_is_made_as_asked_and_listed(control):
    world = made(control, id="demo", edition="service", seed=7, now="2022-03-01T10:00:00+01:00")
    assert world["id"] == "demo"
    assert (world["edition"], world["seed"]) == ("service", 7)
    assert world["clock"]["now"].startswith("2022-03-01T09:00:0")
    assert [each["id"] for each in world["providers"]] == [
        "north-star",
        "riverbank",
        "beacon-hill",
        "fenland",
    ]
    listed = told(control.get("/worlds"))["worlds"]
    assert [each["id"] for each in listed] == ["default", "demo"]
    assert told(control.get("/worlds/demo"))["providers"] == world["providers"]


def test_a_world_nobody_named_gets_a_name(control):
    first, second = made(control), made(control)
    assert first["id"] != second["id"]


def test_without_a_body_a_world_has_every_default(control, monkeypatch):
    world = told(control.call("POST", "/worlds"), 201)
    assert (world["edition"], world["seed"], world["participants"]) == ("guidance", 1, 250)
    assert world["clock"]["now"].startswith("2021-11-25T09:00:0")
    assert len(ids(provider(control, world).get("/participants/ecf?page[per_page]=3000"))) > 250


@pytest.mark.parametrize("edition", ["guidance", "register"])
def test_a_whole_number_may_be_written_with_a_point(control, edition):
    sent = f'{{"edition":"{edition}","participants":2.0,"personas":false,"seed":7.0}}'
    json_body = {"Content-Type": "application/json"}
    world = told(control.call("POST", "/worlds", content=sent, headers=json_body), 201)
    assert (repr(world["seed"]), repr(world["participants"])) == ("7", "2")


@pytest.mark.parametrize("levels", [100, 254, 255, 1_000, 1_023, 1_024, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"x":', "}")], ids=["[", "{"])
def test_a_body_nested_deeply_is_refused(control, levels, opening, closing):
    sent = f'{{"participants":{opening * levels}1{closing * levels}}}'
    json_body = {"Content-Type": "application/json"}
    answer = control.call("POST", "/worlds", content=sent, headers=json_body)
    assert refused(answer) == (400, "invalid_request")


@pytest.mark.parametrize("edition", ["guidance", "service"])
def test_the_same_seed_is_the_same_people(control, edition):
    spec = {"edition": edition, "participants": 3, "personas": True, "seed": 5}
    first, second = made(control, **spec), made(control, **spec)
    other = made(control, **{**spec, "seed": 6})
    people = [
        provider(control, each).get("/participants/ecf").json() for each in (first, second, other)
    ]
    assert people[0] == people[1]
    assert people[0] != people[2]


def test_nothing_done_in_one_world_is_seen_in_another(control):
    one, two = made(control, participants=3), made(control, participants=3)
    here, there = provider(control, one), provider(control, two)
    person = told(
        control.post(
            f"/worlds/{one['id']}/participants",
            {"provider": "north-star", "participant_type": "ect"},
        ),
        201,
    )
    assert person["id"] in ids(here.get("/participants/ecf"))
    assert person["id"] not in ids(there.get("/participants/ecf"))
    assert there.get(f"/participants/ecf/{person['id']}").status_code == 404
    told(control.put(f"/worlds/{one['id']}/clock", {"now": "2030-01-01T00:00:00Z"}))
    assert told(control.get(f"/worlds/{two['id']}/clock"))["now"].startswith("2021-11-25")


def test_worlds_of_both_editions_stand_side_by_side(control):
    guidance, service = made(control, edition="guidance"), made(control, edition="service")
    for world, early in ((guidance, 422), (service, 200)):
        state = {"state": "an ECT ready to start"}
        built = told(control.post(f"/worlds/{world['id']}/states", state))
        answer = provider(control, world).declare(
            built["participant_id"], dated="2021-10-01T09:00:00Z"
        )
        assert answer.status_code == early


def test_a_reset_makes_a_world_as_first_made_and_tokens_stay(control):
    world = made(control, id="again", now="2021-11-25T09:00:00Z", ticking=False)
    path, body = "/worlds/again/participants", {"provider": "north-star", "participant_type": "ect"}
    first = told(control.post(path, body), 201)
    told(control.put("/worlds/again/clock", {"now": "2022-06-01T00:00:00Z"}))
    told(control.put("/worlds/again/faults", [{"status": 503}]))
    assert told(control.post("/worlds/again/reset")) == world
    assert told(control.get("/worlds/again/faults"))["faults"] == []
    assert ids(provider(control, world).get("/participants/ecf")) == []
    assert told(control.post(path, body), 201) == first


def test_a_deleted_world_is_gone_token_and_all(control):
    world = made(control, id="doomed")
    caller = provider(control, world)
    assert caller.get("/participants/ecf").status_code == 200
    assert control.delete("/worlds/doomed").status_code == 204
    assert caller.get("/participants/ecf").status_code == 401
    assert refused(control.get("/worlds/doomed")) == (404, "not_found")
    assert refused(control.delete("/worlds/doomed")) == (404, "not_found")


def test_a_world_made_again_does_not_know_the_tokens_of_the_one_before(control):
    before = made(control, id="twice")
    old = provider(control, before)
    assert old.get("/participants/ecf").status_code == 200
    control.delete("/worlds/twice")
    after = made(control, id="twice")
    assert old.get("/participants/ecf").status_code == 401
    assert provider(control, after).get("/participants/ecf").status_code == 200


def test_the_default_world_made_again_has_its_fixed_tokens(control):
    control.delete("/worlds/default")
    assert token(made(control, id="default")) == "north-star-token"


def test_a_taken_id_is_a_conflict(control):
    made(control, id="taken")
    assert refused(control.post("/worlds", {**EMPTY, "id": "taken"})) == (409, "conflict")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"id": "../escape"}, id="a path"),
        pytest.param({"id": "UPPER"}, id="capitals"),
        pytest.param({"id": "a" * 65}, id="too long"),
        pytest.param({"id": ""}, id="nothing"),
        pytest.param({"edition": "draft"}, id="unknown edition"),
        pytest.param({"seed": -1}, id="negative seed"),
        pytest.param({"seed": "1"}, id="seed as text"),
        pytest.param({"participants": 1.5}, id="half a person"),
        pytest.param({"now": "1999-12-31T23:59:59Z"}, id="too long ago"),
        pytest.param({"now": "2021-11-25"}, id="a date alone"),
        pytest.param({"now": "2000-01-01T00:00:00+14:00"}, id="too long ago elsewhere"),
        pytest.param({"partisipants": 3}, id="misspelt key"),
        pytest.param({"from": {"world": "default"}}, id="no snapshot named"),
        pytest.param([], id="a list"),
        pytest.param(None, id="null"),
    ],
)
def test_a_wish_that_the_document_does_not_know_is_refused_with_a_reason(control, body):
    response = control.call(
        "POST",
        "/worlds",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert refused(response) == (400, "invalid_request")
    assert len(response.json()["error"]["message"]) > 15
    assert [each["id"] for each in told(control.get("/worlds"))["worlds"]] == ["default"]


def test_world_ids_cannot_reach_outside_the_folder(control):
    for path in (
        "/worlds/..",
        "/worlds/%2e%2e",
        "/worlds/.new-x",
        "/worlds/..%2f..",
        "/worlds/%00",
    ):
        assert control.http.request("GET", f"/sandbox{path}").status_code == 404


def test_a_server_holds_only_so_many_worlds_and_people(sandbox):
    limits = Limits(worlds=2, people=1_000)
    sandbox.http._transport.app = app_of(sandbox.worlds, limits)
    control = Control(sandbox)
    too_many = {"participants": 251, "personas": False}
    assert refused(control.post("/worlds", too_many)) == (429, "limit")
    made(control)
    assert refused(control.post("/worlds", EMPTY)) == (429, "limit")


def test_two_hundred_worlds_at_once_are_made_used_and_deleted(control):
    def live(number):
        world = made(control, id=f"w{number}", ticking=False)
        built = told(control.post(f"/worlds/w{number}/states", {"state": "an ECT ready to start"}))
        caller = provider(control, world)
        assert attributes(caller.declare(built["participant_id"]))["state"] == "eligible"
        assert len(ids(caller.get("/participant-declarations"))) == 1
        assert control.delete(f"/worlds/w{number}").status_code == 204
        assert caller.get("/participants/ecf").status_code == 401

    made(control, id="first")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(live, range(200)))
    assert [each["id"] for each in told(control.get("/worlds"))["worlds"]] == ["default", "first"]


def test_unknown_paths_and_methods_are_answered_in_the_control_apis_own_words(control):
    assert refused(control.get("/nothing")) == (404, "not_found")
    answer = control.call("PATCH", "/worlds")
    assert refused(answer) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_a_body_over_a_megabyte_is_too_large(control):
    huge = b'{"id":"' + b"a" * 1_000_001 + b'"}'
    answer = control.call(
        "POST", "/worlds", content=huge, headers={"Content-Type": "application/json"}
    )
    assert refused(answer) == (413, "too_large")


def test_a_world_that_was_made_for_no_demo_has_no_story(control):
    assert told(control.get("/worlds/default/demo")) == {"people": [], "steps": []}
