"""Isolation: how quick point reads of one world are while another keeps the server busy."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pulse
from calls import DECLARATIONS, DEFAULT_TOKEN, WORLDS, Call, get, send
from client import Connection, connected
from figures import Figure, Results, Wrong, median
from people import World
from processes import Server, sandbox
from run_settings import RunSettings

_RATE = 50
_IDLE_SECONDS = 5
_BUSY_SECONDS = 20
_SEEDED = 25_000
_MOST_MS = 50


def measure(run: RunSettings, results: Results, data: Path, huge: World) -> None:
    """Measure reads of the default world beside a CSV of a million rows, seeding and snapshots.

    Nothing is pinned: it is how users would have it. The world of a million is opened anew.
    """
    with sandbox(data, run.cache, core=None) as server:
        idle = beats(server, lambda: time.sleep(_IDLE_SECONDS))
        works = [
            Work("CSV of a million rows", lambda line, _: line.drain(_table(huge))),
            Work("seeding 100,000 people", _seed),
            Work("snapshot of the world", lambda line, _: line.ask(_snapshot(huge))),
        ]
        busy = beats(server, lambda: _all_at_once(server, works))
    for counted, idly, busily in (
        ("since sent", idle.sent, busy.sent),
        ("since due", idle.due, busy.due),
    ):
        results.add(
            Figure(
                name=f"p99 of reads beside a busy world, {counted}",
                value=pulse.percentile(busily, 99),
                unit="ms",
                at_most=_MOST_MS,
                note=f"median {median(busily):.1f}, slowest {max(busily):.0f}, of {len(busily):,};"
                f" idle p99 {pulse.percentile(idly, 99):.1f}",
                rounds={"idle_ms": idly, "busy_ms": busily},
            )
        )
    for work in works:
        times = len(work.seconds)
        note = f"done {times} times meanwhile" if times > 1 else "done once meanwhile"
        results.add(
            Figure(name=f"... {work.title}", value=median(work.seconds), unit="s", note=note)
        )


@dataclass(slots=True)
class Work:
    """Something long that a server is asked for again and again."""

    title: str
    once: Callable[[Connection, int], object]
    seconds: list[float] = field(default_factory=list)
    error: Exception | None = None

    def go_on(self, port: int, until: float) -> None:
        """Do it at least once, and again until it is late enough."""
        try:
            with connected(port) as connection:
                while not self.seconds or time.perf_counter() < until:
                    began = time.perf_counter()
                    self.once(connection, len(self.seconds))
                    self.seconds.append(time.perf_counter() - began)
        except (Wrong, OSError) as error:
            self.error = error


def _all_at_once(server: Server, works: list[Work]) -> None:
    until = time.perf_counter() + _BUSY_SECONDS
    threads = [threading.Thread(target=each.go_on, args=(server.port, until)) for each in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for work in works:
        if work.error:
            raise Wrong(f"{work.title}: {work.error}")


def beats(server: Server, meanwhile: Callable[[], object]) -> pulse.Beats:
    """Return the milliseconds of point reads in the default world while something is done."""
    with connected(server.port) as connection:
        path = f"{DECLARATIONS}?page%5Bper_page%5D=1"
        listed = connection.ask(get(path, DEFAULT_TOKEN)).json["data"]
    path = f"{DECLARATIONS}/{listed[0]['id']}"
    end = pulse.start(server.port, path, DEFAULT_TOKEN, rate=_RATE)
    try:
        meanwhile()
    finally:
        found = end()
    return found


def _table(world: World) -> Call:
    return get(f"{DECLARATIONS}.csv", world.token)


def _snapshot(world: World) -> Call:
    return Call("PUT", f"{WORLDS}/{world.id}/snapshots/kept")


def _seed(connection: Connection, nth: int) -> None:
    """Make a world that has no template yet, and delete it."""
    world_id = f"seeded-{nth}"
    body = {"id": world_id, "participants": _SEEDED, "seed": 1_000 + nth}
    connection.ask(send("POST", WORLDS, body))
    connection.ask(Call("DELETE", f"{WORLDS}/{world_id}"))
