"""A world of API v3 with a million people: making it, its lists, its clock, and who waits."""

import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import beside
import isolation
import pulse
from calls import V3, WORLDS, Call, page_of, send
from client import Connection, connected, medians
from figures import Figure, Results, median
from people import World, make_world
from processes import Server, sandbox
from run_settings import RunSettings

_HUGE, _SMALL = 250_000, 250
_TIMES = 200
_CHANGED = 100
_MOST, _MOST_CLOCK, _MOST_MS = 1.5, 1.25, 50
_NOW = "2026-11-25T09:00:00Z"
_LONG_AGO, _YESTERDAY = "2025-11-25T00:00:00Z", "2026-11-24T00:00:00Z"
_BUSY_SECONDS = 20


def measure(run: RunSettings, results: Results) -> None:
    """Make the world, compare it with one of 1,000 people, and ask what takes long in it."""
    with TemporaryDirectory(dir=run.folder) as name:
        data = Path(name)
        with sandbox(data, run.cache) as server, connected(server.port) as connection:
            began = time.perf_counter()
            huge = _made(connection, "huge-v3", _HUGE)
            took = time.perf_counter() - began
            results.add(Figure(name="v3: making 1,000,000 people", value=took, unit="s"))
            small = _made(connection, "small-v3", _SMALL)
            _lists(connection, results, small, huge)
            _clock(connection, results, small, huge)
        with sandbox(data, run.cache, core=None) as server:
            _waits(server, results, huge)


def _made(connection: Connection, world_id: str, participants: int) -> World:
    return make_world(
        connection, id=world_id, participants=participants, edition="register", personas=False
    )


def _lists(connection: Connection, results: Results, small: World, huge: World) -> None:
    for world in (small, huge):
        _defer_some(connection, world)
    for name in _pages(small):
        calls = [_pages(small)[name], _pages(huge)[name]]
        of_small, of_huge = medians(connection, calls, _TIMES)
        results.add(
            Figure(
                name=f"v3: {name} of a million, times that of 1,000",
                value=of_huge / of_small,
                at_most=_MOST,
                note=f"{of_huge:.2f} ms, the other {of_small:.2f}",
            )
        )


def _pages(world: World) -> dict[str, Call]:
    """Return the pages to compare, by what they are."""
    people, token = f"{V3}/participants", world.token
    return {
        "page 1": page_of(people, token=token),
        "a recent updated_since page": page_of(people, token=token, updated_since=_NOW),
        "a page by change": page_of(people, token=token, sort="updated_at"),
        "a page of 100 schools": page_of(f"{V3}/schools", token=token, cohort="2026"),
        "a page of unfunded mentors": page_of(f"{V3}/unfunded-mentors", token=token),
        "a page of transfers by change": page_of(
            f"{V3}/participants/transfers", token=token, sort="updated_at"
        ),
    }


def _defer_some(connection: Connection, world: World) -> None:
    """Defer people now, so that a page of recent changes is as long in every world."""
    breaks = beside.breaks_of_v3(connection, world)
    done = 0
    for call in breaks:
        if call.path.endswith("/defer"):
            done += connection.exchange(call.raw()).status == 200
        if done == _CHANGED:
            return


def _clock(connection: Connection, results: Results, small: World, huge: World) -> None:
    """Compare moves of an hour, there and back, which pass nothing."""
    hours = cycle((_NOW, "2026-11-25T10:00:00Z"))
    taken: dict[str, list[float]] = {small.id: [], huge.id: []}
    for _ in range(_TIMES):
        said = {"now": next(hours), "ticking": False}
        for world in (small, huge):
            call = send("PUT", f"{WORLDS}/{world.id}/clock", said)
            taken[world.id].append(connection.time(call) * 1000)
    of_small, of_huge = (median(each) for each in taken.values())
    results.add(
        Figure(
            name="v3: PUT clock of a million, times that of 1,000",
            value=of_huge / of_small,
            at_most=_MOST_CLOCK,
            note=f"{of_huge:.2f} ms, the other {of_small:.2f}",
        )
    )


def _waits(server: Server, results: Results, huge: World) -> None:
    """Measure reads of the default world while the slowest lists of the big one are asked for."""
    slowest: dict[str, list[float]] = {}

    def ask() -> None:
        end = time.perf_counter() + _BUSY_SECONDS
        with connected(server.port) as connection:
            for turn, (name, call) in enumerate(cycle(_slow(huge))):
                told_apart = Call(call.method, f"{call.path}&turn={turn}", call.token)
                slowest.setdefault(name, []).append(connection.time(told_apart))
                if time.perf_counter() > end:
                    return

    busy = isolation.beats(server, ask)
    results.add(
        Figure(
            name="v3: p99 of reads beside slow lists",
            value=pulse.percentile(busy.due, 99),
            unit="ms",
            at_most=_MOST_MS,
            note=f"median {median(busy.due):.1f}, slowest {max(busy.due):.0f}",
            rounds={"busy_ms": busy.due},
        )
    )
    for name, seconds in slowest.items():
        value = median(seconds) * 1000
        results.add(Figure(name=f"... v3: {name}", value=value, unit="ms"))


def _slow(world: World) -> Sequence[tuple[str, Call]]:
    return [*_slow_pages(world.token)]


def _slow_pages(token: str) -> Iterator[tuple[str, Call]]:
    """Yield lists of which much has changed, and long pages."""
    for kind in ("participants", "participant-declarations", "partnerships"):
        path = f"{V3}/{kind}"
        yield f"{kind} since a year ago", page_of(path, token=token, updated_since=_LONG_AGO)
        yield f"{kind} since yesterday", page_of(path, token=token, updated_since=_YESTERDAY)
        yield f"{kind}, last changed first", page_of(path, token=token, sort="-updated_at")
    yield "500 participants", page_of(f"{V3}/participants", 7, 500, token=token)
