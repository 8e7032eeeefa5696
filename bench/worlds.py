"""Worlds: how quickly they are made, reset, kept and returned to, and how many there can be."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from calls import PARTICIPANTS, WORLDS, Call, get, send
from client import Connection, connected
from figures import Figure, Results, median
from load import Plan, put_on_rightly, write_calls
from people import World, make_world
from processes import Server, sandbox
from run_settings import RunSettings

_TIMES = 40
_A_QUARTER = 1_250
_MOST_MS = 4
_MANY, _UNDER_LOAD = 1_000, 100
_HEALTH = get("/sandbox/health")


def measure(run: RunSettings, results: Results) -> None:
    """Time what is done with whole worlds of 5,000 people.

    A health call's time is taken off: what remains is the server's own work, since both go
    over the same connection.
    """
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as server,
    ):
        with connected(server.port) as connection:
            make_world(connection, id="first", participants=_A_QUARTER)
            names = ("create", "reset", "snapshot", "restore", "delete")
            rounds = [_round(connection, f"world-{number}") for number in range(_TIMES)]
        idle = median([each[-1] for each in rounds])
        for nth, name in enumerate(names):
            taken = [each[nth] for each in rounds]
            results.add(
                Figure(
                    name=f"5,000 people: {name}",
                    value=median(taken) - idle,
                    unit="ms",
                    at_most=_MOST_MS if name != "delete" else None,
                    note=f"{median(taken):.2f} over HTTP, slowest {max(taken):.1f}",
                    rounds={"ms": taken},
                )
            )


def measure_many(run: RunSettings, results: Results) -> None:
    """Make 1,000 worlds, use each, and put 100 of them under load."""
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as server,
    ):
        started = server.resident()
        with connected(server.port) as connection:
            made = [make_world(connection, id=f"world-{number}") for number in range(_MANY)]
        _use(run, results, server, made, f"{_MANY:,} worlds in turn")
        _use(run, results, server, made[:_UNDER_LOAD], f"{_UNDER_LOAD} of {_MANY:,} worlds")
        results.add(
            Figure(
                name=f"Memory with {_MANY:,} worlds",
                value=server.resident(),
                unit="MB",
                note=f"{started:.0f} MB after the start",
            )
        )
        results.add(Figure(name=f"Open files with {_MANY:,} worlds", value=server.open_files()))


def _use(
    run: RunSettings, results: Results, server: Server, worlds: Sequence[World], title: str
) -> None:
    """Put load on some worlds: a list and an action in each, one world after the other."""
    calls = write_calls(run.folder / "calls.tsv", (_page(each) for each in worlds))
    put_on_rightly(server.address, calls, Plan(seconds=1))
    load = put_on_rightly(server.address, calls, Plan(seconds=max(run.seconds, 2)))
    results.add(
        Figure(
            name=f"{title}: lists of 10",
            value=load.rate,
            unit="/s",
            note=f"p99 {load.p99_ms:.1f} ms with 16 connections",
        )
    )


def _page(world: World) -> Call:
    return get(f"{PARTICIPANTS}?page%5Bper_page%5D=10", world.token)


def _round(connection: Connection, world_id: str) -> list[float]:
    """Return milliseconds to create, reset, snapshot, restore and delete a world, and of health."""
    path = f"{WORLDS}/{world_id}"
    calls = (
        send("POST", WORLDS, {"id": world_id, "participants": _A_QUARTER}),
        Call("POST", f"{path}/reset"),
        Call("PUT", f"{path}/snapshots/kept"),
        Call("POST", f"{path}/snapshots/kept/restore"),
        Call("DELETE", path),
        _HEALTH,
    )
    return [connection.time(each) * 1000 for each in calls]
