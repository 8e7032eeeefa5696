"""Memory: what the server holds after many requests of every kind, and whether it grows."""

from collections.abc import Iterator
from itertools import chain, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from beside import breaks_of_v3, claims_of_v3
from calls import (
    DECLARATIONS,
    DEFAULT_TOKEN,
    PARTICIPANTS,
    V3,
    Call,
    get,
    page,
    page_of,
    send,
)
from client import Connection, connected
from figures import Figure, Results, Wrong
from load import Plan, put_on, write_calls
from people import NOW, World, breaks, claims, make_world
from processes import Server, sandbox
from run_settings import RunSettings

_LANDMARKS = (25_000, 50_000, 75_000, 100_000)
_SLICE_SECONDS = 2
_SLICE = 30_000
_MB, _GROWTH = 110, 1.05
_PEOPLE = 12_500  # free places for the declarations among all these calls
_PEOPLE_OF_V3 = 1_250
_KNOWN = 1_000


def measure(run: RunSettings, results: Results) -> None:
    """Measure resident memory on the way through 100,000 mixed requests to worlds of both APIs."""
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as server,
    ):
        started = server.resident()
        with connected(server.port) as connection:
            world = make_world(
                connection, id="mixed", participants=_PEOPLE, personas=False, now=NOW
            )
            of_v3 = make_world(
                connection, id="mixed-v3", participants=_PEOPLE_OF_V3, edition="register"
            )
            both = zip(_mixed(connection, world), _mixed_of_v3(connection, of_v3), strict=False)
            calls = write_calls(run.folder / "calls.tsv", chain.from_iterable(both))
        _report(results, started, _sizes(server, calls))


def _sizes(server: Server, calls: Path) -> list[float]:
    """Return the resident memory at each landmark."""
    sent, answered, found = 0, 0, []
    for landmark in _LANDMARKS:
        while answered < landmark:
            plan = Plan(seconds=_SLICE_SECONDS, skip=sent, many=_SLICE, again=False)
            load = put_on(server.address, calls, plan)
            if load.failed or load.socket_errors or not load.answered:
                raise Wrong(f"{load.failed} answers were 5xx, {load.socket_errors} socket errors")
            sent += load.sent
            answered += load.answered
        found.append(server.resident())
    return found


def _report(results: Results, started: float, sizes: list[float]) -> None:
    results.add(Figure(name="Memory after the start", value=started, unit="MB"))
    for landmark, size in zip(_LANDMARKS, sizes, strict=True):
        last = landmark == _LANDMARKS[-1]
        results.add(
            Figure(
                name=f"Memory after {landmark:,} requests",
                value=size,
                unit="MB",
                at_most=_MB if last else None,
            )
        )
    results.add(
        Figure(
            name="Memory after 100,000, times that after 25,000",
            value=sizes[-1] / sizes[0],
            at_most=_GROWTH,
        )
    )


def _mixed(connection: Connection, world: World) -> Iterator[Call]:
    """Yield calls of every kind, half as many again as are to be answered.

    None is sent twice in a row; declarations are new each time, and some calls are refused.
    """
    token = world.token
    listed = connection.ask(get(f"{DECLARATIONS}?page%5Bper_page%5D={_KNOWN}", token)).json["data"]
    people = connection.ask(page(1, _KNOWN, token=token)).json["data"]
    one = cycle(get(f"{DECLARATIONS}/{each['id']}", token) for each in listed)
    person = cycle(get(f"{PARTICIPANTS}/{each['id']}", token) for each in people)
    pages = cycle(page(number, token=token) for number in range(1, 41))
    since = cycle(
        page(number, token=token, since="2021-11-24T00:00:00Z") for number in range(1, 11)
    )
    declared = cycle(
        get(f"{DECLARATIONS}?page%5Bpage%5D={number}", token) for number in range(1, 11)
    )
    table = get(f"{PARTICIPANTS}.csv", DEFAULT_TOKEN)
    unknown = get(f"{DECLARATIONS}/00000000-0000-4000-8000-ffffffffffff", token)
    bad = send("POST", DECLARATIONS, {"data": {"attributes": {}}}, token)
    making = cycle(claims(connection, world))
    breaking = cycle(breaks(connection, world, group=_KNOWN))
    for number in range(_LANDMARKS[-1] * 3 // 2 // 40):
        yield from (next(one) for _ in range(6))
        yield from (next(person), next(making), next(pages), next(breaking), next(declared))
        yield from (next(person), next(making), next(pages), next(breaking), next(since))
        yield from (next(person), next(pages), unknown, table if number % 5 == 0 else bad)


def _mixed_of_v3(connection: Connection, world: World) -> Iterator[Call]:
    """Yield like calls to a world of API v3; some of the changes are refused."""
    token, people, declared = world.token, f"{V3}/participants", f"{V3}/participant-declarations"
    listed = connection.ask(page_of(declared, size=_KNOWN, token=token)).json["data"]
    known = connection.ask(page_of(people, size=_KNOWN, token=token)).json["data"]
    one = cycle(get(f"{declared}/{each['id']}", token) for each in listed)
    person = cycle(get(f"{people}/{each['id']}", token) for each in known)
    pages = cycle(page_of(people, number, token=token) for number in range(1, 41))
    schools = cycle(
        page_of(f"{V3}/schools", token=token, cohort=str(year)) for year in range(2021, 2027)
    )
    others = cycle(
        page_of(f"{V3}/{kind}", token=token)
        for kind in ("partnerships", "statements", "unfunded-mentors", "participants/transfers")
    )
    since = page_of(declared, token=token, updated_since="2026-11-24T00:00:00Z")
    making = cycle(claims_of_v3(connection, world))
    breaking = cycle(breaks_of_v3(connection, world))
    while True:
        yield from (next(one) for _ in range(4))
        yield from (next(person), next(making), next(pages), next(breaking), next(others))
        yield from (next(person), next(making), next(schools), next(breaking), since)
