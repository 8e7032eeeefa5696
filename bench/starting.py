"""Starting: from the start of a process to its first 200."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from calls import DEFAULT_TOKEN, PARTICIPANTS, Call, get
from client import connected
from figures import Figure, Results, Wrong, median, ratios, spread
from processes import SANDBOX, SERVER_CORE, free_port, pinned, running
from run_settings import RunSettings

_BENCH = Path(__file__).parent
_WITHIN = 60
_PAUSE = 0.0005
_SERVE = [str(SANDBOX), "serve", "--quiet"]
_FIRST = get(f"{PARTICIPANTS}?page%5Bper_page%5D=1", DEFAULT_TOKEN)
_BARE = [
    *(sys.executable, "-m", "uvicorn", "floor:bare", "--loop", "uvloop", "--http", "httptools"),
    *("--ws", "none", "--lifespan", "off", "--no-access-log", "--log-level", "warning"),
    "--no-server-header",
]


def measure(run: RunSettings, results: Results) -> None:
    """Compare starts with a bare Starlette app's, in turn, once the template exists."""
    env = environment(run.cache)
    bare, ours = [], []
    for _ in range(1 + run.rounds + 2):
        bare.append(seconds_to_200(_BARE, get("/"), env=env, cwd=_BENCH))
        ours.append(seconds_of_sandbox(env))
    del bare[0], ours[0]  # which compiled what they import, and made the templates
    pairs = ratios(ours, bare)
    results.add(
        Figure(
            name="Start, times a bare Starlette app's",
            value=median(pairs),
            at_most=2,
            note=f"({spread(pairs)})   {median(ours) * 1000:.0f} ms, bare"
            f" {median(bare) * 1000:.0f} ms",
            rounds={"sandbox_seconds": ours, "bare_seconds": bare},
        )
    )


def measure_first(run: RunSettings, results: Results) -> None:
    """Time the first start ever, which seeds the template."""
    taken = []
    seconds_of_sandbox(environment(run.cache))
    for _ in range(3):
        with TemporaryDirectory(dir=run.folder) as cache:
            env = {**environment(run.cache), "XDG_CACHE_HOME": cache}
            taken.append(seconds_of_sandbox(env))
    results.add(
        Figure(
            name="First start ever",
            value=median(taken),
            unit="s",
            at_most=2,
            note=f"({spread(taken)})",
            rounds={"seconds": taken},
        )
    )


def seconds_to_200(
    command: list[str],
    call: Call,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> float:
    """Return how long a server takes from its start to its first 200; `--port` is added."""
    port = free_port()
    began = time.perf_counter()
    with running(pinned(SERVER_CORE, [*command, "--port", str(port)]), env=env, cwd=cwd) as process:
        wait_for_200(process, port, call)
        return time.perf_counter() - began


def wait_for_200(process: subprocess.Popen[str], port: int, call: Call) -> None:
    """Ask a starting server until it answers."""
    deadline = time.perf_counter() + _WITHIN
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            with connected(port) as connection:
                connection.ask(call)
                return
        except OSError:
            time.sleep(_PAUSE)
    raise Wrong(f"a server did not answer within {_WITHIN} s of its start")


def seconds_of_sandbox(env: Mapping[str, str]) -> float:
    """Return how long the sandbox takes to its first 200 in an environment."""
    return seconds_to_200(_SERVE, _FIRST, env=env)


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of a start: with bytecode, as pip leaves it, and kept in `cache`."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPYCACHEPREFIX": str(cache)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env
