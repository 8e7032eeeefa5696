"""A real server: `ecf-sandbox serve` in a process of its own, and bytes sent to it as they are."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.kit.conformance import answers, checking
from tests.kit.walks import environment

PROGRAM = Path(sys.executable).with_name("ecf-sandbox")
PATIENCE = 60
_TOKENS = {"v1": "north-star-token", "v3": "north-star-register-token"}
_READY = re.compile(r"is ready on http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its port, its process, and what it said when it was ready."""

    port: int
    process: subprocess.Popen[str]
    banner: str

    @contextmanager
    def client(self, api: str = "v1") -> Iterator[httpx2.Client]:
        """Open a client of an API with north-star's token there.

        Every answer is held against the API's document.
        """
        token = {"Authorization": f"Bearer {_TOKENS[api]}"}
        address = f"http://127.0.0.1:{self.port}/api/{api}"
        with httpx2.Client(base_url=address, headers=token, timeout=PATIENCE) as http:
            http.event_hooks["response"].append(checking(api))
            yield http

    def control(self, method: str, path: str, body: object = None) -> httpx2.Response:
        """Call the control API about the world of API v3; the path begins after its id."""
        address = f"http://127.0.0.1:{self.port}/sandbox/worlds/register{path}"
        answer = httpx2.request(method, address, json=body, timeout=PATIENCE)
        answers("control-v3").check(answer)
        return answer

    def send(self, *pieces: bytes, leaves: bool = False) -> bytes:
        """Send bytes and return all that comes back until the server closes the connection.

        So the last request has to ask for that. Whoever leaves does not listen.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            for piece in pieces:
                connection.sendall(piece)
            if leaves:
                return b""
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def stop(self, number: int) -> tuple[int, str]:
        """Send a signal, and return the exit code and what was written to stderr."""
        self.process.send_signal(number)
        _, log = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, log


@contextmanager
def serving(
    cache: Path, *arguments: str, by: Sequence[str] = (), **variables: str
) -> Iterator[Served]:
    """Run `serve` on a free port with the personas alone, and end it if it still runs then.

    `by` is a command that runs the one that it is given, `variables` are of the environment.
    """
    with subprocess.Popen(
        [*by, PROGRAM, "serve", "--port", "0", "--participants", "0", *arguments],
        env=environment(cache) | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            banner = ""
            while "  curl " not in banner and (line := process.stdout.readline()):
                banner += line
            ready = _READY.search(banner)
            assert ready, f"it did not start: {banner}"
            yield Served(int(ready[1]), process, banner)
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=PATIENCE)


def refused_to_serve(cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `serve` where it should not start, and return how it ended."""
    return subprocess.run(
        [PROGRAM, "serve", "--participants", "0", *arguments],
        env=environment(cache),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
