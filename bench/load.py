"""Load: wrk, told by a file of calls what to send."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from calls import Call
from figures import Wrong
from processes import CLIENT_CORE, pinned

TOOL = "wrk"
HOW_TO_GET = "wrk is needed: apt-get install wrk (Debian), brew install wrk (macOS)"
CONNECTIONS = 16

_SCRIPT = Path(__file__).with_name("load.lua")
_EVERYTHING = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How one run of wrk went.

    `wrong` answers are not 200, `failed` ones 5xx. Of the calls `sent` the last few, at most one
    a connection, were under way at the end: whether they were answered is not known.
    """

    answered: int
    wrong: int
    failed: int
    sent: int
    ran_out: bool
    socket_errors: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


def available() -> bool:
    """Return whether wrk is installed."""
    return shutil.which(TOOL) is not None


def write_calls(path: Path, calls: Iterable[Call]) -> Path:
    """Write calls to a file for `put_on`."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(call.line() + "\n" for call in calls)
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How load is put on: for how long, with `many` calls of a file after those skipped.

    They are sent in order, from the first again at the end; unless `again`, they must last.
    """

    seconds: int
    skip: int = 0
    many: int = _EVERYTHING
    again: bool = True
    connections: int = CONNECTIONS


def put_on(address: str, calls: Path, plan: Plan) -> Load:
    """Put load on a server."""
    command = [TOOL, "-t1", f"-c{plan.connections}", f"-d{plan.seconds}s", "--timeout", "20s"]
    command += ["-s", str(_SCRIPT), address, "--", str(calls), str(plan.skip), str(plan.many)]
    said = subprocess.run(
        pinned(CLIENT_CORE, [*command, *(["again"] if plan.again else [])]),
        check=False,
        capture_output=True,
        text=True,
    )
    for line in said.stdout.splitlines():
        if line.startswith("figures "):
            return Load(**json.loads(line.removeprefix("figures ")))
    raise Wrong(f"wrk did not report: {said.stdout[-300:]}{said.stderr[-300:]}")


def put_on_rightly(address: str, calls: Path, plan: Plan) -> Load:
    """Put load on a server that must answer 200 every time."""
    load = put_on(address, calls, plan)
    if load.ran_out:
        raise Wrong("more calls were answered than prepared: use fewer --seconds or --rounds")
    if load.wrong or load.socket_errors or not load.answered:
        raise Wrong(
            f"{load.answered} answers, {load.wrong} of them not 200, "
            f"{load.socket_errors} socket errors"
        )
    return load
