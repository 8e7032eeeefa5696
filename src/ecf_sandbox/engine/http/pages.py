"""Pages for people: the references, and what fills a page in."""

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
    """Return the routes of each document and its reference, by name; the first is at `/docs`."""
    assets = StaticFiles(directory=_ASSETS / "swagger-ui")
    described = [
        route
        for place, (name, file) in enumerate(documents.items())
        for route in _described(name, file, f"/docs/{name}" if place else "/docs")
    ]
    return [*described, Mount("/docs/assets", assets)]


def filled(page: str, **words: str) -> str:
    """Return a page of the assets with its `{{ word }}`s filled in."""
    text = (_ASSETS / page).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace("{{ " + word + " }}", value)
    return text


def _described(name: str, file: DocumentFile, path: str) -> list[BaseRoute]:
    def reference(_: Request) -> Response:
        title = escape(file.read().json["info"]["title"])
        return HTMLResponse(filled("reference.html", name=name, title=title))

    def as_yaml(_: Request) -> Response:
        return Response(file.source(), media_type="application/yaml")

    def as_json(_: Request) -> Response:
        return Response(orjson.dumps(file.read().json), media_type="application/json")

    return [
        Route(path, reference),
        Route(f"/openapi/{name}.yaml", as_yaml, middleware=_COMPRESSED),
        Route(f"/openapi/{name}.json", as_json, middleware=_COMPRESSED),
    ]
