"""The composition root: the document, the handlers and the worlds make an app."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import TextIO

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ecf_sandbox.engine.domain.problems import Refusal
from ecf_sandbox.engine.http import journal, pages, pipeline, replies
from ecf_sandbox.engine.http.access_log import AccessLog
from ecf_sandbox.engine.http.bodies import Disconnected
from ecf_sandbox.engine.http.connection import close_connection
from ecf_sandbox.engine.http.control import endpoint
from ecf_sandbox.engine.http.control import replies as control_replies
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.document import Document
from ecf_sandbox.engine.http.fault_injection import Dropped
from ecf_sandbox.engine.http.pipeline import RequestContext
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.routing import Paths
from ecf_sandbox.engine.http.sending import Sent, send_reply
from ecf_sandbox.engine.store.worlds import Worlds
from ecf_sandbox.v1.http.operations import CSV_OPERATIONS, OPERATIONS
from ecf_sandbox.v1.http.validation import Operation, operations

_PROVIDER_API = "/api/"


def create_app(
    documents: Mapping[str, Document],
    server: ServerContext,
    guard: Guard,
    log: TextIO | None = None,
) -> Starlette:
    """Return the sandbox, routed by the operation ids of its documents, `v1` and `control`.

    `log` gets a line for each request.
    """
    app = Starlette(
        routes=[
            Paths(_provider_routes(documents["v1"], server.worlds)),
            Mount(
                endpoint.PREFIX,
                LazyApp(lambda: endpoint.router(documents["control"], server, guard)),
            ),
            *pages.routes(documents),
        ],
        middleware=[Middleware(AccessLog, stream=log)] if log else [],
        exception_handlers={HTTPException: partial(refuse_route, server.worlds)},
        lifespan=partial(_lifespan, server.worlds),
    )
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def _lifespan(worlds: Worlds, _: Starlette) -> AsyncIterator[None]:
    """Close the worlds at the end, so that what was noted of them is written."""
    yield
    worlds.close()


def _provider_routes(document: Document, worlds: Worlds) -> list[Route]:
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


class LazyApp:
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
        context, sent = scope.setdefault("context", RequestContext()), None
        try:
            reply = await self._reply(operation, scope, headers, receive, context)
            if context.body is None:
                await journal.drain_body(context, scope, headers, receive)
        except Disconnected:
            return
        if reply is not None:
            sent = await send_reply(
                reply, send, headers, keep=journal.KEEP, cut_after=context.cut_after
            )
        journal.note(context, scope, sent)
        if reply is None or context.cut_after is not None:
            close_connection(scope)

    async def _reply(
        self,
        operation: Operation,
        scope: Scope,
        headers: Mapping[bytes, bytes],
        receive: Receive,
        context: RequestContext,
    ) -> Reply | None:
        """Return the answer, a refusal among them; None is the silence of a fault."""
        try:
            return await pipeline.answer(operation, self._worlds, scope, headers, receive, context)
        except Refusal as refusal:
            return replies.refused(refusal)
        except Dropped:
            return None


async def refuse_route(worlds: Worlds, request: Request, refusal: Exception) -> Response:
    """Answer a path or method that no document has, as its API would (FMT-6)."""
    assert isinstance(refusal, HTTPException)
    allowed = (refusal.headers or {}).get("Allow") if refusal.status_code == 405 else None
    if request.url.path.startswith(endpoint.PREFIX):
        reply = control_replies.unrouted(allowed)
    else:
        reply = replies.unrouted(allowed)
    assert isinstance(reply.content, bytes)
    response = Response(reply.content, reply.status)
    response.raw_headers += [(b"content-type", reply.media_type), *reply.headers]
    if request.url.path.startswith(_PROVIDER_API):
        sent = Sent(reply.status, response.raw_headers, reply.content)
        await journal.note_unrouted(worlds, request.scope, request.receive, sent)
    return response
