"""kill -9 in the middle of things: nothing answered is lost, and no half world stays."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

_COMMAND = Path(sys.executable).parent / "ecf-sandbox"


@contextmanager
def serving(data, cache, *arguments):
    """Run a server; yields a client of it and its process, and ends it unless it ended before."""
    process = subprocess.Popen(
        [
            _COMMAND,
            "serve",
            *["--port", "0", "--quiet", "--participants", "0", "--data"],
            data,
            *arguments,
        ],
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process, process.stdout:
        try:
            address = re.search(r"http://\S+", process.stdout.readline())[0]
            with httpx2.Client(base_url=address, timeout=30) as http:
                yield http, process
        finally:
            if process.poll() is None:
                process.terminate()


class Shaker:
    """Keeps asking for something until the server is gone; remembers what was answered."""

    def __init__(self, address, ask):
        self.answered = []
        self._http = httpx2.Client(base_url=address, timeout=10)
        self._ask = ask
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        for number in range(100_000):
            try:
                answer = self._ask(self._http, number)
            except httpx2.HTTPError:
                return
            assert answer.status_code < 300, answer.text
            self.answered.append(answer.json())

    def wait(self):
        self._thread.join()
        self._http.close()


def add_participant(world):
    path = f"/sandbox/worlds/{world}/participants"
    body = {"provider": "north-star", "participant_type": "ect"}
    return lambda http, _: http.post(path, json=body)


def shake(world):
    base = f"/sandbox/worlds/{world}"
    calls = (
        ("PUT", f"{base}/snapshots/moment"),
        ("POST", f"{base}/snapshots/moment/restore"),
        ("POST", f"{base}/reset"),
    )
    return lambda http, number: http.request(*calls[number % len(calls)])


def everybody(http, token):
    """Return the ids of all of north-star's participants."""
    found, page = [], 1
    while True:
        asked = {"page[page]": page, "page[per_page]": 3000}
        headers = {"Authorization": f"Bearer {token}"}
        rows = http.get("/api/v1/participants/ecf", params=asked, headers=headers).json()["data"]
        if not rows:
            return {each["id"] for each in found}
        found, page = found + rows, page + 1


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "delay", [0.15, *(pytest.param(n, marks=pytest.mark.slow) for n in (0.4, 0.9))]
)
def test_a_killed_server_comes_back_with_all_it_answered(tmp_path, delay):
    data, cache = tmp_path / "data", tmp_path / "cache"
    with serving(data, cache) as (http, process):
        for world in ("shaken", "steady"):
            body = {"id": world, "participants": 0, "personas": False}
            assert http.post("/sandbox/worlds", json=body).status_code == 201
        writers = [Shaker(http.base_url, add_participant("steady")) for _ in range(2)]
        asks = (shake("shaken"), add_participant("shaken"))
        shakers = [Shaker(http.base_url, ask) for ask in asks]
        time.sleep(delay)  # how long it lives is what is tried out here
        process.send_signal(signal.SIGKILL)
        for each in writers + shakers:
            each.wait()

    with serving(data, cache) as (http, _):
        worlds = {each["id"]: each for each in http.get("/sandbox/worlds").json()["worlds"]}
        assert set(worlds) == {"default", "register", "shaken", "steady"}
        tokens = {name: world["providers"][0]["token"] for name, world in worlds.items()}
        answered = {each["id"] for writer in writers for each in writer.answered}
        assert answered <= everybody(http, tokens["steady"])
        everybody(http, tokens["shaken"])
        for method, path in (("PUT", "snapshots/last"), ("POST", "reset")):
            answer = http.request(method, f"/sandbox/worlds/shaken/{path}")
            assert answer.status_code == 200, answer.text
        assert everybody(http, tokens["shaken"]) == set()
        restored = http.post("/sandbox/worlds/shaken/snapshots/last/restore")
        assert restored.status_code == 200
    assert not list(data.rglob(".new-*"))


@pytest.mark.timeout(180)
def test_no_write_made_after_a_reset_is_lost_by_it(tmp_path):
    with serving(tmp_path / "data", tmp_path / "cache", "--workers", "2") as (http, _):
        body = {"id": "busy", "participants": 0, "personas": False}
        token = http.post("/sandbox/worlds", json=body).json()["providers"][0]["token"]
        writers = [Load(http.base_url) for _ in range(3)]
        for _ in range(5):
            assert http.post("/sandbox/worlds/busy/reset").status_code == 200
            reset_at = time.monotonic()
        for each in writers:
            each.stop()
        made = {id_ for each in writers for asked, id_ in each.made if asked > reset_at}
        assert made <= everybody(http, token)


class Load:
    """Adds participants to a busy world, and remembers when it asked for each."""

    def __init__(self, address):
        self.made = []
        self._http = httpx2.Client(base_url=address, timeout=30)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        ask = add_participant("busy")
        rest = 20
        while rest:
            asked = time.monotonic()
            answer = ask(self._http, 0)
            assert answer.status_code == 201, answer.text
            self.made.append((asked, answer.json()["id"]))
            rest -= self._stopped.is_set()

    def stop(self):
        """Let it make a few more, and wait for it."""
        self._stopped.set()
        self._thread.join()
        self._http.close()
