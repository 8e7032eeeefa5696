"""A pulse: the same call at a steady pace, until standard input ends.

`python pulse.py PORT PATH TOKEN RATE` prints the milliseconds of every call as JSON. They are
counted from when the call was due: where the server stands still, every call that should
have been made meanwhile tells so.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from calls import get
from client import connected
from figures import Wrong


def start(port: int, path: str, token: str, *, rate: int) -> Callable[[], list[float]]:
    """Start a pulse in a process of its own; what is returned ends it and gives its times."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__)), str(port), path, token, str(rate)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def end() -> list[float]:
        said, _ = process.communicate("", timeout=60)
        if process.returncode:
            raise Wrong("a point read went wrong")
        taken: list[float] = json.loads(said)
        return taken

    return end


def percentile(values: list[float], percent: float) -> float:
    """Return the value that this many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def main() -> None:
    """Beat until standard input ends."""
    port, path, token, rate = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    taken: list[float] = []
    with connected(port) as connection:
        call = get(path, token)
        connection.ask(call)
        due = time.perf_counter()
        while not over.is_set():
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.ask(call)
            taken.append((time.perf_counter() - due) * 1000)
            due += 1 / rate
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
