"""Targets that cannot be tested: exit code 2, and one line that says why."""

import json
import socket
import threading
import time
from itertools import count
from xml.etree import ElementTree as ET

import httpx2
import pytest
from click.testing import CliRunner

from ecf_conformance import commands
from ecf_conformance.asgi import AsgiTransport
from ecf_conformance.session import opened
from tests.conformance.strangers import Stranger

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


def test_a_target_that_falls_silent_at_once_is_one_line(monkeypatch, tmp_path):
    asked = count()

    def answer(request):
        return httpx2.Response(200, json=LIST) if next(asked) < 1 else refused(request)

    ran = run(monkeypatch, answer, "--json", str(tmp_path / "report.json"))
    is_hopeless(ran, "http://stub.example fell silent: ")
    assert not (tmp_path / "report.json").exists()


def test_what_was_found_before_it_fell_silent_is_told(monkeypatch, tmp_path):
    asked, stranger = count(), AsgiTransport(Stranger(accepts=True))

    def answer(request):
        return stranger.handle_request(request) if next(asked) < 100 else refused(request)

    files = {name: tmp_path / f"report.{name}" for name in ("json", "html", "junit")}
    options = [text for name, file in files.items() for text in (f"--{name}", str(file))]
    ran = run(monkeypatch, answer, *options, "--rule", "AUTH-1", "--rule", "DECL-5")
    why = "http://stub.example fell silent: "
    assert ran.exit_code == 2
    assert ran.output.strip().splitlines()[-1].startswith(f"Could not run to the end: {why}")
    told = json.loads(files["json"].read_text())
    assert told["silence"].startswith(why)
    assert (told["verdict"], told["rules"]["AUTH-1"]) == ("could not run", "broken")
    assert not [each for each in told["scenarios"] if "had no answer" in each["why"]]
    assert why in files["html"].read_text()
    assert ET.parse(files["junit"]).find(".//error").get("message").startswith(why)


def test_who_hangs_up_on_a_real_line_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=close_connection, args=(server,), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        ran = CliRunner().invoke(commands.command, ["run", url, "--token", TOKEN])
    is_hopeless(ran, "had no answer")


def close_connection(server):
    server.accept()[0].close()
