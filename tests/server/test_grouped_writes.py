"""kill -9 while many write at once: no answered write is lost, none is there in part or twice."""

import json
import resource
import signal
import socket
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle

import httpx2
import pytest

from ecf_sandbox.engine.store import checkpoints
from tests.kit.sandbox import NOW
from tests.server.test_crashes import Shaker, serving
from tests.server.test_serve import startable, started

pytestmark = pytest.mark.timeout(180)

API = "/api/v1"
WRITERS = 8
FRAME = 4096
HEADERS = {"Authorization": "Bearer north-star-token", "X-With-Server-Date": NOW}
ARGUMENTS = ("--participants", "3000", "--now", NOW)


class Out(httpx2.HTTPError):
    """A writer has nobody left to declare."""


def declare(people):
    """Return how a writer declares its people, one after another."""
    left = iter(people)

    def ask(http, _):
        try:
            person = next(left)
        except StopIteration:
            raise Out("nobody left") from None
        path = f"{API}/participant-declarations"
        return http.post(path, json=started(person), headers=HEADERS)

    return ask


def defer_and_resume(people, until):
    """Return how a writer gives its people a break and ends it, for as long as there is time."""
    calls = cycle([(verb, each) for verb in ("defer", "resume") for each in people])

    def ask(http, _):
        if time.monotonic() > until:
            raise Out("time is up")
        verb, person = next(calls)
        attributes = {"course_identifier": "ecf-induction"}
        if verb == "defer":
            attributes["reason"] = "bereavement"
        body = {"data": {"type": f"participant-{verb}", "attributes": attributes}}
        return http.put(f"{API}/participants/ecf/{person}/{verb}", json=body, headers=HEADERS)

    return ask


def people_of(http):
    """Return whom north-star can declare for the first time."""
    taken = {row["attributes"]["participant_id"] for row in declared(http).values()}
    client = httpx2.Client(base_url=f"{http.base_url}{API}", headers=HEADERS, timeout=30)
    with client:
        return [each for each in startable(client) if each not in taken]


def workers_of(process):
    found = subprocess.run(
        ["pgrep", "-P", str(process.pid), "-f", "spawn_main"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(pid) for pid in found.stdout.split()]


def declared(http):
    """Return north-star's declarations by id."""
    asked = {"page[per_page]": 3000}
    rows = http.get(f"{API}/participant-declarations", params=asked, headers=HEADERS).json()["data"]
    return {row["id"]: row for row in rows}


def assert_whole(data):
    """Check a world's file: sound, and each stamp in it given once and known to be given."""
    (path,) = (data / "worlds" / "default").glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        made, stamps = db.execute(
            "SELECT count(created), count(DISTINCT created) FROM declarations"
        ).fetchone()
        assert made == stamps
        stray = db.execute(
            "SELECT count(*) FROM declarations WHERE NOT EXISTS"
            " (SELECT 1 FROM stamps WHERE created BETWEEN first AND last)"
        )
        assert stray.fetchone() == (0,)


@pytest.mark.parametrize(
    ("workers", "delay"),
    [
        pytest.param("1", 0.1, id="one worker, early", marks=pytest.mark.slow),
        pytest.param("1", 0.3, id="one worker"),
        pytest.param("2", 0.1, id="two, early"),
        pytest.param("2", 0.3, id="two", marks=pytest.mark.slow),
        pytest.param("4", 0.1, id="four, early", marks=pytest.mark.slow),
        pytest.param("4", 0.3, id="four", marks=pytest.mark.slow),
    ],
)
def test_a_killed_server_keeps_every_answered_write_and_no_half_of_one(tmp_path, workers, delay):
    data, cache = tmp_path / "data", tmp_path / "cache"
    with serving(data, cache, *ARGUMENTS, "--workers", workers) as (http, process):
        people, before = people_of(http), declared(http)
        shares = [people[number::WRITERS] for number in range(WRITERS)]
        pids = workers_of(process) if workers != "1" else []
        writers = [Shaker(http.base_url, declare(share)) for share in shares]
        time.sleep(delay)  # how long it lives is what is tried out here
        subprocess.run(["kill", "-9", str(process.pid), *map(str, pids)], check=True)
        for each in writers:
            each.wait()
    answered = {each["data"]["id"]: each["data"] for each in _answers(writers)}
    assert answered

    with serving(data, cache, *ARGUMENTS) as (http, _):
        kept = declared(http)
        assert {id_: kept.get(id_) for id_ in answered} == answered
        assert len(kept) - len(before) - len(answered) <= WRITERS  # those under way
        rest = [each for share in shares for each in share[-1:]]
        again = Shaker(http.base_url, declare(rest))
        again.wait()
        fresh = {each["data"]["id"] for each in again.answered}
        assert fresh - set(kept) or not rest
    assert_whole(data)


def test_a_killed_worker_hurts_no_other(tmp_path):
    data, cache = tmp_path / "data", tmp_path / "cache"
    with serving(data, cache, *ARGUMENTS, "--workers", "2") as (http, process):
        people = people_of(http)
        shares = [people[number::WRITERS] for number in range(WRITERS)]
        first, *_ = workers_of(process)
        writers = [Shaker(http.base_url, declare(share)) for share in shares]
        time.sleep(0.1)
        subprocess.run(["kill", "-9", str(first)], check=True)
        for each in writers:
            each.wait()
        answered = {each["data"]["id"] for each in _answers(writers)}
        assert answered <= set(declared(http))
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert_whole(data)


def _answers(writers):
    return [answer for each in writers for answer in each.answered]


def test_a_body_that_is_cut_off_takes_nobody_along(tmp_path):
    with serving(tmp_path / "data", tmp_path / "cache", *ARGUMENTS) as (http, _):
        cut, *people = people_of(http)
        before = declared(http)
        body = json.dumps(started(cut)).encode()
        head = [f"POST {API}/participant-declarations HTTP/1.1", "Host: 127.0.0.1"]
        head += [f"{name}: {value}" for name, value in HEADERS.items()]
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
        with socket.create_connection((http.base_url.host, http.base_url.port)) as client:
            client.sendall("\r\n".join(head).encode() + body[:-1])
            writers = [
                Shaker(http.base_url, declare(people[number:80:WRITERS]))
                for number in range(WRITERS)
            ]
            client.close()
            for each in writers:
                each.wait()
        answered = {each["data"]["id"] for each in _answers(writers)}
        assert len(answered) == 80
        assert set(declared(http)) == answered | set(before)


def test_a_full_disk_loses_no_answered_write_and_is_got_over(tmp_path):
    data, path = tmp_path / "data", f"{API}/participant-declarations"
    with serving(data, tmp_path / "cache", *ARGUMENTS) as (http, process):
        people = people_of(http)

        def statuses(some):
            with ThreadPoolExecutor(WRITERS) as pool:
                bodies = (started(each) for each in some)
                asked = [
                    pool.submit(http.post, path, json=body, headers=HEADERS) for body in bodies
                ]
                return [each.result().status_code for each in asked]

        before = len(declared(http))
        assert set(statuses(people[:20])) == {200}
        (log,) = (data / "worlds" / "default").glob("*-wal")
        _, hard = limit = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        full = log.stat().st_size + 50_000, hard
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, full)
        while_full = statuses(people[20:120])
        assert set(while_full) == {200, 500}
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limit)
        assert set(statuses(people[120:140])) == {200}
        assert len(declared(http)) == before + 40 + while_full.count(200)
    assert_whole(data)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"], ids=["one worker", "two workers"])
def test_the_log_of_writes_stays_short_under_a_minute_of_load(tmp_path, workers):
    data, cache = tmp_path / "data", tmp_path / "cache"
    with serving(data, cache, *ARGUMENTS, "--workers", workers) as (http, _):
        until, longest = time.monotonic() + 60, 0
        shares = [people_of(http)[number::WRITERS] for number in range(WRITERS)]
        writers = [Shaker(http.base_url, defer_and_resume(share, until)) for share in shares]
        while time.monotonic() < until:
            (log,) = (data / "worlds" / "default").glob("*-wal")
            longest = max(longest, log.stat().st_size)
            time.sleep(0.1)
        for each in writers:
            each.wait()
    written = sum(len(each.answered) for each in writers) * 4 * FRAME
    assert longest < 2 * checkpoints._MOST_FRAMES * FRAME < written
