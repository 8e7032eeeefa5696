"""One control request's way from the door to its answer."""

import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from ecf_sandbox import __version__
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import BadRequest, TooLarge
from ecf_sandbox.engine.http.bodies import Disconnected, read_body, receive_file
from ecf_sandbox.engine.http.control import clock, faults, journal, snapshots, worlds
from ecf_sandbox.engine.http.control.context import ControlRequest, ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.control.replies import ControlError, declined, invalid, not_found, ok
from ecf_sandbox.engine.http.control.validation import SQLITE, ControlOperation, control_operations
from ecf_sandbox.engine.http.document import Document
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.sending import send_reply
from ecf_sandbox.engine.store.world import Gone
from ecf_sandbox.v1.http.control import participants, statements, states
from ecf_sandbox.v1.http.parsing import server_date

Handler = Callable[[ControlRequest], Reply]

HEALTH = "getHealth"


def get_health(call: ControlRequest) -> Reply:  # noqa: ARG001  # a handler like the others
    """Say that requests are served."""
    return ok({"status": "ok", "version": __version__})


HANDLERS: Mapping[str, Handler] = {
    HEALTH: get_health,
    **worlds.HANDLERS,
    **snapshots.HANDLERS,
    **clock.HANDLERS,
    **participants.HANDLERS,
    **states.HANDLERS,
    **statements.HANDLERS,
    **journal.HANDLERS,
    **faults.HANDLERS,
}


PREFIX = "/sandbox"


def router(document: Document, server: ServerContext, guard: Guard) -> Router:
    """Return the control API, to be mounted at its prefix; a path is one route."""
    documented = control_operations(document)
    by_path: dict[str, dict[str, ControlOperation]] = {}
    for name in HANDLERS:
        operation = documented[name]
        by_path.setdefault(operation.path, {})[operation.method] = operation
    return Router(
        [
            Route(
                path.removeprefix(PREFIX),
                ControlEndpoint(operations, server, guard),
                methods=list(operations),
            )
            for path, operations in by_path.items()
        ],
        redirect_slashes=False,
    )


class ControlEndpoint:
    """One path of the control API; what it does runs in a thread, since it may be long."""

    def __init__(
        self, operations: Mapping[str, ControlOperation], server: ServerContext, guard: Guard
    ) -> None:
        self._operations = dict(operations)
        self._hall = server
        self._guard = guard
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation, headers = self._operations[scope["method"]], dict(scope["headers"])
        try:
            reply = await self._answer(operation, scope, headers, receive)
        except ControlError as refusal:
            reply = declined(refusal)
        except TooLarge:
            reply = declined(ControlError("too_large", "The body is larger than this call takes."))
        except Gone as gone:
            reply = declined(not_found(f"world {gone} any more"))
        except Disconnected:
            return
        await send_reply(reply, send, headers)

    async def _answer(
        self,
        operation: ControlOperation,
        scope: Scope,
        headers: Mapping[bytes, bytes],
        receive: Receive,
    ) -> Reply:
        if operation.name != HEALTH:
            self._guard.admit(headers)
        query = operation.read_query(scope["query_string"])
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        media_type = content_type.partition(";")[0].strip().lower()
        async with self._upload(operation, media_type, headers, receive) as upload:
            raw = b""
            if upload is None and operation.method != "GET":
                raw = await read_body(receive, headers)
            call = ControlRequest(
                server=self._hall,
                path=scope["path_params"],
                query=query,
                body={} if upload else operation.read_body(media_type, raw),
                asked=_asked(scope, headers),
                upload=upload,
            )
            return await to_thread.run_sync(HANDLERS[operation.name], call)

    @asynccontextmanager
    async def _upload(
        self,
        operation: ControlOperation,
        media_type: str,
        headers: Mapping[bytes, bytes],
        receive: Receive,
    ) -> AsyncIterator[Path | None]:
        """Receive a snapshot file where a call brings one; it goes with the call."""
        if media_type != SQLITE or SQLITE not in operation.media_types:
            yield None
            return
        with tempfile.NamedTemporaryFile(dir=self._hall.fallback_folder) as file:
            largest = self._hall.limits.upload_bytes
            await receive_file(receive, headers, file.file, largest=largest)
            file.flush()
            yield Path(file.name)


def _asked(scope: Scope, headers: Mapping[bytes, bytes]) -> Instant | None:
    """Return the now that a call asks for, as the provider API reads it (TIME-1, TIME-2)."""
    if sum(name == b"x-with-server-date" for name, _ in scope["headers"]) > 1:
        raise invalid("X-With-Server-Date must be sent once.")
    try:
        return server_date(headers.get(b"x-with-server-date", b"").decode("latin-1"))
    except BadRequest as refusal:
        raise invalid(refusal.problems[0].detail) from None
