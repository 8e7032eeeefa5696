"""The composition root: the document, the handlers and the worlds make an app."""

from collections.abc import Callable, Mapping
from functools import cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ecf_sandbox.api import pages, pipeline, replies
from ecf_sandbox.api.accesslog import AccessLog, Write
from ecf_sandbox.api.bodies import Disconnected
from ecf_sandbox.api.checks import Operation, operations
from ecf_sandbox.api.control import answers, endpoint
from ecf_sandbox.api.control.guard import Guard
from ecf_sandbox.api.control.hall import Hall
from ecf_sandbox.api.document import Document
from ecf_sandbox.api.operations import CSV_OPERATIONS, OPERATIONS
from ecf_sandbox.api.pipeline import Visit
from ecf_sandbox.api.sending import send_reply
from ecf_sandbox.domain.problems import Refusal
from ecf_sandbox.store.library import Worlds


def create_app(
    documents: Mapping[str, Document], hall: Hall, guard: Guard, log: Write | None = None
) -> Starlette:
    """Return the sandbox, routed by the operation ids of its documents, `v1` and `control`.

    `log` gets a line for each request.
    """
    app = Starlette(
        routes=[
            *_provider_routes(documents["v1"], hall.worlds),
            Mount(
                endpoint.PREFIX, Lazily(lambda: endpoint.router(documents["control"], hall, guard))
            ),
            *pages.routes(documents),
        ],
        middleware=[Middleware(AccessLog, write=log)] if log else [],
        exception_handlers={HTTPException: refuse_route},
    )
    app.router.redirect_slashes = False
    return app


def _provider_routes(document: Document, worlds: Worlds) -> list[BaseRoute]:
    """Return the routes of the provider API.

    A path is one route with all its methods, or `Allow` would name only some.
    """
    by_path: dict[str, dict[str, Operation]] = {}
    documented = operations(document)
    for name in [*OPERATIONS, *CSV_OPERATIONS]:
        operation = documented[name]
        by_path.setdefault(operation.path, {})[operation.method] = operation
    return [
        Route(path, Endpoint(operations, worlds), methods=list(operations))
        for path, operations in by_path.items()
    ]


class Lazily:
    """An app made when it is first asked: who never uses it starts sooner."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._made = cache(make)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._made()(scope, receive, send)


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


def refuse_route(request: Request, refusal: Exception) -> Response:
    """Answer a path or method that no document has, as its API would (FMT-6)."""
    assert isinstance(refusal, HTTPException)
    allowed = (refusal.headers or {}).get("Allow") if refusal.status_code == 405 else None
    if request.url.path.startswith(endpoint.PREFIX):
        reply = answers.unrouted(allowed)
    else:
        reply = replies.unrouted(allowed)
    assert isinstance(reply.content, bytes)
    response = Response(reply.content, reply.status)
    response.raw_headers += [(b"content-type", reply.media_type), *reply.headers]
    return response
