"""kill -9 while many write at once: no answered write is lost, none is there in part or twice."""

import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import httpx2
import pytest

from tests.kit.sandbox import NOW
from tests.server.test_crashes import Shaker, serving
from tests.server.test_serve import startable, started

pytestmark = pytest.mark.timeout(180)

API = "/api/v1"
WRITERS = 8
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


@pytest.mark.parametrize("workers", ["1", "2"], ids=["one worker", "two workers"])
@pytest.mark.parametrize("delay", [0.1, 0.3])
def test_a_killed_server_keeps_every_answered_write_and_no_half_of_one(tmp_path, workers, delay):
    data, cache = tmp_path / "data", tmp_path / "cache"
    with serving(data, cache, *ARGUMENTS, "--workers", workers) as (http, process):
        people, before = people_of(http), declared(http)
        shares = [people[number::WRITERS] for number in range(WRITERS)]
        pids = workers_of(process) if workers == "2" else []
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
