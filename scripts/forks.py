"""Work on things that is done in forks of this process, several at a time."""

import gc
import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

Json = Any
Task = Any


def in_forks(
    tasks: Sequence[Task], run: Callable[[Task], Json], jobs: int, seconds: int = 0
) -> Iterator[tuple[Task, Json]]:
    """Yield each task with what a fork of this process told of it; None, if it died.

    With `seconds`, a fork that takes longer dies.
    """
    waiting, running = list(reversed(tasks)), dict[int, tuple[Task, IO[bytes]]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            task, told = waiting.pop(), tempfile.TemporaryFile()  # noqa: SIM115  # closed when it was read
            running[_fork(run, task, told, seconds)] = task, told
        pid, _ = os.wait()
        task, told = running.pop(pid)
        with told:
            told.seek(0)
            yield task, json.loads(told.read() or "null")


def _fork(run: Callable[[Task], Json], task: Task, told: IO[bytes], seconds: int) -> int:
    """Start a child that runs a task silently and writes down what came of it; return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.alarm(seconds)
        gc.disable()  # going through what it shares with its parent would copy it
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.write(told.fileno(), json.dumps(run(task)).encode())
    finally:
        os._exit(0)
