"""Somebody who waits for the write lock of a world, without anybody sleeping."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from ecf_sandbox.engine.store.world import World


@contextmanager
def waiting_to_write(monkeypatch: pytest.MonkeyPatch, run: Callable[[], object]) -> Iterator[None]:
    """Run what writes in a thread, from when it has to wait; at the end, until it is done."""
    waits, writing = threading.Event(), World.writing

    def watched(self: World, *, patient: bool = False) -> object:
        if patient:
            waits.set()
        return writing(self, patient=patient)

    monkeypatch.setattr(World, "writing", watched)
    thread = threading.Thread(target=run)
    thread.start()
    assert waits.wait(10), "it did not have to wait"
    yield
    thread.join(10)
    assert not thread.is_alive(), "it still waits"


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail if it does not within a busy machine's patience."""
    limit = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < limit, "it never came to that"
        time.sleep(0.005)
