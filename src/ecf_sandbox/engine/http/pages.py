"""Pages for people: the references."""

from collections.abc import Mapping
from html import escape

import orjson
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ecf_sandbox.engine.http.document import DocumentFile
from ecf_sandbox.engine.resources import packaged

_ASSETS = packaged("engine", "http", "assets")
_COMPRESSED = (Middleware(GZipMiddleware, compresslevel=5),)


def routes(documents: Mapping[str, DocumentFile]) -> list[BaseRoute]:
    """Return the routes of each document and its reference, by name."""
    assets = StaticFiles(directory=_ASSETS / "swagger-ui")
    described = [route for name in documents for route in _described(name, documents[name])]
    return [*described, Mount("/docs/assets", assets)]


def _described(name: str, file: DocumentFile) -> list[BaseRoute]:
    def reference(_: Request) -> Response:
        title = escape(file.read().json["info"]["title"])
        return HTMLResponse(_filled("reference.html", name=name, title=title))

    def as_yaml(_: Request) -> Response:
        return Response(file.source(), media_type="application/yaml")

    def as_json(_: Request) -> Response:
        return Response(orjson.dumps(file.read().json), media_type="application/json")

    return [
        Route("/docs" if name == "v1" else f"/docs/{name}", reference),
        Route(f"/openapi/{name}.yaml", as_yaml, middleware=_COMPRESSED),
        Route(f"/openapi/{name}.json", as_json, middleware=_COMPRESSED),
    ]


def _filled(page: str, **words: str) -> str:
    """Return a page with its `{{ word }}`s filled in."""
    text = (_ASSETS / page).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace("{{ " + word + " }}", value)
    return text
