"""Paths found by look-up, as Starlette finds them by searching."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route, Router

from ecf_sandbox.engine.http.app import LazyApp
from ecf_sandbox.engine.http.routing import Paths, PathsFirst
from tests.kit.published import operations

SEGMENTS = ["", "api", "v1", "participants", "ecf", "ecf.csv", "participant-declarations"]
SEGMENTS += ["participant-declarations.csv", "defer", "void", "{id}", "a b", "x\n", "é"]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]


class Endpoint:
    """Does nothing, and is found by its name."""

    def __init__(self, name):
        self.name = name

    async def __call__(self, scope, receive, send):
        scope["reached"].append((self.name, scope["path_params"]))


def routes():
    by_path = {}
    for _, method, path, _ in operations():
        by_path.setdefault(path, []).append(method)
    return [Route(path, Endpoint(path), methods=methods) for path, methods in by_path.items()]


def reached(router, method, path, root_path=""):
    """Return what a request reached, with its parameters, or the refusal."""
    found = []
    scope = {"type": "http", "method": method, "path": path, "root_path": root_path}
    scope |= {"headers": [], "app": None, "reached": found}
    try:
        asyncio.run(router(scope, None, None))
    except HTTPException as refusal:
        allowed = (refusal.headers or {}).get("Allow", "")
        return refusal.status_code, set(allowed.split(", "))
    return found


SEARCHING = Router(routes(), redirect_slashes=False)
LOOKING_UP = Router([Paths(routes)], redirect_slashes=False)


@given(st.lists(st.sampled_from(SEGMENTS), max_size=8), st.sampled_from(METHODS))
def test_any_path_reaches_what_starlette_would_find(segments, method):
    path = "/" + "/".join(segments)
    if path.endswith("\n"):  # which a regular expression's end overlooks
        assert reached(LOOKING_UP, method, path)[0] in (404, reached(SEARCHING, method, path)[0])
        return
    assert reached(LOOKING_UP, method, path) == reached(SEARCHING, method, path)


@pytest.mark.parametrize(("method", "path"), [each[1:3] for each in operations()])
def test_every_documented_path_is_found(method, path):
    ((found, parameters),) = reached(LOOKING_UP, method, path.format(id="x"))
    assert (found, parameters) == (path, {"id": "x"} if "{id}" in path else {})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("change", [None, "", "/", "x/y", "x//"])
def test_what_is_nearly_a_path_is_found_as_starlette_would(method, change):
    for _, _, path, _ in operations():
        near = path.format(id="x") + "/" if change is None else path.format(id=change)
        assert reached(LOOKING_UP, method, near) == reached(SEARCHING, method, near)


def test_where_two_paths_fit_the_one_with_the_method_is_meant():
    path = "/api/v1/participants/ecf/defer"
    assert reached(LOOKING_UP, "PUT", path) == [("/api/v1/participants/{id}/defer", {"id": "ecf"})]
    assert reached(LOOKING_UP, "GET", path) == [("/api/v1/participants/ecf/{id}", {"id": "defer"})]


def test_a_path_is_found_below_where_the_app_is_mounted():
    path = "/api/v1/participants/ecf"
    assert reached(LOOKING_UP, "GET", f"/below{path}", root_path="/below") == [(path, {})]


def test_what_is_not_http_is_not_for_paths():
    assert Paths(routes).matches({"type": "websocket"}) == (Match.NONE, {})


class Other:
    """The app behind the paths."""

    async def __call__(self, scope, receive, send):
        scope["reached"].append("the other app")


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        pytest.param(
            {"type": "http", "method": "GET", "path": "/api/v1/participants/ecf/7"},
            ("/api/v1/participants/ecf/{id}", {"id": "7"}),
            id="a path and its method",
        ),
        pytest.param(
            {
                "type": "http",
                "method": "HEAD",
                "path": "/below/api/v1/participants/ecf",
                "root_path": "/below",
            },
            ("/api/v1/participants/ecf", {}),
            id="HEAD, below where the app is mounted",
        ),
        pytest.param(
            {"type": "http", "method": "PUT", "path": "/api/v1/participants/ecf/7"},
            "the other app",
            id="another method",
        ),
        pytest.param(
            {"type": "http", "method": "GET", "path": "/sandbox/worlds"},
            "the other app",
            id="another path",
        ),
        pytest.param({"type": "lifespan"}, "the other app", id="no request"),
    ],
)
def test_a_documented_call_never_reaches_the_app_behind(scope, wanted):
    scope["reached"] = []
    asyncio.run(PathsFirst([Paths(routes)], Other())(scope, None, None))
    assert scope["reached"] == [wanted]


async def answered_meanwhile(slow, *requests):
    """Return what is answered, in order, while routes or an app are made that take long."""
    answered = []

    async def ask(path):
        await slow({"type": "http", "method": "GET", "path": path, "reached": []}, None, None)
        answered.append(path)

    async with asyncio.TaskGroup() as tasks:
        for path in requests:
            tasks.create_task(ask(path))
    return answered


async def nothing(scope, receive, send):
    pass


def test_who_asks_for_a_known_path_need_not_wait_until_others_are_made():
    made = []

    def make():
        made.append(time.sleep(0.1))
        return [Route("/api/v3/participants", Endpoint("v3"))]

    first = Paths(lambda: [Route("/api/v1/participants", Endpoint("v1"))], "/api/v1/")
    first.prepare()
    app = PathsFirst([first, Paths(make, "/api/v3/")], nothing)
    late, soon = "/api/v3/participants", "/api/v1/participants"
    assert asyncio.run(answered_meanwhile(app, late, late, soon)) == [soon, late, late]
    assert len(made) == 1


def test_an_app_that_takes_long_to_make_is_made_once_and_nobody_else_waits():
    made = []

    def make():
        made.append(time.sleep(0.1))
        return nothing

    lazy = LazyApp(make)

    async def app(scope, receive, send):
        await (lazy if scope["path"] == "/sandbox" else nothing)(scope, receive, send)

    asked = answered_meanwhile(app, "/sandbox", "/sandbox", "/docs")
    assert asyncio.run(asked) == ["/docs", "/sandbox", "/sandbox"]
    assert len(made) == 1
