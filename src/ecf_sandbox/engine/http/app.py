"""The composition root: APIs, their documents and the worlds make an app."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from threading import Lock
from typing import TextIO

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.api import Api, Apis
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.http import journal, pages, room
from ecf_sandbox.engine.http.access_log import AccessLog
from ecf_sandbox.engine.http.control import replies as control_replies
from ecf_sandbox.engine.http.control.context import PREFIX, ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.document import DocumentFile
from ecf_sandbox.engine.http.endpoint import Endpoint
from ecf_sandbox.engine.http.operations import routes
from ecf_sandbox.engine.http.routing import Paths, PathsFirst
from ecf_sandbox.engine.http.sending import Sent
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds

_API_PATHS = "/api/"
_ENGINE_CONTROL = resources.path("openapi", "control.yaml")


class Documents:
    """The documents of a server's APIs: `provider` and `control`, by the API's name.

    `control_names` are what the control documents are called in their URLs.
    """

    def __init__(self, apis: Apis) -> None:
        self.provider = {api.name: DocumentFile(api.document) for api in apis}
        self.control = {
            api.name: DocumentFile(_ENGINE_CONTROL, api.control_extension) for api in apis
        }
        self.control_names = {api.name: apis.control_document(api) for api in apis}

    @property
    def served(self) -> Mapping[str, DocumentFile]:
        """All of them by the name in their URL."""
        names = self.control_names
        return {**self.provider, **{names[name]: self.control[name] for name in self.control}}


def create_app(
    apis: Apis,
    documents: Documents,
    server: ServerContext,
    guard: Guard,
    log: TextIO | None = None,
) -> ASGIApp:
    """Return the sandbox, routed by the operation ids of the APIs' documents.

    `log` gets a line for each request.
    """
    paths = {
        api.name: Paths(
            partial(_provider_routes, api, documents.provider[api.name], server.worlds),
            f"{api.prefix}/",
        )
        for api in apis
    }
    starlette = Starlette(
        routes=[
            *paths.values(),
            Mount(
                PREFIX,
                LazyApp(lambda: _control(apis, documents, server, guard)),
            ),
            *pages.routes(documents.served),
            *_room_routes(apis, documents, guard),
        ],
        exception_handlers={HTTPException: partial(refuse_route, apis, server.worlds)},
        lifespan=partial(_lifespan, apis, paths, server.worlds),
    )
    starlette.router.redirect_slashes = False
    app = PathsFirst(paths.values(), starlette)
    return AccessLog(app, log) if log else app


@asynccontextmanager
async def _lifespan(
    apis: Apis, paths: Mapping[str, Paths], worlds: Worlds, _: Starlette
) -> AsyncIterator[None]:
    """Make the routes for the default world at once, since its requests will come first.

    At the end close the worlds, so that what was noted of them is written.
    """
    default = worlds.get(DEFAULT)
    if default is not None:
        paths[apis.of_edition(default.edition).name].prepare()
    yield
    worlds.close()


def _room_routes(apis: Apis, documents: Documents, guard: Guard) -> list[Route]:
    """Return the routes of the control room, which finds its views by the path itself."""
    urls = {name: f"/openapi/{each}.json" for name, each in documents.control_names.items()}
    app = room.Room(apis, urls, guard)
    paths = ("/", room.PREFIX, room.PREFIX + "/{view:path}")
    return [Route(path, app, methods=["GET"]) for path in paths]


def _provider_routes(api: Api, file: DocumentFile, worlds: Worlds) -> list[Route]:
    """Return the routes of a provider API.

    A path is one route with all its methods, or `Allow` would name only some.
    """
    document = file.read()
    by_path = routes(document, api.provider.operations, api.wire.checks(document))
    return [
        Route(path, Endpoint(api, by_method, worlds), methods=list(by_method))
        for path, by_method in by_path.items()
    ]


def _control(apis: Apis, documents: Documents, server: ServerContext, guard: Guard) -> ASGIApp:
    from ecf_sandbox.engine.http.control.endpoint import router  # noqa: PLC0415  # when first asked

    return router(apis, documents.control, server, guard)


class LazyApp:
    """An app made when it is first asked, in a thread: who never uses it starts sooner."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make = make
        self._making = Lock()
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if app is None:
            app = await to_thread.run_sync(self._made)
        await app(scope, receive, send)

    def _made(self) -> ASGIApp:
        with self._making:
            if self._app is None:
                self._app = self._make()
            return self._app


async def refuse_route(
    apis: Apis, worlds: Worlds, request: Request, refusal: Exception
) -> Response:
    """Answer a path or method that no document has, as its API would (FMT-6)."""
    assert isinstance(refusal, HTTPException)
    allowed = (refusal.headers or {}).get("Allow") if refusal.status_code == 405 else None
    api, path = apis.of_path(request.url.path), request.url.path
    if path.startswith(PREFIX):
        reply = control_replies.unrouted(allowed)
    elif allowed is None:
        reply = api.wire.refused(NotFound())
    else:
        reply = api.wire.method_not_allowed(allowed)
    assert isinstance(reply.content, bytes)
    response = Response(reply.content, reply.status)
    response.raw_headers += [(b"content-type", reply.media_type), *reply.headers]
    if path.startswith(_API_PATHS):
        sent = Sent(reply.status, response.raw_headers, reply.content)
        await journal.note_unrouted(
            api, worlds, request.scope, request.receive, sent, reply.problems
        )
    return response
