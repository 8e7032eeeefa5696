"""Paths of a document, found by look-up where Starlette would search."""

from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_ANYTHING = ""

Parameters = dict[str, str]


class Paths(BaseRoute):
    """Many routes as one, as quick with twenty as with two.

    A segment of a path is literal, or a parameter as a whole.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = list(routes)
        self._literal: dict[str, Route] = {}
        self._patterns: dict[int, dict[tuple[int, ...], dict[tuple[str, ...], Route]]] = {}
        for route in self.routes:
            segments = route.path.split("/")
            places = tuple(n for n, each in enumerate(segments) if each.startswith("{"))
            if places:
                alike = self._patterns.setdefault(len(segments), {}).setdefault(places, {})
                alike[_blanked(segments, places)] = route
            else:
                self._literal[route.path] = route

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

    def _fitting(self, path: str) -> Iterator[tuple[Route, Parameters]]:
        """Yield the routes that a path fits, literal ones first."""
        if path in self._literal:
            yield self._literal[path], {}
        segments = path.split("/")
        for places, alike in self._patterns.get(len(segments), {}).items():
            route = alike.get(_blanked(segments, places))
            values = [segments[place] for place in places]
            if route is not None and all(values):
                yield route, dict(zip(route.param_convertors, values, strict=True))


def _blanked(segments: list[str], places: tuple[int, ...]) -> tuple[str, ...]:
    blanked = segments.copy()
    for place in places:
        blanked[place] = _ANYTHING
    return tuple(blanked)
