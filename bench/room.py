"""The control room: what its feed costs, how soon a request is seen, how soon a page is there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from calls import DEFAULT_TOKEN, PARTICIPANTS, WORLDS, Call, get
from cases import CASES
from client import Connection, connected
from figures import Figure, Results, Wrong, median, ratios, spread
from people import World, make_world
from processes import CLIENT_CORE, Server, pinned, running, sandbox
from run_settings import RunSettings
from throughput import Runs, alternate

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOW_TO_GET = "chromium is needed for pages of the control room: apt-get install chromium (Debian)"

_EVENTS = f"{WORLDS}/default/events"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_THOUSANDS = 1_250  # for each of four providers
_ROWS, _LOADS, _LOOKS = 40, 12, 30
# What is in a page's view when it can be used: its title, and something to press.
_USABLE = "document.querySelector('main h1') && document.querySelector('main button')"
_WATCH = f"""
    new MutationObserver((_, watch) => {{
        if ({_USABLE}) {{ window.usable ??= performance.now(); watch.disconnect() }}
    }}).observe(document, {{childList: true, subtree: true}})
"""
_SENT = """
    performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
        .reduce((all, each) => all + each.transferSize, 0)
"""


def measure(run: RunSettings, results: Results) -> None:
    """Measure the feed's cost, how soon rows and pages are there, and search among 5,000."""
    _cost(run, results)
    with _served(run) as server, connected(server.port) as connection:
        _delay(connection, server, results)
        world = make_world(connection, id="thousands", participants=_THOUSANDS)
        search(connection, results, world, "5,000 people", at_most=50)
        if shutil.which("chromium"):
            _pages(server, results)
        else:
            print(f"  {HOW_TO_GET}")


def search(
    connection: Connection, results: Results, world: World, of: str, *, at_most: float
) -> None:
    """Time a search as somebody types: three beginnings of a name, an id's, a number's."""
    path = f"{WORLDS}/{world.id}/participants"
    (person,) = connection.ask(get(f"{path}?page=3&per_page=1")).json["participants"]
    trn, name = person["teacher_reference_number"] or "1000", person["full_name"].split()[-1]
    asked = [name[:1], name[:2], name[:4], person["id"][:9], trn]
    calls = [get(f"{path}?q={each}") for each in asked]
    times = [1000 * connection.time(each) for _ in range(_LOOKS) for each in calls]
    results.add(
        Figure(
            name=f"A letter typed into the search of {of}",
            value=median(times),
            unit="ms",
            at_most=at_most,
            note=f"{_ninth(times):.1f} ms for nine in ten",
            rounds={"ms": times},
        )
    )


def _cost(run: RunSettings, results: Results) -> None:
    """Compare a server that is looked at with one that never was, and one that was once."""
    with ExitStack() as stack:
        never, once, now = (stack.enter_context(_served(run)) for _ in range(3))
        with _looked_at(once):
            time.sleep(1)
        with _looked_at(now):
            case = CASES["get"](run, never)
            of_never, of_once, of_now = alternate(run, case, never, [once, now])
    for name, runs, least in (
        ("Throughput with one who looks, times with nobody", of_now, 0.95),
        ("... once they have gone", of_once, 0.97),
    ):
        results.add(_share(name, runs, of_never, least))


def _share(name: str, runs: Runs, nobody: Runs, least: float) -> Figure:
    pairs = ratios(runs.rates, nobody.rates)
    note = f"({spread(pairs)})   {median(runs.rates):,.0f}/s, nobody {median(nobody.rates):,.0f}/s"
    if runs.cpu_micros and nobody.cpu_micros:
        by_cpu = median(ratios(nobody.cpu_micros, runs.cpu_micros))
        note += f"   by processor time {by_cpu:.2f}"
    rounds = {"looked_at_per_second": runs.rates, "nobody_per_second": nobody.rates}
    return Figure(name=name, value=median(pairs), at_least=least, note=note, rounds=rounds)


@contextmanager
def _served(run: RunSettings) -> Iterator[Server]:
    with (
        TemporaryDirectory(dir=run.folder) as data,
        sandbox(Path(data), run.cache) as server,
    ):
        yield server


@contextmanager
def _looked_at(server: Server) -> Iterator[None]:
    """Let somebody read the events of the default world, and nothing else."""
    command = ["curl", "--no-buffer", "--silent", f"{server.address}{_EVENTS}"]
    with running(pinned(CLIENT_CORE, command), stdout=subprocess.DEVNULL):
        yield


def _delay(connection: Connection, server: Server, results: Results) -> None:
    """Time from a request's beginning to its row at whoever listens."""
    times = []
    with socket.create_connection(("127.0.0.1", server.port), 10) as feed:
        feed.sendall(Call("GET", _EVENTS).raw())
        reader = feed.makefile("rb")
        _until(reader, b"event: state")
        for number in range(_ROWS):
            time.sleep(0.05)
            began = time.perf_counter()
            connection.ask(get(f"{PARTICIPANTS}?page%5Bper_page%5D={number + 1}", DEFAULT_TOKEN))
            _until(reader, b"event: entry")
            times.append(1000 * (time.perf_counter() - began))
    results.add(_within("From a request to its row in the feed", times, 300))


def _until(lines: Iterator[bytes], wanted: bytes) -> None:
    for line in lines:
        if line.startswith(wanted):
            return
    raise Wrong(f"the feed ended before {wanted.decode()}")


def _pages(server: Server, results: Results) -> None:
    """Load the first page into a browser that has nothing yet, again and again."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a test's requirement

    times, sizes, rows = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(_FLAGS)
        )
        for _ in range(_LOADS):
            page = browser.new_context(base_url=server.address).new_page()
            page.add_init_script(_WATCH)
            page.goto("/")
            page.locator("main button").first.wait_for()
            page.wait_for_timeout(500)
            times.append(float(page.evaluate("window.usable")))
            sizes.append(float(page.evaluate(_SENT)) / 1000)
            page.context.close()
        page = browser.new_context(base_url=server.address).new_page()
        page.goto("/room/worlds/default/requests")
        page.get_by_text("Live", exact=True).wait_for()
        rows = [_shown_after(page, number) for number in range(_ROWS)]
        browser.close()
    results.add(_within("The first page can be used", times[1:], 300))
    results.add(
        Figure(name="... and was sent, headers too", value=median(sizes), unit="kB", at_most=300)
    )
    results.add(_within("From a request to its row on the page", rows, 300))


def _shown_after(page: Page, number: int) -> float:
    """Return milliseconds from a request's beginning to its row on the page."""
    path = f"{PARTICIPANTS}/row-{number}"
    script = """async ([path, token]) => {
        const began = performance.now()
        const shown = new Promise((resolve) => {
            const watch = new MutationObserver(() => {
                if (document.querySelector('tbody')?.textContent.includes(path)) {
                    watch.disconnect()
                    resolve(performance.now() - began)
                }
            })
            watch.observe(document.body, {childList: true, subtree: true, characterData: true})
        })
        await fetch(path, {headers: {Authorization: `Bearer ${token}`}})
        return await shown
    }"""
    return float(page.evaluate(script, [path, DEFAULT_TOKEN]))


def _within(name: str, times: Sequence[float], most: float) -> Figure:
    return Figure(
        name=name,
        value=median(times),
        unit="ms",
        at_most=most,
        note=f"{_ninth(times):.0f} ms for nine in ten, {max(times):.0f} at most",
        rounds={"ms": times},
    )


def _ninth(times: Sequence[float]) -> float:
    """Return within how much nine in ten were done."""
    return quantiles(times, n=10)[-1]
