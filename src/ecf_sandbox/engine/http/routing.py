"""Paths of a document, found by look-up where Starlette would search."""

from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from anyio import to_thread
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Paths(BaseRoute):
    """Many routes below a prefix as one, as quick with twenty as with two.

    They are made when one of them is first looked for, which takes so long that whoever can wait
    for `prepare` in a thread should. A path is literal, or one of its last two segments is a
    parameter as a whole.
    """

    def __init__(self, make_routes: Callable[[], Iterable[Route]], prefix: str = "/") -> None:
        self._make_routes = make_routes
        self._prefix = prefix
        self._preparing = Lock()
        self.routes: list[Route] = []
        self._literal: dict[str, Route] = {}
        # By what is before the parameter, and what after it: one segment, or none.
        self._around: dict[tuple[str, str], tuple[Route, str]] = {}

    def is_missing(self, path: str) -> bool:
        """Return whether the routes are not there yet that a path may be one of."""
        return not self.routes and path.startswith(self._prefix)

    def prepare(self) -> None:
        """Make the routes, for the first one who needs them."""
        with self._preparing:
            if not self.routes:
                self.routes = [self._known(route) for route in self._make_routes()]

    def _known(self, route: Route) -> Route:
        if not route.param_convertors:
            self._literal[route.path] = route
        else:
            (parameter,) = route.param_convertors
            before, _, after = route.path.partition(f"/{{{parameter}}}")
            self._around[before, after.removeprefix("/")] = route, parameter
        return route

    def find(self, method: str, path: str) -> tuple[ASGIApp, dict[str, str]] | None:
        """Return the app that answers a method on a path, and the path's parameters."""
        for route, parameters in self._fitting(path):
            if route.methods is None or method in route.methods:
                return route.app, parameters
        return None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return how far a request fits one of the routes: path and method, path alone, or none."""
        partial: tuple[Match, Scope] = Match.NONE, {}
        if scope["type"] != "http":
            return partial
        for route, parameters in self._fitting(scope["path"].removeprefix(scope["root_path"])):
            child = {"endpoint": route, "path_params": parameters}
            if route.methods is None or scope["method"] in route.methods:
                return Match.FULL, child
            if partial[0] is Match.NONE:
                partial = Match.PARTIAL, child
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found handle a request, or refuse its method."""
        await scope["endpoint"].handle(scope, receive, send)

    def _fitting(self, path: str) -> Iterator[tuple[Route, dict[str, str]]]:
        """Yield the routes that a path fits, literal ones first."""
        if not path.startswith(self._prefix):
            return
        if not self.routes:
            self.prepare()
        if path in self._literal:
            yield self._literal[path], {}
        before, _, last = path.rpartition("/")
        earlier, _, middle = before.rpartition("/")
        for around, value in (((before, ""), last), ((earlier, last), middle)):
            if last and value and around in self._around:
                route, parameter = self._around[around]
                yield route, {parameter: value}


class PathsFirst:
    """An app whose documented paths are answered at once, and all else by another app.

    What is in `paths` skips the other app's middleware; the other app has the paths too, and
    refuses a method that they lack.
    """

    def __init__(self, paths: Iterable[Paths], other: ASGIApp) -> None:
        self._paths = list(paths)
        self._other = other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the other app do so."""
        if scope["type"] == "http":
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for paths in self._paths:
                if paths.is_missing(path):
                    await to_thread.run_sync(paths.prepare)
                if found := paths.find(scope["method"], path):
                    app, scope["path_params"] = found
                    await app(scope, receive, send)
                    return
        await self._other(scope, receive, send)
