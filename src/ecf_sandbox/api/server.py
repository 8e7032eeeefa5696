"""Uvicorn, set up for this app: one process, or several that share a socket."""

import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from ecf_sandbox import resources
from ecf_sandbox.api.app import create_app
from ecf_sandbox.api.control.guard import Guard
from ecf_sandbox.api.control.hall import Hall
from ecf_sandbox.api.document import Document
from ecf_sandbox.store.library import Worlds

_PATIENCE_AT_STOP = 5
_BACKLOG = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server process needs to know; it travels to every worker."""

    folder: Path
    quiet: bool = False
    workers: int = 1
    admin_token: str | None = None


def build_app(settings: Settings) -> ASGIApp:
    """Return the app of one process."""
    hall = Hall(Worlds(settings.folder, resources.edition))
    guard = Guard(settings.admin_token)
    log = None if settings.quiet else _write_line
    return create_app(documents(), hall, guard, log)


def documents() -> dict[str, Document]:
    """Return the documents that lead, by name."""
    return {name: Document(resources.path("openapi", f"{name}.yaml")) for name in ("v1", "control")}


def run(settings: Settings, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a socket that listens, until SIGINT or SIGTERM; `ready` is called once it can."""
    config = uvicorn.Config(
        partial(build_app, settings),
        factory=True,
        workers=settings.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_PATIENCE_AT_STOP,
    )
    threading.Thread(target=_announce, args=(listener, ready), daemon=True).start()
    if settings.workers > 1:
        Multiprocess(config, sockets=[listener]).run()
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # uvicorn raises it again after a clean stop
    uvicorn.Server(config).run(sockets=[listener])


def _announce(listener: socket.socket, ready: Callable[[], None]) -> None:
    """Call `ready` after the first answer; until then the connection waits in the backlog."""
    host, port = listener.getsockname()[:2]
    connection = HTTPConnection(host, port)
    connection.request("HEAD", "/openapi/v1.json")
    connection.getresponse().read()
    connection.close()
    ready()


def _write_line(line: str) -> None:
    sys.stderr.write(line + "\n")
