"""The sandbox in this process: an app on an event loop in a thread, on a port where wanted."""

import atexit
import socket
from concurrent.futures import Future
from contextlib import ExitStack
from functools import cached_property
from threading import Event

import orjson
from anyio.from_thread import start_blocking_portal

from ecf_sandbox.apis import APIS, all_apis
from ecf_sandbox.engine.http import server
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.temporary_folder import temporary_folder
from ecf_sandbox.engine.store.worlds import Worlds
from ecf_sandbox.testing.errors import CannotStart, Refused
from ecf_sandbox.testing.exchange import Answer, Asked, exchange

_HOST = "127.0.0.1"
_PATIENCE = 30  # seconds
_HEADERS = [(b"host", _HOST.encode()), (b"content-type", b"application/json")]


class Engine:
    """Serves any number of worlds until it is closed; their folder goes with it.

    The loop is uvloop's: it keeps its own time, whatever freezegun does to Python's.
    `port` 0 is a free one, taken when `url` is first asked for. Raises CannotStart.
    """

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._open = ExitStack()
        try:
            folder = self._open.enter_context(temporary_folder())
            worlds = Worlds(folder, APIS.schema_of)
            self._open.callback(worlds.close)
            self._app = create_app(
                APIS, Documents(APIS), ServerContext(worlds, APIS.world_kinds), Guard()
            )
            self._portal = self._open.enter_context(
                start_blocking_portal("asyncio", {"use_uvloop": True})
            )
        except OSError as error:
            self._open.close()
            raise CannotStart(f"The sandbox cannot start: {error}.") from error
        atexit.register(self.close)  # a loop that still runs would keep Python from ending

    def ask(self, asked: Asked) -> "Future[Answer]":
        """Begin to ask the app, from any thread."""
        return self._portal.start_task_soon(exchange, self._app, asked)

    def control(self, method: str, path: str, body: Json = None, query: str = "") -> Json:
        """Make a control call under `/sandbox` and return its JSON, None for an empty answer.

        Raises Refused.
        """
        __tracebackhide__ = True
        full = f"/sandbox{path}"
        sent = b"" if body is None else orjson.dumps(body)
        asked = Asked(method, full, full.encode(), query.encode(), _HEADERS, sent)
        answer = self.ask(asked).result()
        said: Json = orjson.loads(answer.body) if answer.body else None
        if answer.status >= 400:
            raise Refused(said["error"]["code"], said["error"]["message"])
        return said

    @cached_property
    def url(self) -> str:
        """Where it listens, from the first time that this is asked. Raises CannotStart."""
        try:
            listener = socket.create_server((_HOST, self._port), backlog=2048)
        except OSError as error:
            raise CannotStart(
                f"The sandbox cannot listen on {_HOST}:{self._port}: {error.strerror or error}."
                " Leave out ecf_sandbox_port to take a free port."
            ) from error
        self._serve(listener)
        return f"http://{_HOST}:{listener.getsockname()[1]}"

    def close(self) -> None:
        """Stop serving, and remove every world."""
        atexit.unregister(self.close)
        self._open.close()

    def _serve(self, listener: socket.socket) -> None:
        ready = Event()
        serving = server.Server(server.configuration(lambda: self._app, all_apis), ready.set)
        ended = self._portal.start_task_soon(serving.serve, [listener])

        def stop() -> None:
            serving.should_exit = True
            ended.result(_PATIENCE)

        self._open.callback(stop)
        if not ready.wait(_PATIENCE):
            raise CannotStart(f"The sandbox did not start within {_PATIENCE} seconds.")
