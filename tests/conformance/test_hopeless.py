"""Targets that cannot be tested: exit code 2, and one line that says why."""

import socket
import threading
import time
from itertools import count

import httpx2
import pytest
from click.testing import CliRunner

from ecf_conformance import commands
from ecf_conformance.session import opened

TOKEN = "secret-token"
LIST = {"data": []}


class Endless(httpx2.SyncByteStream):
    """A body without an end."""

    def __iter__(self):
        while True:
            yield b" " * 1_000_000


class Trickle(httpx2.SyncByteStream):
    """A body of which a little comes now and then."""

    def __iter__(self):
        while True:
            yield b" "


def slow(request):
    raise httpx2.ReadTimeout("slow", request=request)


def refused(request):
    raise httpx2.ConnectError("[Errno 111] Connection refused", request=request)


def garbled(request):
    raise httpx2.RemoteProtocolError("illegal status line", request=request)


def badly_packed(_):
    return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, stream=Endless())


def run(monkeypatch, answer, *more):
    """Run on a target that answers so; return the outcome."""
    transport = httpx2.MockTransport(answer)
    monkeypatch.setattr(commands, "opened", lambda settings: opened(settings, transport))
    said = ["run", "http://stub.example", "--token", TOKEN, "--only", "scenarios", *more]
    return CliRunner().invoke(commands.command, said)


def is_hopeless(ran, why):
    lines = ran.output.strip().splitlines()
    assert ran.exit_code == 2
    assert len([each for each in lines if each.startswith("Could not run: ")]) == 1
    assert why in lines[-1]
    assert TOKEN not in ran.output


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(refused, "had no answer: [Errno 111] Connection refused", id="down"),
        pytest.param(slow, "had no answer in 15 s", id="slow"),
        pytest.param(garbled, "had no answer: illegal status line", id="not HTTP"),
        pytest.param(badly_packed, "had no answer: ", id="not packed as it says"),
        pytest.param(
            lambda _: httpx2.Response(200, html="<p>Welcome"),
            "text/html; charset=utf-8, not JSON",
            id="HTML",
        ),
        pytest.param(lambda _: httpx2.Response(200), "not JSON", id="nothing"),
        pytest.param(lambda _: httpx2.Response(200, content=b"\xff\xfe{}"), "not JSON", id="bytes"),
        pytest.param(
            lambda _: httpx2.Response(301, headers={"Location": "https://elsewhere/"}),
            "redirects to https://elsewhere/",
            id="redirecting",
        ),
        pytest.param(
            lambda _: httpx2.Response(200, stream=Endless()), "more than 64 MB", id="endless"
        ),
        pytest.param(
            lambda _: httpx2.Response(401, json={"error": "no"}), "not known", id="unknown token"
        ),
    ],
)
def test_what_cannot_be_tested_is_one_line(monkeypatch, answer, why):
    ran = run(monkeypatch, answer)
    is_hopeless(ran, why)
    assert len(ran.output.strip().splitlines()) == 1


def test_a_body_that_trickles_is_not_waited_for(monkeypatch):
    clock = count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    ran = run(monkeypatch, lambda _: httpx2.Response(200, stream=Trickle()))
    is_hopeless(ran, "was still sending after 15 s")


def test_a_target_that_falls_silent_ends_the_run(monkeypatch, tmp_path):
    asked = count()

    def answer(request):
        return httpx2.Response(200, json=LIST) if next(asked) < 3 else refused(request)

    ran = run(monkeypatch, answer, "--json", str(tmp_path / "report.json"))
    is_hopeless(ran, "http://stub.example fell silent: ")
    assert not (tmp_path / "report.json").exists()


def test_who_hangs_up_on_a_real_line_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_hang_up, args=(server,), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        ran = CliRunner().invoke(commands.command, ["run", url, "--token", TOKEN])
    is_hopeless(ran, "had no answer")


def _hang_up(server):
    server.accept()[0].close()
