"""What is written to a connection goes out in order, a head with its body."""

import asyncio

import pytest

from ecf_sandbox.engine.http.transport import JoiningTransport

LONG = b"x" * 20_000


class Recorder:
    """A transport that remembers what it is told."""

    name = "the transport's own"

    def __init__(self):
        self.told = []

    def write(self, data):
        self.told.append(data)

    def writelines(self, several):
        self.told.append(list(several))

    def close(self):
        self.told.append("closed")


def told(*steps):
    """Return what a transport is told: bytes are written, None ends a turn of the loop."""

    async def run():
        inner = Recorder()
        transport = JoiningTransport(inner, asyncio.get_running_loop())
        for step in steps:
            if step is None:
                await asyncio.sleep(0)
            elif step == "close":
                transport.close()
            else:
                transport.write(step)
        return list(inner.told)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        pytest.param([b"head", b"body"], [b"headbody"], id="head and body"),
        pytest.param([b"head", LONG], [[b"head", LONG]], id="a long body, not copied"),
        pytest.param([b"head"], [], id="a head that may have a body"),
        pytest.param([b"head", None, b"body", None], [b"head", b"body"], id="a body comes late"),
        pytest.param([b"head", b"", None], [b"head"], id="an empty body"),
        pytest.param([b"", None], [], id="nothing"),
        pytest.param([b"head", "close"], [b"head", "closed"], id="no body, and the end"),
        pytest.param(["close"], ["closed"], id="the end"),
        pytest.param([b"a", b"b", b"c", b"d", None], [b"ab", b"cd"], id="two answers"),
        pytest.param([b"a", b"b", b"c", None], [b"ab", b"c"], id="three pieces"),
    ],
)
def test_what_is_written_goes_out_in_order_and_joined(steps, wanted):
    assert told(*steps) == wanted


def test_all_else_is_the_transports_own():
    assert JoiningTransport(Recorder(), None).name == "the transport's own"
