"""A world of a million people: making it, its pages, its clock."""

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import isolation
import room
from calls import DECLARATIONS, WORLDS, Call, get, page, send
from client import Connection, connected, medians
from figures import Figure, Results
from people import NOW, World, count_declarations, defer, make_world
from processes import sandbox
from run_settings import RunSettings

_HUGE, _SMALL = 250_000, 250
_MILLION = 1_000_000
_TIMES = 200
_RECENT = 100
_SINCE = "2022-06-01T00:00:00Z"


def measure(run: RunSettings, results: Results, parts: Sequence[str]) -> None:
    """Make the world, then measure the parts that are wanted: pages, clock, isolation."""
    with TemporaryDirectory(dir=run.folder) as name:
        data = Path(name)
        with sandbox(data, run.cache) as server, connected(server.port) as connection:
            huge = _made(connection, results)
            for part in ("pages", "search", "clock", "changes"):
                if part in parts:
                    _PARTS[part](connection, results, huge, data)
        if "isolation" in parts:
            top_up(data, huge.id)
            isolation.measure(run, results, data, huge)


def _made(connection: Connection, results: Results) -> World:
    began = time.perf_counter()
    huge = make_world(connection, id="huge", participants=_HUGE)
    took = time.perf_counter() - began
    results.add(Figure(name="Making a world of 1,000,000 people", value=took, unit="s"))
    began = time.perf_counter()
    make_world(connection, id="another", participants=_HUGE)
    took = time.perf_counter() - began
    connection.ask(Call("DELETE", f"{WORLDS}/another"))
    results.add(Figure(name="Making another", value=took, unit="s", note="from its template"))
    return huge


def _pages(connection: Connection, results: Results, huge: World, _: Path) -> None:
    """Compare pages of 100 with a world of 1,000 people, in turn."""
    small = make_world(connection, id="small", participants=_SMALL)
    for world in (small, huge):
        _change_some(connection, world)
    of_huge = [page(1, token=huge.token), page(1, token=huge.token, since=_SINCE)]
    of_small = [page(1, token=small.token), page(1, token=small.token, since=_SINCE)]
    pages = [*of_small, *of_huge, page(100, token=huge.token)]
    first, recent, huge_first, huge_recent, hundredth = medians(connection, pages, _TIMES)
    for name, value, other, most in (
        ("Page 1 of a million, times that of 1,000", huge_first, first, 1.5),
        ("A recent updated_since page, likewise", huge_recent, recent, 1.5),
        ("Page 100 of a million, times its page 1", hundredth, huge_first, 2.0),
    ):
        note = f"{value:.2f} ms, the other {other:.2f}"
        results.add(Figure(name=name, value=value / other, at_most=most, note=note))


def _change_some(connection: Connection, world: World) -> None:
    """Defer people, so that a page of recent changes is as long in every world."""
    listed = connection.ask(page(1, 3 * _RECENT, token=world.token)).json["data"]
    people = [{"id": each["id"], **each["attributes"]} for each in listed]
    active = [
        each
        for each in people
        if each["training_status"] == "active" and each["email"] and "@example.com" in each["email"]
    ]
    for person in active[-_RECENT:]:
        connection.ask(defer(world.token, person))


def _search(connection: Connection, results: Results, huge: World, _: Path) -> None:
    room.search(connection, results, huge, "a million people", at_most=300)


def _clock(connection: Connection, results: Results, huge: World, data: Path) -> None:
    """Compare setting the clock of a world with a million declarations and of one with few."""
    top_up(data, huge.id)
    few = make_world(connection, id="few", participants=0)
    counts = [count_declarations(connection, few), _count(data, huge.id)]
    calls = [_set_clock(each) for each in (few, huge)]
    of_few, of_huge = medians(connection, calls, _TIMES)
    results.add(
        Figure(
            name="PUT clock with a million declarations, times few",
            value=of_huge / of_few,
            at_most=1.25,
            note=f"{of_huge:.2f} ms with {counts[1]:,}, {of_few:.2f} with {counts[0]}",
        )
    )


def _changes(connection: Connection, results: Results, huge: World, data: Path) -> None:
    """Compare a poll for the newest declarations with a million of them and with a thousand."""
    top_up(data, huge.id)
    small = make_world(connection, id="thousand", participants=_SMALL)
    calls = [_poll(connection, each) for each in (small, huge)]
    of_small, of_huge = medians(connection, calls, _TIMES)
    results.add(
        Figure(
            name="A poll of a million declarations, times that of a thousand",
            value=of_huge / of_small,
            at_most=1.5,
            note=f"{of_huge:.2f} ms, the other {of_small:.2f}",
        )
    )


def _poll(connection: Connection, world: World) -> Call:
    """Return what a poller asks that has seen everything: what changed since the newest."""
    asked = f"{DECLARATIONS}?filter%5Bupdated_since%5D"
    now = connection.ask(Call("GET", f"{WORLDS}/{world.id}/clock")).json["now"]
    return get(f"{asked}={now}", world.token)


def _set_clock(world: World) -> Call:
    return send("PUT", f"{WORLDS}/{world.id}/clock", {"now": NOW, "ticking": False})


def top_up(data: Path, world_id: str) -> None:
    """Give the first provider a million declarations, by SQL in the world's own file.

    They repeat one that is there, with keys, ids and stamps of their own; making them
    through the API would take minutes and measure nothing.
    """
    with closing(_opened(data, world_id)) as db:
        missing = _MILLION - _of_first_provider(db)
        if missing <= 0:
            return
        names = [row[1] for row in db.execute("PRAGMA table_info(declarations)")]
        own = {
            "key": "(SELECT max(key) FROM declarations) + nth",
            "id": "printf('00000000-0000-4000-9000-%012x', nth)",
            "provider": "1",
            "created": "(SELECT max(created) FROM declarations) + nth",
            "recorded": "(SELECT max(recorded) FROM declarations) + nth",
        }
        chosen = ", ".join(own.get(name, name) for name in names)
        db.execute(
            "WITH RECURSIVE numbers(nth) AS"
            " (SELECT 1 UNION ALL SELECT nth + 1 FROM numbers WHERE nth < ?)"
            f" INSERT INTO declarations SELECT {chosen} FROM numbers,"
            " (SELECT * FROM declarations WHERE voided_at IS NULL LIMIT 1)",
            (missing,),
        )
        db.commit()


def _count(data: Path, world_id: str) -> int:
    with closing(_opened(data, world_id)) as db:
        return _of_first_provider(db)


def _of_first_provider(db: sqlite3.Connection) -> int:
    found = db.execute("SELECT count(*) FROM declarations WHERE provider = 1").fetchone()
    return int(found[0])


def _opened(data: Path, world_id: str) -> sqlite3.Connection:
    return sqlite3.connect((data / "worlds" / world_id / "current").resolve(), timeout=60)


_PARTS: Mapping[str, Callable[[Connection, Results, World, Path], None]] = {
    "pages": _pages,
    "search": _search,
    "clock": _clock,
    "changes": _changes,
}
