"""Commands end as scripts expect: 0 done, 1 refused, 2 wrong command, 3 no sandbox."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import click
import pytest

from ecf_sandbox.cli import main
from tests.kit import walks

NOWHERE = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("world show nowhere", "nowhere"),
        ("world create default", "default"),
        ("world create Two_Words", "/id"),
        ("world restore default nothing", "nothing"),
        ("world show a/../b", "not_found"),
        ("clock show --world no/such/world", "no"),
        ("clock advance P99Y", "2099"),
        ("clock advance P200Y", "P200Y leads out of the years 2000 to 2099"),
        ("clock advance -PT999999999999999999H", "2099"),
        ("clock advance next-payment --schedule ecf-standard-april --cohort 2022", "2022"),
        ("participant show 00000000-0000-4000-8000-000000000000", "not_found"),
        ("participant add nobody ect", "provider"),
        ("participant update 00000000-0000-4000-8000-000000000101 nonsense=1", "nonsense"),
        ("state nonsense", "nonsense"),
        ("statements --provider nobody", "provider"),
    ],
)
def test_a_refusal_is_1_and_says_why(run, command, word):
    result = run(*command.split())
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert word in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("nonsense", "nonsense"),
        ("world", "Usage"),
        ("world show --token nobody", "north-star"),
        ("world create --from demo", "demo/before"),
        ("world create --from demo/before --seed 1", "alone"),
        ("world create --file x.sqlite3 --from demo/before", "alone"),
        ("world create --file /nowhere/x.sqlite3", "/nowhere/x.sqlite3"),
        ("world create --seed -1", "seed"),
        ("world create --edition draft", "guidance"),
        ("world create --now tomorrow", "2021-11-25T09:00:00Z"),
        ("world snapshot default --delete", "name"),
        ("world snapshot default kept --file /nowhere/x.sqlite3", "/nowhere/x.sqlite3"),
        ("clock set 2021-02-30", "2021-02-30"),
        ("clock set 1999-12-31", "2000"),
        ("clock advance tomorrow", "next-payment"),
        ("clock advance 2021-13-01", "2021-13-01"),
        ("clock advance next-payment", "--schedule"),
        ("replay - 127.0.0.1:1 --shift PT999999999999999999H", "2099"),
        ("clock advance P1D --schedule ecf-standard-april", "landmarks"),
        ("clock advance", "TO"),
        ("participant add north-star pupil", "mentor"),
        ("participant add north-star ect qts", "NAME=VALUE"),
        ("participant update 00000000-0000-4000-8000-000000000101", "NAME=VALUE"),
        ("participant show 1 --at noon", "noon"),
        ("state an-ect =x", "NAME=VALUE"),
        ("faults add --header nonsense --status 500", "NAME:VALUE"),
        ("journal --follow --clear", "choose one"),
        ("schedules --edition draft", "service"),
        ("completion csh", "bash"),
        ("world list --url ftp://x", "ftp://x"),
        ("world list --url http://", "http://127.0.0.1:8000"),
        ("world list --url 127.0.0.1:nonsense", "nonsense"),
    ],
)
def test_a_wrong_command_is_2_and_says_how(run, command, word):
    result = run(*command.split())
    assert result.exit_code == 2
    assert word in result.stderr
    assert result.stdout == ""


def test_silence_is_3_and_says_what_to_do(run):
    result = run("world", "list", "--url", NOWHERE)
    assert result.exit_code == 3
    assert NOWHERE in result.stderr
    assert "ecf-sandbox serve" in result.stderr


@pytest.mark.parametrize("status", [200, 404])
def test_something_else_at_the_address_is_3(run, status):
    with _stranger(status) as address:
        result = run("world", "list", "--url", address)
    assert result.exit_code == 3
    assert "not a sandbox" in result.stderr


def test_the_address_may_come_short(run, server):
    assert run("world", "list", "--url", f"{server.removeprefix('http://')}/").exit_code == 0


def test_a_proxy_is_not_asked_for_this_machine(run, monkeypatch):
    monkeypatch.setenv("http_proxy", NOWHERE)
    assert run("world", "list").exit_code == 0
    with _stranger(200) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        missing = run("world", "list", "--url", "http://127.1.2.3:1")
    assert missing.exit_code == 3
    assert "refused" in missing.stderr


def test_the_admin_token_comes_as_an_option_or_a_variable(run, cache, monkeypatch):
    with walks.serving(cache, "--participants", "0", "--admin-token", "s3cret") as guarded:
        asked = ["world", "list", "--url", guarded]
        assert run(*asked).exit_code == 1
        assert run(*asked, "--admin-token", "guess").exit_code == 1
        assert run(*asked, "--admin-token", "s3cret").exit_code == 0
        monkeypatch.setenv("ECF_SANDBOX_ADMIN_TOKEN", "s3cret")
        assert run(*asked).exit_code == 0


def _leaves(command: click.Command, *path: str) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [leaf for name, each in found if each for leaf in _leaves(each, *path, name)]


@pytest.mark.parametrize("path", _leaves(main), ids=" ".join)
def test_every_command_explains_itself(run, path):
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    if path[0] not in ("serve", "demo", "completion"):
        assert "--json" in result.output


def test_the_help_names_the_exit_codes(run):
    assert "3 no sandbox answers" in " ".join(run("--help").output.split())


class _Stranger(HTTPServer):
    """Something that is no sandbox, on a free port while it is entered."""

    def __enter__(self) -> str:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server_port}"

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


def _stranger(status: int) -> _Stranger:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return _Stranger(("127.0.0.1", 0), Answers)
