"""The composition root: the document, the handlers and the worlds make an app."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from ecf_sandbox.api import pages, pipeline, replies
from ecf_sandbox.api.accesslog import AccessLog, Write
from ecf_sandbox.api.document import Document, Operation
from ecf_sandbox.api.operations import CSV_OPERATIONS, OPERATIONS
from ecf_sandbox.api.pipeline import Disconnected, Visit
from ecf_sandbox.api.sending import send_reply
from ecf_sandbox.domain.problems import NotFound, Refusal
from ecf_sandbox.store.library import Worlds

_METHOD_NOT_ALLOWED = 405


def create_app(document: Document, worlds: Worlds, log: Write | None = None) -> Starlette:
    """Return the sandbox, routed by the document's own operation ids.

    A path is one route with all its methods, or `Allow` would name only some. `log` gets a
    line for each request.
    """
    by_path: dict[str, dict[str, Operation]] = {}
    for name in [*OPERATIONS, *CSV_OPERATIONS]:
        operation = document.operations[name]
        by_path.setdefault(operation.path, {})[operation.method] = operation
    routes: list[BaseRoute] = [
        Route(path, Endpoint(operations, worlds), methods=list(operations))
        for path, operations in by_path.items()
    ]
    app = Starlette(
        routes=[*routes, *pages.routes(document)],
        middleware=[Middleware(AccessLog, write=log)] if log else [],
        exception_handlers={HTTPException: refuse_route},
    )
    app.router.redirect_slashes = False
    return app


class Endpoint:
    """One path of the document: its operations by method, HEAD answered like GET (FMT-8)."""

    def __init__(self, operations: Mapping[str, Operation], worlds: Worlds) -> None:
        self._operations = dict(operations)
        self._worlds = worlds
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whoever left before it was whole gets nothing."""
        operation, headers = self._operations[scope["method"]], dict(scope["headers"])
        visit = scope.setdefault("visit", Visit())
        try:
            reply = await pipeline.answer(operation, self._worlds, scope, headers, receive, visit)
        except Refusal as refusal:
            reply = replies.refused(refusal)
        except Disconnected:
            return
        await send_reply(reply, send, headers)


def refuse_route(_: Request, refusal: Exception) -> Response:
    """Answer a path or method that the document does not have (FMT-6)."""
    assert isinstance(refusal, HTTPException)
    if refusal.status_code == _METHOD_NOT_ALLOWED:
        reply = replies.not_allowed((refusal.headers or {}).get("Allow", ""))
    else:
        reply = replies.refused(NotFound())
    assert isinstance(reply.content, bytes)
    response = Response(reply.content, reply.status)
    response.raw_headers += [(b"content-type", reply.media_type), *reply.headers]
    return response
