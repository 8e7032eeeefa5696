"""Prism, a mock that answers with a document's examples, as a target."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PRISM = "@stoplight/prism-cli@5.14.2"
DOCUMENTS = Path(__file__).parents[2] / "openapi"
_PATIENCE = 120.0  # the first time it has to be fetched


@contextmanager
def prism(folder: Path, document: Path) -> Iterator[str]:
    """Start Prism on a document and yield its URL; what it says is in `folder`."""
    port = _free_port()
    said = [_npx(), "--yes", PRISM, "mock", "--host", "127.0.0.1", "--port", str(port)]
    log = folder / "prism.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*said, str(document)],
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # npx does not pass it on to what it runs
        process.wait(timeout=20)


def _npx() -> str:
    found = shutil.which("npx")
    assert found, "Prism takes npx, which comes with Node.js"
    return found


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"Prism does not listen: {log.read_text()[-2000:]}")
