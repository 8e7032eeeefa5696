"""One control request's way: the guard, the world, its API's document, the handler."""

import re
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
from anyio import to_thread
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from ecf_sandbox import __version__
from ecf_sandbox.engine.api import Api, Apis
from ecf_sandbox.engine.domain.problems import BadRequest, TooLarge
from ecf_sandbox.engine.http.bodies import Disconnected, read_body, receive_file
from ecf_sandbox.engine.http.control import (
    clock,
    control_journal,
    demo,
    events,
    faults,
    journal,
    rules,
    snapshots,
    worlds,
)
from ecf_sandbox.engine.http.control.context import PREFIX, ServerContext
from ecf_sandbox.engine.http.control.control_journal import Call
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.control.replies import (
    ControlError,
    declined,
    invalid,
    not_found,
    ok,
    unrouted,
)
from ecf_sandbox.engine.http.control.requests import ControlHandler, ControlRequest
from ecf_sandbox.engine.http.control.validation import (
    SQLITE,
    ControlOperation,
    control_operations,
)
from ecf_sandbox.engine.http.document import DocumentFile, Json
from ecf_sandbox.engine.http.event_stream import EventStream, send_events
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.sending import send_reply
from ecf_sandbox.engine.http.server_date import asked_now
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.snapshots import NoSnapshot
from ecf_sandbox.engine.store.world import World

HEALTH = "getHealth"


def get_health(request: ControlRequest) -> Reply:  # noqa: ARG001  # a handler like the others
    """Say that requests are served."""
    return ok({"status": "ok", "version": __version__})


HANDLERS: Mapping[str, ControlHandler] = {
    HEALTH: get_health,
    **worlds.HANDLERS,
    **demo.HANDLERS,
    **snapshots.HANDLERS,
    **clock.HANDLERS,
    **journal.HANDLERS,
    **events.HANDLERS,
    **control_journal.HANDLERS,
    **rules.HANDLERS,
    **faults.HANDLERS,
}

ByApi = Mapping[str, ControlOperation]


def router(
    apis: Apis, documents: Mapping[str, DocumentFile], server: ServerContext, guard: Guard
) -> Router:
    """Return the control API, to be mounted at its prefix; a path is one route.

    `documents` are the APIs' whole control documents, by name.
    """
    by_path: dict[str, dict[str, dict[str, ControlOperation]]] = {}
    for api in apis:
        documented = control_operations(documents[api.name].read())
        for name in (*HANDLERS, *api.control.operations):
            operation = documented[name]
            by_method = by_path.setdefault(operation.path, {})
            by_method.setdefault(operation.method, {})[api.name] = operation
    return Router(
        [
            Route(
                path.removeprefix(PREFIX),
                ControlEndpoint(apis, by_method, server, guard),
            )
            for path, by_method in by_path.items()
        ],
        redirect_slashes=False,
    )


class ControlEndpoint:
    """One path of the control API; what it does runs in a thread, since it may be long."""

    def __init__(
        self,
        apis: Apis,
        operations: Mapping[str, ByApi],
        server: ServerContext,
        guard: Guard,
    ) -> None:
        self._apis = apis
        self._operations = dict(operations)
        self._server = server
        self._guard = guard
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, which is in the journal of its world before its answer is sent."""
        headers, call = dict(scope["headers"]), Call()
        try:
            reply = await self._reply(scope, headers, receive, call)
        except Disconnected:
            return
        if isinstance(reply, EventStream):
            await send_events(reply, scope, receive, send)
            return
        if call.world is not None:
            await to_thread.run_sync(call.note, scope, reply)
        await send_reply(reply, send, headers)

    async def _reply(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, call: Call
    ) -> Reply | EventStream:
        """Return the answer, a refusal among them."""
        try:
            return await self._answer(scope, headers, receive, call)
        except ControlError as refusal:
            return declined(refusal)
        except TooLarge:
            return declined(ControlError("too_large", "The body is larger than this call takes."))
        except BadRequest as refusal:
            return declined(invalid(f"{refusal.problems[0].detail}."))
        except Gone as gone:
            return declined(not_found(f"world {gone} any more"))
        except NoSnapshot as missing:
            return declined(not_found(str(missing)))

    async def _answer(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, call: Call
    ) -> Reply | EventStream:
        by_api = self._operations.get(scope["method"], {})
        if not any(each.name == HEALTH for each in by_api.values()):
            self._guard.admit(headers)
        world = self._world(scope)
        if by_api and world is not None:
            call.begin(world, scope, self._apis.of_edition(world.edition).zone)
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        media_type = content_type.partition(";")[0].strip().lower()
        async with self._upload(by_api, media_type, headers, receive) as upload:
            raw = b""
            if upload is None and scope["method"] not in ("GET", "HEAD"):
                raw = call.body = await read_body(receive, headers)
            api = self._api(scope, world, raw)
            if api.name not in by_api:
                return self._refuse(api)
            operation = by_api[api.name]
            request = ControlRequest(
                server=self._server,
                zone=api.zone,
                clock_moves=api.control.clock_moves,
                rules=api.rules,
                path=scope["path_params"],
                query=operation.read_query(scope["query_string"]),
                body={} if upload else operation.read_body(media_type, raw),
                named=world,
                asked=asked_now(scope, api.zone),
                upload=upload,
                last_event_id=_number(headers.get(b"last-event-id", b"")),
            )
            handle = HANDLERS.get(operation.name) or api.control.operations[operation.name]
            return await to_thread.run_sync(handle, request)

    def _refuse(self, api: Api) -> Reply:
        """Answer a method that the path has not in a world's API, or a path that is none of it."""
        methods = [method for method, by_api in self._operations.items() if api.name in by_api]
        if methods:
            return unrouted(", ".join(methods))
        reference = f"/docs/{self._apis.control_document(api)}"
        raise not_found(f"such call for a world of the API {api.name}: see {reference}")

    def _world(self, scope: Scope) -> World | None:
        """Return the world that a call is about, None for no world or one that is not there."""
        world_id = scope["path_params"].get("world")
        return None if world_id is None else self._server.worlds.get(world_id)

    def _api(self, scope: Scope, world: World | None, raw: bytes) -> Api:
        """Return the API of the world that a call is about, or is to make."""
        if world is not None:
            return self._apis.of_edition(world.edition)
        world_id = scope["path_params"].get("world")
        if world_id is not None:
            raise not_found(f"world {world_id:.80}")
        editions = self._apis.editions
        edition = _edition(raw, usual=editions[0])
        if edition not in editions:
            raise invalid(f"#/edition must be one of {', '.join(editions)}.")
        return self._apis.of_edition(edition)

    @asynccontextmanager
    async def _upload(
        self,
        by_api: ByApi,
        media_type: str,
        headers: Mapping[bytes, bytes],
        receive: Receive,
    ) -> AsyncIterator[Path | None]:
        """Receive a snapshot file where a call brings one; it goes with the call."""
        takes_files = any(SQLITE in each.media_types for each in by_api.values())
        if media_type != SQLITE or not takes_files:
            yield None
            return
        with tempfile.NamedTemporaryFile(dir=self._server.fallback_folder) as file:
            largest = self._server.limits.upload_bytes
            await receive_file(receive, headers, file.file, largest=largest)
            file.flush()
            yield Path(file.name)


def _number(text: bytes) -> int | None:
    """Return a whole number that a header gives, None for anything else."""
    return int(text) if re.fullmatch(rb"[0-9]{1,16}", text) else None


def _edition(raw: bytes, *, usual: str) -> Json:
    """Return the edition that a body names, the usual one where it names none or is unreadable."""
    try:
        body: Json = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return usual
    return body.get("edition", usual) if isinstance(body, dict) else usual
