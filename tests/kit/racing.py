"""Several servers of one world, in threads and in processes, asked at the same moment."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

from starlette.testclient import TestClient

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.store.worlds import Worlds
from tests.kit.conformance import checking
from tests.kit.control import Control
from tests.kit.sandbox import Caller, Sandbox, app_of

Answer = tuple[int, Any]


@contextmanager
def another_server(folder: Path, api: str = "v1") -> Iterator[TestClient]:
    """Open a server of its own on a folder of worlds: its own connections, its own event loop.

    Answers are held against an API's document.
    """
    worlds = Worlds(folder, APIS.schema_of)
    try:
        app = app_of(worlds)
        with TestClient(app, base_url="http://127.0.0.1:8000") as http:
            http.event_hooks["response"].append(checking(api))
            yield http
    finally:
        worlds.close()


@dataclass
class _Served:
    """A server as what calls the control API knows one."""

    http: TestClient


def control_of(http: TestClient) -> Control:
    """Return who calls the control API of a server."""
    return Control(_Served(http))


def at_once(
    sandbox: Sandbox, servers: int, ask: Callable[[Caller], Any], *, slug: str = "north-star"
) -> list[Any]:
    """Return what each of several servers answers to a provider that asks all at once."""
    return all_at_once(folder_of(sandbox), servers, lambda http: ask(Caller(http, f"{slug}-token")))


def all_at_once(
    folder: Path, servers: int, ask: Callable[[TestClient], Any], *, api: str = "v1"
) -> list[Any]:
    """Return what each of several servers of a folder of worlds answers, asked all at once."""
    start = Barrier(servers, timeout=30)

    def run(http: TestClient) -> Any:
        start.wait()
        return ask(http)

    with ExitStack() as opened, ThreadPoolExecutor(servers) as pool:
        clients = [opened.enter_context(another_server(folder, api)) for _ in range(servers)]
        return list(pool.map(run, clients))


def in_processes(
    sandbox: Sandbox, processes: int, people: list[str], dated: str
) -> list[list[Answer]]:
    """Return what each of several processes is answered that declares the same people."""
    spawning = multiprocessing.get_context("spawn")
    with spawning.Manager() as manager, ProcessPoolExecutor(processes, spawning) as pool:
        start = manager.Barrier(processes, timeout=30)
        asked = [
            pool.submit(_declare_all, folder_of(sandbox), people, dated, start)
            for _ in range(processes)
        ]
        return [each.result() for each in asked]


def folder_of(sandbox: Sandbox) -> Path:
    """Return the folder of worlds that a sandbox serves."""
    return sandbox.world.folder.parents[1]


def _declare_all(folder: Path, people: list[str], dated: str, start: Barrier) -> list[Answer]:
    with another_server(folder) as http:
        north_star = Caller(http, "north-star-token")
        north_star.get("/participants/ecf")
        start.wait()
        answers = [north_star.declare(each, dated=dated) for each in people]
    return [(each.status_code, each.json()) for each in answers]
