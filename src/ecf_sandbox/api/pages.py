"""Pages for people: where things are, and the reference."""

from html import escape

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ecf_sandbox.api.document import Document
from ecf_sandbox.resources import packaged

_HOME = packaged("api", "assets", "home.html")
_REFERENCE = packaged("api", "assets", "reference.html")


def routes(document: Document) -> list[BaseRoute]:
    """Return the routes of the home page, the reference and the document itself."""
    as_json = orjson.dumps(document.json)

    def home(request: Request) -> Response:
        base = escape(str(request.base_url).rstrip("/"))
        return HTMLResponse(_HOME.read_text().replace("{{ base }}", base))

    def reference(_: Request) -> Response:
        return HTMLResponse(_REFERENCE.read_bytes())

    def v1_yaml(_: Request) -> Response:
        return Response(document.source, media_type="application/yaml")

    def v1_json(_: Request) -> Response:
        return Response(as_json, media_type="application/json")

    return [
        Route("/", home),
        Route("/docs", reference),
        Route("/openapi/v1.yaml", v1_yaml),
        Route("/openapi/v1.json", v1_json),
        Mount("/docs/assets", StaticFiles(directory=packaged("api", "assets", "swagger-ui"))),
    ]
