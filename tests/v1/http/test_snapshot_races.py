"""Snapshots that are taken, dropped and used at once, in a world that goes meanwhile."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count

import pytest

from ecf_sandbox.engine.store.files import UNFINISHED
from tests.kit.racing import another_server, control_of, folder_of

ROUNDS = 25
DONE = {
    "take": {200, 404},
    "drop": {204, 404},
    "list": {200, 404},
    "restore": {200, 404},
    "download": {200, 404},
    "copy": {201, 404},
    "remake": {201, 404, 409},
    "delete": {204, 404},
}


class Calls:
    """The calls of one world's snapshot, made through one server."""

    def __init__(self, http, world, copies):
        self._control, self._world, self._copies = control_of(http), world, copies

    def make(self, call):
        path = f"/worlds/{self._world}"
        if call == "copy":
            source = {"world": self._world, "snapshot": "kept"}
            wanted = {"id": f"{self._world}-copy-{next(self._copies)}", "from": source}
            return self._control.call("POST", "/worlds", json=wanted)
        if call == "remake":
            return self._control.call("POST", "/worlds", json=settings(self._world))
        if call == "delete":
            return self._control.call("DELETE", path)
        if call == "list":
            return self._control.call("GET", f"{path}/snapshots")
        if call == "restore":
            return self._control.call("POST", f"{path}/snapshots/kept/restore")
        method = {"take": "PUT", "drop": "DELETE", "download": "GET"}[call]
        return self._control.call(method, f"{path}/snapshots/kept")


def settings(world):
    return {"id": world, "participants": 1, "personas": False}


@pytest.mark.parametrize("others", [[], ["delete", "remake"]], ids=["kept", "deleted"])
def test_whatever_is_done_to_a_snapshot_at_once_is_done_or_finds_nothing(sandbox, others):
    calls = ["take", "take", "drop", "list", "restore", "download", "copy", *others, *others]
    order, copies = random.Random(1), count()
    with ExitStack() as opened, ThreadPoolExecutor(4) as pool:
        servers = [opened.enter_context(another_server(folder_of(sandbox))) for _ in range(2)]
        assert Calls(servers[0], "raced", copies).make("remake").status_code == 201
        for _ in range(ROUNDS):
            wanted = order.sample(calls, len(calls))
            clients = [Calls(servers[n % 2], "raced", copies) for n in range(len(wanted))]
            answers = pool.map(Calls.make, clients, wanted)
            for call, answer in zip(wanted, answers, strict=True):
                assert answer.status_code in DONE[call], (call, answer.text)
    assert not list(sandbox.worlds.folder.glob(f"{UNFINISHED}*"))
    assert all(path.is_file() for path in sandbox.worlds.folder.glob("*/snapshots/[!.]*"))
