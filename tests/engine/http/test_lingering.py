"""A connection whose request is not whole closes in stages."""

import pytest

from ecf_sandbox.engine.http.lingering import LingeringTransport

MEGABYTE = b" " * 1_000_000


class Recorder:
    """A transport that remembers what it is told, and a loop that keeps what is to come later."""

    def __init__(self):
        self.told = []
        self.later = []

    def write(self, data):
        self.told.append(data)

    def write_eof(self):
        self.told.append("our side ends")

    def resume_reading(self):
        self.told.append("reads on")

    def close(self):
        self.told.append("closed")

    def is_closing(self):
        return "closed" in self.told

    def call_soon(self, call):
        pass

    def call_later(self, seconds, call):
        self.later.append((seconds, call))


@pytest.fixture
def recorder():
    return Recorder()


def lingering(recorder, more=True):
    transport = LingeringTransport(recorder, recorder, lambda: more)
    transport.write(b"answer")
    transport.close()
    return transport


STAYS = [b"answer", "our side ends", "reads on"]


def test_after_a_whole_request_the_connection_is_closed(recorder):
    transport = lingering(recorder, more=False)
    assert recorder.told == [b"answer", "closed"]
    assert transport.is_closing()
    assert not transport.drops(b"x")


def test_before_the_end_of_a_request_only_our_side_ends(recorder):
    transport = lingering(recorder)
    assert recorder.told == STAYS
    assert transport.is_closing()
    transport.close()
    assert recorder.told == STAYS


def test_what_comes_late_is_dropped_up_to_a_bound(recorder):
    transport = lingering(recorder)
    assert all(transport.drops(MEGABYTE) for _ in range(16))
    assert recorder.told == STAYS
    assert transport.drops(b"x")
    assert recorder.told == [*STAYS, "closed"]


def test_nobody_is_waited_for_longer_than_two_seconds(recorder):
    lingering(recorder)
    ((seconds, call),) = recorder.later
    call()
    assert (seconds, recorder.told) == (2, [*STAYS, "closed"])


def test_what_is_to_end_at_once_does(recorder):
    transport = LingeringTransport(recorder, recorder, lambda: True)
    transport.write(b"half an ans")
    transport.close_at_once()
    assert recorder.told == [b"half an ans", "closed"]
