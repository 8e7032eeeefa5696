"""Uvicorn, set up for this app: one process, or several that share a socket."""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, cast
from weakref import ref

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.supervisors import Multiprocess

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.engine.http.allocation import share_memory_among_threads
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.connection import CLOSE_CONNECTION
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.event_stream import STOPPING
from ecf_sandbox.engine.http.lingering import LingeringTransport
from ecf_sandbox.engine.http.protocol import Config, ForgivingProtocol
from ecf_sandbox.engine.store.file_limit import raise_file_limit
from ecf_sandbox.engine.store.temporary_folder import share
from ecf_sandbox.engine.store.worlds import Worlds

_PATIENCE_AT_START = 60
_PATIENCE_AT_STOP = 5
_BACKLOG = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server process needs to know; it travels to every worker.

    `apis` is a function at the top of a module, so that it can travel.
    """

    apis: Callable[[], Apis]
    folder: Path
    quiet: bool = False
    workers: int = 1
    admin_token: str | None = None


def build_app(settings: Settings) -> ASGIApp:
    """Return the app of one process."""
    share_memory_among_threads()
    _end_with_parent(settings.folder)
    apis = settings.apis()
    server = ServerContext(Worlds(settings.folder, apis.schema_of), apis.world_kinds)
    log = None if settings.quiet else sys.stderr
    return create_app(apis, Documents(apis), server, Guard(settings.admin_token), log=log)


def run(settings: Settings, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a socket that listens until a signal says to end; `ready` is called once it can.

    Signals are SIGINT, SIGTERM, and SIGHUP unless it is ignored, as by `nohup`.
    """
    raise_file_limit()
    config = configuration(partial(build_app, settings), settings.apis, workers=settings.workers)
    if settings.workers > 1:
        _Workers(config, listener, ready).run()
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # uvicorn raises it again after a clean stop
    if not _hangs_on():
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    Server(config, ready).run(sockets=[listener])


def configuration(
    make_app: Callable[[], ASGIApp], apis: Callable[[], Apis], *, workers: int = 1
) -> Config:
    """Return how uvicorn serves the sandbox, here and in its workers."""
    return Config(
        make_app,
        apis=apis,
        factory=True,
        workers=workers,
        loop="uvloop",
        http=Protocol,
        ws="none",
        lifespan="on",
        access_log=False,
        proxy_headers=False,
        log_config=None,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_PATIENCE_AT_STOP,
    )


def _end_with_parent(folder: Path) -> None:
    """Stop a worker when its parent is gone, by kill -9 too: it would keep the port.

    Until then nobody removes the folder, and only the parent heeds a terminal that hangs up.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        in_use = share(folder)
        threading.Thread(target=_stop_after, args=(parent, in_use), daemon=True).start()


def _stop_after(parent: BaseProcess, in_use: IO[bytes] | None) -> None:  # noqa: ARG001  # kept open
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _hangs_on() -> bool:
    """Return whether this process goes on when its terminal hangs up."""
    return signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


class Protocol(ForgivingProtocol):
    """Uvicorn's protocol on httptools, which also lets an app close a request's connection.

    An app can wait for the server's stop, to end an answer that would go on. The head of an
    answer goes out with its body, and who has not sent all of a request may do so before the
    connection is closed.
    """

    def connection_made(  # type: ignore[override]  # uvicorn's own is narrower than asyncio's
        self, transport: asyncio.Transport
    ) -> None:
        self._lingering = LingeringTransport(transport, self.loop, self._has_more_to_come)
        super().connection_made(cast("asyncio.Transport", self._lingering))
        self._stopping = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        """Read what came, unless it belongs to a request that was answered."""
        if not self._lingering.drops(data):
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the requests that came on it, and so of the worlds that they asked."""
        super().connection_lost(exc)
        self.pipeline.clear()
        self.scope = self.cycle = None  # type: ignore[assignment]  # as before the first request

    def shutdown(self) -> None:
        super().shutdown()
        self._stopping.set()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.scope["extensions"] = {
            CLOSE_CONNECTION: {"close": partial(self._close_connection, ref(self.cycle))},
            STOPPING: {"wait": self._stopping.wait},
        }

    def _has_more_to_come(self) -> bool:
        """Return whether the request is not whole."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first request
        return cycle is not None and cycle.more_body

    def _close_connection(self, cycle_of: ref[RequestResponseCycle]) -> None:
        """Close the connection of a request, which expects no more of an answer then."""
        cycle = cycle_of()
        if cycle is not None:
            cycle.disconnected = True
        self._lingering.close_at_once()


class Server(uvicorn.Server):
    """One process that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            gc.freeze()  # what is there by now stays, and need not be looked at again
            self._ready()


class _Workers(Multiprocess):
    """Several processes on one socket; they are ready when every one is."""

    def __init__(
        self, config: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]
    ) -> None:
        hangs_on = _hangs_on()
        super().__init__(config, sockets=[listener])
        self._ready = ready
        if hangs_on:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def init_processes(self) -> None:
        super().init_processes()
        if all(each.wait_until_ready(_PATIENCE_AT_START) for each in self.processes):
            self._ready()

    def handle_hup(self) -> None:
        """End, where uvicorn would replace the workers."""
        self.handle_term()
