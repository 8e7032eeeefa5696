"""A pulse: the same call at a steady pace, until standard input ends.

`python pulse.py PORT PATH TOKEN RATE` prints the milliseconds of every call as JSON, twice: from
when it was sent, and from when it was due. Where the server stands still, one call was sent,
but every call that should have been made meanwhile was due.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from calls import get
from client import connected
from figures import Wrong


@dataclass(frozen=True, slots=True)
class Beats:
    """Milliseconds of calls: since each was sent, and since it was due."""

    sent: list[float] = field(default_factory=list)
    due: list[float] = field(default_factory=list)


def start(port: int, path: str, token: str, *, rate: int) -> Callable[[], Beats]:
    """Start a pulse in a process of its own; what is returned ends it and gives its times."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__)), str(port), path, token, str(rate)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def end() -> Beats:
        said, _ = process.communicate("", timeout=60)
        if process.returncode:
            raise Wrong("a point read went wrong")
        return Beats(**json.loads(said))

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
    beats = Beats()
    with connected(port) as connection:
        call = get(path, token)
        connection.ask(call)
        due = time.perf_counter()
        while not over.is_set():
            time.sleep(max(0.0, due - time.perf_counter()))
            sent = time.perf_counter()
            connection.ask(call)
            ended = time.perf_counter()
            beats.sent.append((ended - sent) * 1000)
            beats.due.append((ended - due) * 1000)
            due += 1 / rate
    print(json.dumps(asdict(beats)))


if __name__ == "__main__":
    main()
