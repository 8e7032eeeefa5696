"""Tests with the pytest fixtures: what one takes, and how long five hundred of them run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from time import perf_counter

import httpx2
from figures import Figure, Results, Wrong, median
from run_settings import RunSettings

from ecf_sandbox.testing import Engine, Sandbox, Settings

_TIMES = 200
_TESTS, _WORKERS = 500, 2
_PLUGINS = ("-p", "xdist.plugin", "-p", "ecf_sandbox.pytest_plugin")
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_MOST_IN_PROCESS_MS, _MOST_OVER_SOCKET_MS, _MOST_SECONDS = 15, 25, 10
_DECLARATIONS = "/api/v1/participant-declarations"
_AMELIA = "00000000-0000-4000-8000-000000000101"
_BODY = {
    "data": {
        "type": "participant-declaration",
        "attributes": {
            "participant_id": _AMELIA,
            "course_identifier": "ecf-induction",
            "declaration_type": "started",
            "declaration_date": "2021-11-25T09:00:00Z",
        },
    }
}
_PROJECT = f"""
    import pytest

    BODY = {_BODY}

    @pytest.mark.parametrize("nth", range({_TESTS}))
    def test_started(ecf_sandbox, nth):
        ecf_sandbox.travel_to("2021-11-26T12:00:00Z")
        answer = ecf_sandbox.client().post("{_DECLARATIONS}", json=BODY)
        assert answer.json()["data"]["attributes"]["state"] == "eligible"
"""


def measure(run: RunSettings, results: Results) -> None:
    """Time one test without a socket and with one, then a whole run."""
    os.environ["XDG_CACHE_HOME"] = str(run.cache)
    for name, socket, most in (
        ("without a socket", False, _MOST_IN_PROCESS_MS),
        ("over a socket", True, _MOST_OVER_SOCKET_MS),
    ):
        engine = Engine()
        try:
            _one(engine, socket=socket)  # the first waits for the template
            taken = [_one(engine, socket=socket) * 1000 for _ in range(_TIMES)]
        finally:
            engine.close()
        results.add(
            Figure(
                name=f"A test {name}",
                value=median(taken),
                unit="ms",
                at_most=most,
                note=f"the client's own time among it; slowest {max(taken):.1f}",
                rounds={"ms": taken},
            )
        )
    before = os.times()
    rounds = list(_runs(run))
    after = os.times()
    busy = after.children_user + after.children_system
    busy -= before.children_user + before.children_system
    results.add(
        Figure(
            name=f"{_TESTS} tests, {_WORKERS} workers",
            value=median(rounds),
            unit="s",
            at_most=_MOST_SECONDS,
            note=f"slowest of {len(rounds)} runs {max(rounds):.1f}; "
            f"{busy / (len(rounds) + 1):.1f} s of processor time each",
            rounds={"s": rounds},
        )
    )


def _one(engine: Engine, *, socket: bool) -> float:
    """Return the seconds to make a world, travel, declare, look at the answer, and clear up."""
    began = perf_counter()
    sandbox = Sandbox(engine, Settings(), socket=socket)
    sandbox.travel_to("2021-11-26T12:00:00Z")
    answer: httpx2.Response = sandbox.client().post(_DECLARATIONS, json=_BODY)
    if answer.json()["data"]["attributes"]["state"] != "eligible":
        raise Wrong(answer.text)
    sandbox.close()
    return perf_counter() - began


def _runs(run: RunSettings) -> Iterator[float]:
    """Yield the seconds of whole runs, pytest's own start and end among them."""
    with TemporaryDirectory(dir=run.folder) as project:
        (Path(project) / "test_five_hundred.py").write_text(dedent(_PROJECT), encoding="utf-8")
        _run(project)  # the first time, everything is compiled
        for _ in range(run.rounds):
            began = perf_counter()
            _run(project)
            yield perf_counter() - began


def _run(project: str) -> None:
    """Run a project that has pytest-xdist and this plugin, and no other."""
    kept = {name: text for name, text in os.environ.items() if name != _NO_BYTECODE}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *_PLUGINS, "-n", str(_WORKERS), project],
        cwd=project,
        env={**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPYCACHEPREFIX": project},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode or f"{_TESTS} passed" not in done.stdout:
        raise Wrong(done.stdout[-500:])
