"""The events of a world from a real server: from every worker, and until it stops."""

import json
import signal
import threading
import time
from contextlib import contextmanager

import httpx2
import pytest

from tests.kit.served import PATIENCE, serving

EVENTS = "/sandbox/worlds/default/events"
TOKEN = {"Authorization": "Bearer north-star-token"}


@contextmanager
def listening(port, **query):
    """Open the events of the default world, and yield what reads the next one's kind and data."""
    address = f"http://127.0.0.1:{port}{EVENTS}"
    with httpx2.stream("GET", address, params=query, timeout=PATIENCE) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()

        def following():
            fields = {}
            for line in lines:
                if not line and "event" in fields:
                    return fields["event"], json.loads(fields["data"])
                name, _, value = line.partition(": ")
                fields[name] = value
            return None, None

        yield following


def test_an_open_stream_keeps_no_server_from_stopping(cache):
    with serving(cache, "--frozen", "--quiet") as server, listening(server.port) as following:
        assert following()[0] == "state"
        began = time.monotonic()
        code, log = server.stop(signal.SIGTERM)
        assert (code, log) == (0, "")
        assert time.monotonic() - began < 5
        assert following() == (None, None)


@pytest.mark.slow
def test_whoever_listens_to_one_of_several_workers_hears_of_all_requests(cache):
    asked = 40
    with serving(cache, "--frozen", "--quiet", "--workers", "3") as server:
        url = f"http://127.0.0.1:{server.port}"
        with listening(server.port) as first, listening(server.port) as second:
            heard = [first, second]
            assert [each()[0] for each in heard] == ["state", "state"]
            for number in range(asked):
                path = f"/api/v1/participants/ecf/nobody-{number}"
                assert httpx2.get(url + path, headers=TOKEN).status_code == 404
            wanted = {f"/api/v1/participants/ecf/nobody-{number}" for number in range(asked)}
            for following in heard:
                told = [following() for _ in range(asked)]
                assert {kind for kind, _ in told} == {"entry"}
                assert {data["path"] for _, data in told} == wanted
                assert [data["id"] for _, data in told] == sorted(data["id"] for _, data in told)


@pytest.mark.slow
def test_many_requests_at_once_are_told_or_counted_and_all_are_answered(cache):
    asked, threads = 100, 8
    with serving(cache, "--frozen", "--quiet") as server, listening(server.port) as following:
        assert following()[0] == "state"
        address = f"http://127.0.0.1:{server.port}/api/v1/participants/ecf/nobody"

        def ask():
            with httpx2.Client(headers=TOKEN, timeout=PATIENCE) as client:
                for _ in range(asked):
                    assert client.get(address).status_code == 404

        clients = [threading.Thread(target=ask) for _ in range(threads)]
        for each in clients:
            each.start()
        seen = 0
        while seen < asked * threads:
            kind, data = following()
            seen += {"entry": 1, "skipped": data.get("entries")}[kind]
        for each in clients:
            each.join(PATIENCE)
        assert seen == asked * threads
