"""`ecf-sandbox serve`: what it says when it starts, and when it will not."""

import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecf_sandbox.cli import main
from ecf_sandbox.engine.http import server as uvicorn_server
from tests.kit import walks

PROGRAM = Path(sys.executable).parent / "ecf-sandbox"
SMALL = ("--port", "0", "--participants", "0")


@pytest.fixture
def serve(monkeypatch, cache):
    """Run `serve` up to where it would answer requests; what it would serve with is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("ECF_SANDBOX_ADMIN_TOKEN", raising=False)
    settings = []

    def ready_at_once(given, listener, ready):
        settings.append(given)
        ready()

    monkeypatch.setattr(uvicorn_server, "run", ready_at_once)

    def running(*arguments: str):
        result = CliRunner().invoke(main, ["serve", *SMALL, *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        result.settings = settings
        return result

    return running


def test_it_says_where_it_is_and_what_opens_it(serve):
    said = serve().output
    assert "is ready on http://127.0.0.1:" in said
    assert "guidance, seed 1" in said
    assert "2021-11-25T09:00:0" in said
    for provider in ("north-star", "riverbank", "beacon-hill", "fenland"):
        assert f"{provider}-token" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edition", "service"], "service, seed 1"),
        (["--seed", "7"], "guidance, seed 7"),
        (["--now", "2022-03-01", "--frozen"], "2022-03-01T00:00:00Z, frozen"),
        (["--now", "2022-03-01T10:00:00+01:00"], "2022-03-01T09:00:0"),
        (["--host", "localhost"], "http://127.0.0.1:"),
        (["--edition", "register"], "/docs/v3\n  tokens\n"),
        ([], "/docs/v3\n  tokens     north-star-register-token"),
        (["--no-register"], "/docs\n  tokens\n"),
    ],
    ids=[
        "an edition",
        "a seed",
        "a date",
        "a moment",
        "a name for this machine",
        "the reference of API v3",
        "the reference of the second world",
        "the reference of API v1",
    ],
)
def test_an_option_shows_in_the_banner(serve, options, said):
    assert said in serve(*options).output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--now", "noon"], "'noon' is not a date-time"),
        (["--now", "2150-01-01"], "between 2000-01-01 and 2099-12-31"),
        (["--real-time", "--frozen"], "choose one"),
        (["--edition", "draft"], "'guidance', 'service', 'register'"),
        (["--edition", "register", "--register-now", "2026-12-01"], "name the date with --now"),
        (["--register-now", "2026-12-01", "--no-register"], "--no-register: choose one"),
        (["--register-now", "2026-12-01", "--real-time"], "choose one"),
        (["--register-now", "noon"], "'noon' is not a date-time"),
        (["--data", "/dev/null/worlds"], "cannot keep worlds in /dev/null/worlds"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid"),
        (["--host", "0.0.0.0"], "--admin-token"),
        (["--workers", "0"], "0 is not in the range"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_it_cannot_do_is_one_line_and_exit_code_2(serve, options, said):
    result = serve(*options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("Error: ") == 1


def test_a_port_in_use_is_named(serve):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = serve("--port", port)
    assert result.exit_code == 2
    assert port in result.stderr


def test_other_addresses_are_served_with_an_admin_token(serve):
    result = serve("--host", "0.0.0.0", "--admin-token", "s3cret")
    assert result.exit_code == 0
    assert "http://127.0.0.1:" in result.output
    assert "s3cret" not in result.output
    assert result.settings[0].admin_token == "s3cret"


@pytest.mark.parametrize("spec", [["--edition", "service"], ["--seed", "2"]], ids=" ".join)
def test_a_kept_world_of_another_kind_is_refused(serve, tmp_path, spec):
    assert serve("--data", str(tmp_path)).exit_code == 0
    result = serve("--data", str(tmp_path), *spec)
    assert result.exit_code == 2
    assert spec[1] in result.stderr


REGISTER_TOKENS = ("north-star-register-token", "fenland-register-token")


def test_a_world_of_api_v3_is_served_beside_the_default_one(serve):
    said = serve().output
    assert "2026-11-25T09:00:0" in said
    assert all(token in said for token in REGISTER_TOKENS)
    assert "/api/v3/schools" in said
    assert "/api/v1/participants" in said


def test_its_date_is_named_apart_and_its_pace_is_that_of_both(serve):
    said = serve("--register-now", "2026-12-01T10:00:00Z", "--frozen").output
    assert "2021-11-25T09:00:00Z, frozen" in said
    assert "2026-12-01T10:00:00Z, frozen" in said


def test_it_is_left_out_where_nobody_wants_it(serve, tmp_path):
    said = serve("--no-register", "--data", str(tmp_path)).output
    assert "register" not in said
    assert [path.name for path in (tmp_path / "worlds").iterdir()] == ["default"]


def test_the_default_world_may_be_of_api_v3_and_is_alone_then(serve, tmp_path):
    kept = ["--data", str(tmp_path)]
    for options in (["--edition", "register", "--frozen"], []):
        said = serve(*kept, *options).output
        assert "register, seed 1" in said
        assert "2026-11-25T09:00:00Z, frozen" in said
        assert "Bearer north-star-token' 'http://127.0.0.1:" in said
        assert "/api/v3/schools" in said
        assert "/api/v1" not in said
        assert [path.name for path in (tmp_path / "worlds").iterdir()] == ["default"]


def test_a_kept_world_of_its_id_made_otherwise_is_refused(serve, tmp_path):
    assert serve("--data", str(tmp_path)).exit_code == 0
    other = serve("--data", str(tmp_path), "--edition", "register")
    assert other.exit_code == 2
    assert "another world default: it was made for edition guidance, not register" in other.stderr
    larger = serve("--data", str(tmp_path), "--participants", "10")
    assert larger.exit_code == 2
    assert "another world default: it was made for participants 0, not 10" in larger.stderr
    assert serve("--data", str(tmp_path)).exit_code == 0
    (tmp_path / "worlds/register").rename(tmp_path / "aside")
    (tmp_path / "worlds/default").rename(tmp_path / "worlds/register")
    taken = serve("--data", str(tmp_path))
    assert taken.exit_code == 2
    assert "another world register: it was made for edition guidance, not register" in taken.stderr
    assert taken.stderr.count("Error: ") == 1


def test_a_kept_world_goes_on_where_it_was(serve, tmp_path):
    kept = ["--data", str(tmp_path)]
    assert "2022-03-01T00:00:00Z, frozen" in serve(*kept, "--now", "2022-03-01", "--frozen").output
    assert "2022-03-01T00:00:00Z, frozen" in serve(*kept).output
    assert "2022-05-01T00:00:00Z, frozen" in serve(*kept, "--now", "2022-05-01", "--frozen").output


def test_the_line_to_paste_works_and_a_signal_stops_it_cleanly(cache, tmp_path):
    with subprocess.Popen(
        [PROGRAM, "serve", *SMALL, "--data", tmp_path],
        env=walks.environment(cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("  curl "):
                break
        answer = subprocess.run(shlex.split(line), capture_output=True, timeout=30, check=True)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert b'"type":"participant"' in answer.stdout
    assert process.returncode == 0
    assert re.fullmatch(
        r"method=GET path=/api/v1/participants/ecf status=200 ms=[0-9.]+ provider=north-star "
        r"world_date=2021-11-25T09:00:\d\dZ\n",
        log,
    )


def test_two_servers_do_not_share_a_folder(serve, server, tmp_path, cache):
    with walks.serving(cache, "--participants", "0", "--data", str(tmp_path)):
        result = serve("--data", str(tmp_path))
    assert result.exit_code == 2
    assert "another server" in result.stderr


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE world SET version = 1", id="other tables of the engine"),
        pytest.param("UPDATE world SET schema_version = 999", id="other tables of the API"),
        pytest.param("UPDATE world SET edition = 'gone'", id="an edition that no API has"),
        pytest.param("ALTER TABLE world DROP COLUMN schema_version", id="one version only"),
        pytest.param("DROP TABLE world", id="no world"),
    ],
)
def test_a_kept_world_of_another_version_is_refused(serve, tmp_path, change):
    assert serve("--data", str(tmp_path)).exit_code == 0
    with closing(sqlite3.connect((tmp_path / "worlds/default/current").resolve())) as db:
        db.execute(change)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    result = serve("--data", str(tmp_path))
    assert result.exit_code == 2
    assert "holds a world of another version: default." in result.stderr
    assert result.stderr.count("Error: ") == 1
