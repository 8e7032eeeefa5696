"""Servers as processes of their own: started, pinned to a core, looked at, stopped."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from figures import Wrong

SERVER_CORE, CLIENT_CORE = 0, 1
PINS = shutil.which("taskset") is not None and (os.cpu_count() or 1) > 1

_READY_WITHIN = 120
_STOPPED_WITHIN = 15
SANDBOX = Path(sys.executable).parent / "ecf-sandbox"
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def resident(self) -> float:
        """Return its resident memory in MB, millions of bytes."""
        said = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)],
            check=True,
            capture_output=True,
            text=True,
        )
        return int(said.stdout) * 1024 / 1e6

    def cpu_seconds(self) -> float | None:
        """Return how long its threads have run; None where the system does not tell finely."""
        try:
            stat = (_PROC / str(self.process.pid) / "stat").read_text()
        except OSError:
            return None
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def open_files(self) -> int:
        """Return how many files and sockets it has open."""
        open_now = _PROC / str(self.process.pid) / "fd"
        if open_now.is_dir():
            return len(list(open_now.iterdir()))
        said = subprocess.run(
            ["lsof", "-p", str(self.process.pid)], check=True, capture_output=True, text=True
        )
        return len(said.stdout.splitlines()) - 1


def pinned(core: int | None, command: Sequence[str]) -> list[str]:
    """Return a command bound to a core, where that can be asked for and is wanted."""
    return ["taskset", "-c", str(core), *command] if PINS and core is not None else [*command]


@contextmanager
def sandbox(
    data: Path, cache: Path, *, core: int | None = SERVER_CORE, log: bool = False
) -> Iterator[Server]:
    """Run the sandbox as its users do; with `log`, its access log goes to /dev/null."""
    command = [str(SANDBOX), "serve", *([] if log else ["--quiet"]), "--port", "0"]
    with tempfile.TemporaryFile("w+") as said:
        with running(
            pinned(core, [*command, "--data", str(data)]),
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if log else said,
        ) as process:
            yield Server(process, _announced_port(process))
        said.seek(0)
        if lines := said.read().splitlines():
            print(f"  the sandbox wrote {len(lines)} lines of errors, the last: {lines[-1]}")


@contextmanager
def running(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdout: int = subprocess.DEVNULL,
    stderr: int | IO[str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run a command, and stop it."""
    process = subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _announced_port(process: subprocess.Popen[str]) -> int:
    """Return the port that a starting sandbox prints."""
    assert process.stdout
    too_late = threading.Timer(_READY_WITHIN, process.kill)
    too_late.start()
    try:
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
    finally:
        too_late.cancel()
    raise Wrong(f"the sandbox did not start within {_READY_WITHIN} s")
