"""Paths of a document, found by look-up where Starlette would search."""

from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class Paths(BaseRoute):
    """Many routes as one, as quick with twenty as with two.

    A path is literal, or one of its last two segments is a parameter as a whole.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = list(routes)
        self._literal: dict[str, Route] = {}
        # By what is before the parameter, and what after it: one segment, or none.
        self._around: dict[tuple[str, str], tuple[Route, str]] = {}
        for route in self.routes:
            if not route.param_convertors:
                self._literal[route.path] = route
                continue
            (parameter,) = route.param_convertors
            before, _, after = route.path.partition(f"/{{{parameter}}}")
            self._around[before, after.removeprefix("/")] = route, parameter

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
        if path in self._literal:
            yield self._literal[path], {}
        before, _, last = path.rpartition("/")
        earlier, _, middle = before.rpartition("/")
        for around, value in (((before, ""), last), ((earlier, last), middle)):
            if last and value and around in self._around:
                route, parameter = self._around[around]
                yield route, {parameter: value}
