"""Inputs that users of like tools reported: what a target, an environment or a file may be like."""

import json
import os
import shlex
import socket
import subprocess
import threading
from itertools import count

import httpx2
import pytest
from click.testing import CliRunner

from ecf_conformance import commands, connection, proxies, strict_json
from ecf_conformance.asgi import AsgiTransport
from ecf_conformance.connection import Connection, Unreachable
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.session import Settings, choose_edition, opened
from ecf_conformance.target import CannotRun
from tests.conformance.strangers import Stranger
from tests.conformance.targets import URL
from tests.conformance.test_hopeless import TOKEN, close_connection, is_hopeless, refused, run

LISTED = {"data": []}


def printed_arguments(line, folder):
    """Run a line with a curl that only prints what it is given."""
    script = f"curl() {{ printf '%s\\n' \"$@\"; }}; {line}"
    environment = {**os.environ, "TOKEN": "mine"}
    ran = subprocess.run(
        ["sh", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def asked(answer, url="http://stub.example/api/v1/participants/ecf", method="GET"):
    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        return Connection(http, None, 5).ask(method, url, {})


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST", "sandbox.localhost"]
)
def test_this_machine_is_never_asked_through_a_proxy(monkeypatch, host):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(CannotRun) as refusal, opened(Settings(url=f"http://{host}:1", token="t")):
        pass
    assert "proxy" not in str(refusal.value)


def test_states_on_this_machine_are_asked_directly_though_the_target_is_elsewhere(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=close_connection, args=(server,), daemon=True).start()
        states = f"http://127.0.0.1:{server.getsockname()[1]}"
        with proxies.client(["http://stub.example", states], patience=5) as http:
            with pytest.raises(httpx2.TransportError) as lost:
                http.get(states)
            with pytest.raises(httpx2.ConnectError):
                http.get("http://stub.example")
    assert not isinstance(lost.value, httpx2.ConnectError)


def test_a_proxy_that_nobody_answers_at_is_named(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    stub = Settings(url="http://stub.example", token="t")
    with pytest.raises(CannotRun, match="through the proxy"), opened(stub):
        pass


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("HTTP_PROXY", "nonsense://127.0.0.1:9", id="a proxy of no kind"),
        pytest.param("ALL_PROXY", "socks5://127.0.0.1:9", id="a proxy of a kind that we lack"),
        pytest.param("SSL_CERT_FILE", "/nowhere/at-all.pem", id="no certificates"),
    ],
)
def test_an_environment_that_cannot_be_used_is_one_line(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    ran = CliRunner().invoke(
        commands.command, ["run", "https://stub.example", "--token", TOKEN, "--only", "scenarios"]
    )
    is_hopeless(ran, "Could not run: ")
    assert isinstance(ran.exception, SystemExit)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"[" * 200_000 + b"]" * 200_000, "nested too deeply", id="nested"),
        pytest.param(b'\xef\xbb\xbf{"data":[]}', "byte order mark", id="byte order mark"),
        pytest.param(b'{"data":NaN}', "NaN", id="no number"),
        pytest.param(b'{"data":[],"data":[]}', "'data' twice", id="a member twice"),
        pytest.param('{"data":[]}'.encode("utf-16"), "not UTF-8", id="another encoding"),
    ],
)
def test_json_that_only_some_parsers_take_cannot_be_read(monkeypatch, body, why):
    headers = {"Content-Type": "application/vnd.api+json"}
    ran = run(monkeypatch, lambda _: httpx2.Response(200, headers=headers, content=body))
    is_hopeless(ran, "cannot be read: ")
    assert why in ran.output


def test_json_that_every_parser_takes_is_read():
    assert strict_json.loads(b' {"a": [1, null, "\xc3\xa9"]} ') == {"a": [1, None, "é"]}


def test_json_that_cannot_be_read_later_breaks_what_it_answers(monkeypatch):
    served, stranger = count(), AsgiTransport(Stranger(accepts=True))

    def answer(request):
        if next(served) < 5:
            return stranger.handle_request(request)
        headers = {"Content-Type": "application/vnd.api+json"}
        return httpx2.Response(200, headers=headers, content=b"[" * 200_000)

    ran = run(monkeypatch, answer, "--rule", "PART-1")
    assert ran.exit_code == 1
    assert "Traceback" not in ran.output


@pytest.mark.parametrize("id_", ["$(touch x.txt)", "`touch x.txt`", "'; touch x.txt; '", "$HOME"])
def test_a_line_to_paste_runs_curl_and_nothing_else(tmp_path, id_):
    url = f"http://stub.example/api/v1/participants/{id_}"
    sent = {"authorization": f"Bearer {TOKEN}", "x-odd": id_}
    exchange = Exchange("PUT", url, "/", sent, id_.encode(), 200, {}, b"")
    line = exchange.curl(Secrets([(TOKEN, "$TOKEN")]))
    assert TOKEN not in line
    printed = printed_arguments(line, tmp_path)
    assert f"authorization: Bearer mine\n-H\nx-odd: {id_}\n--data-binary\n{id_}\n{url}\n" in printed
    assert not (tmp_path / "x.txt").exists()


def test_a_token_before_a_letter_is_filled_in_by_a_shell(tmp_path):
    sent = {"authorization": f"Bearer {TOKEN}x"}
    line = Exchange("GET", URL, "/", sent, b"", 200, {}, b"").curl(Secrets([(TOKEN, "$TOKEN")]))
    assert "\nauthorization: Bearer minex\n" in printed_arguments(line, tmp_path)


def addressed(option, address):
    said = [option, address, "http://127.0.0.1:1"] if option else [address]
    return CliRunner().invoke(commands.command, ["run", *said, "--token", TOKEN])


def test_a_part_of_a_token_is_not_shown_at_the_end_of_a_body():
    sent = ("x" * 1995 + TOKEN).encode()
    line = Exchange("PUT", URL, "/", {}, sent, 200, {}, b"").curl(Secrets([(TOKEN, "$TOKEN")]))
    assert TOKEN[:4] not in line
    assert shlex.split(line)[-2] == "x" * 1995


@pytest.mark.parametrize("option", ["", "--states", "--clock"])
def test_a_password_in_an_address_is_refused_and_shown_nowhere(option):
    ran = addressed(option, "http://staff:s3cret@127.0.0.1:1")
    is_hopeless(ran, "a user name or a password")
    assert "s3cret" not in ran.output


@pytest.mark.parametrize(
    "address", ["nonsense", "127.0.0.1:1", "ftp://127.0.0.1:1", "http://", "http://[::1"]
)
@pytest.mark.parametrize("option", ["", "--states", "--clock"])
def test_what_is_no_address_is_refused_and_says_what_is(option, address):
    is_hopeless(
        addressed(option, address), f"{option or 'URL'} is no address: write it like http://"
    )


@pytest.mark.parametrize(
    ("rule", "api", "other"),
    [
        pytest.param("V3-DECL-1", "v1", "v3", id="a rule of v3"),
        pytest.param("v3-decl", "v1", "v3", id="a chapter of v3"),
        pytest.param("DECL", "v3", "v1", id="a chapter of v1"),
    ],
)
def test_a_rule_of_another_api_is_refused_and_says_whose_it_is(rule, api, other):
    said = ["--api", api, "--rule", rule]
    ran = CliRunner().invoke(commands.command, ["run", "http://127.0.0.1:1", *said])
    is_hopeless(ran, f"{rule} is of API {other}, and API {api} is judged: add --api {other}")


def test_a_read_that_lost_its_connection_is_sent_once_more():
    tries = count()

    def answer(request):
        if next(tries) == 0:
            raise httpx2.RemoteProtocolError("Server disconnected", request=request)
        return httpx2.Response(200, json=LISTED)

    assert asked(answer).status == 200
    assert next(tries) == 2


def test_a_write_that_lost_its_connection_is_not():
    tries = count()

    def answer(request):
        next(tries)
        raise httpx2.RemoteProtocolError("Server disconnected", request=request)

    with pytest.raises(Unreachable):
        asked(answer, method="PUT")
    assert next(tries) == 1


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        pytest.param("Sun, 29 Nov 2026 00:01:30 GMT", 90, id="IMF-fixdate"),
        pytest.param("Sunday, 29-Nov-26 00:01:30 GMT", 90, id="RFC 850"),
        pytest.param("Sun Nov 29 00:01:30 2026", 90, id="asctime"),
        pytest.param("Sat, 28 Nov 2026 00:01:30 GMT", 0, id="past"),
        pytest.param("90", 90, id="seconds"),
        pytest.param("\u00b2", 2, id="no ASCII digit"),
        pytest.param("99999999999999999999 Nov 2026 00:00:00 GMT", 2, id="no date"),
        pytest.param("", 2, id="nothing"),
    ],
)
@pytest.mark.parametrize("date", ["Sun, 29 Nov 2026 00:00:00 GMT", "Sun Nov 29 00:00:00 2026"])
def test_a_limit_is_waited_for_until_a_date_of_any_form(monkeypatch, date, until, seconds):
    slept, tries = [], count()
    monkeypatch.setattr(connection.time, "sleep", slept.append)
    headers = {"Date": date.encode(), "Retry-After": until.encode("latin-1")}

    def answer(_):
        limited = next(tries) == 0
        return httpx2.Response(429 if limited else 200, headers=headers, json=LISTED)

    assert asked(answer).status == 200
    assert slept == [seconds]


def test_a_limit_that_lasts_too_long_is_told():
    def answer(_):
        return httpx2.Response(429, headers={"Retry-After": "4000"})

    with pytest.raises(Unreachable, match="asks to wait 4000 s; a run waits 330 s at most"):
        asked(answer)


@pytest.mark.parametrize(
    ("headers", "how"),
    [
        pytest.param({}, "though it was waited for longer each time", id="unsaid"),
        pytest.param({"Retry-After": "9"}, "though it was waited for its Retry-After", id="said"),
    ],
)
def test_a_limit_that_does_not_end_is_met_once_and_told(monkeypatch, headers, how):
    slept = []
    monkeypatch.setattr(connection.time, "sleep", slept.append)
    transport = httpx2.MockTransport(lambda _: httpx2.Response(429, headers=headers))
    with pytest.raises(CannotRun, match=f"answered 429 5 times, {how}: the limit does not end"):
        choose_edition(Settings(url="http://stub.example", token=TOKEN), None, None, transport)
    assert len([each for each in slept if each >= 1]) == 4


def test_the_folder_of_a_report_is_made(monkeypatch, tmp_path):
    file = tmp_path / "reports" / "x.json"
    stranger = AsgiTransport(Stranger(accepts=True))
    run(monkeypatch, stranger.handle_request, "--rule", "FMT-3", "--json", str(file))
    assert "rules" in json.loads(file.read_text())


def test_a_report_that_cannot_be_written_is_refused_before_the_run(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    ran = run(monkeypatch, refused, "--junit", str(tmp_path / "file" / "x.xml"))
    assert ran.exit_code == 2
    assert "cannot be written" in ran.output
    assert "had no answer" not in ran.output


def test_a_report_that_fails_in_the_end_does_not_hide_the_verdict(monkeypatch, tmp_path):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(commands._WRITERS, "json", fails)
    stranger, file = AsgiTransport(Stranger(accepts=True)), tmp_path / "x.json"
    ran = run(monkeypatch, stranger.handle_request, "--rule", "AUTH-1", "--json", str(file))
    assert ran.exit_code == 1
    assert "AUTH-1" in ran.output
    assert "No space left on device" in ran.output


def test_the_api_s_prefix_may_end_the_address(monkeypatch):
    paths = []

    def answer(request):
        paths.append(request.url.path)
        return httpx2.Response(401, json={"error": "no"})

    transport = httpx2.MockTransport(answer)
    monkeypatch.setattr(commands, "opened", lambda settings: opened(settings, transport))
    said = ["run", "http://stub.example/api/v1/", "--token", TOKEN]
    ran = CliRunner().invoke(commands.command, said)
    assert paths == ["/api/v1/participants/ecf"]
    assert "The address goes up to /api/v1, which is added: http://stub.example" in ran.output


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_first_look_that_is_refused_says_that_nothing_can_be_tested(monkeypatch, status):
    ran = run(monkeypatch, lambda _: httpx2.Response(status, json={"error": "no"}))
    is_hopeless(ran, f"answered {status}, so nothing can be tested there")
