"""`faults` and `journal`: faults set, and what came of them seen."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.kit import walks

PROGRAM = Path(sys.executable).parent / "ecf-sandbox"
RECORDED_WITHIN = 5


@pytest.fixture
def get(server, ask, world):
    """Let north-star ask for a path of the provider API; returns the status."""
    token = ask("world", "show", world, "--token", "north-star")["token"]

    def asking(path: str) -> int:
        request = Request(f"{server}/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        try:
            with urlopen(request, timeout=10) as response:
                return response.status
        except HTTPError as refusal:
            return refusal.code

    return asking


@pytest.fixture
def visited(get, run):
    """Two requests in the journal, one of them refused."""
    assert get("/participants/ecf?page[per_page]=1") == 200
    assert get("/participants/ecf?page[page]=0") == 400
    deadline = time.monotonic() + RECORDED_WITHIN
    while run("journal").output.count("GET /api") < 2 and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_fault_strikes_and_is_cleared(run, ask, get):
    added = ask(
        *("faults", "add", "--method", "GET", "--path", "/api/v1/*", "--provider", "north-star"),
        *("--status", "503", "--header", "Retry-After: 3", "--body", '{"error":"Try later"}'),
        *("--times", "2", "--probability", "1"),
    )
    assert added["faults"] == [
        {
            "method": "GET",
            "path": "/api/v1/*",
            "provider": "north-star",
            "status": 503,
            "headers": {"Retry-After": "3"},
            "body": {"error": "Try later"},
            "times": 2,
            "probability": 1.0,
            "hits": 0,
        }
    ]
    assert get("/participants/ecf") == 503
    assert ask("faults", "show")["faults"][0]["hits"] == 1
    assert ask("faults", "clear") == ask("faults", "show") == {"faults": []}
    assert get("/participants/ecf") == 200


def test_faults_are_added_to_those_there_are(run, ask, world):
    ask("faults", "add", "--drop")
    ask("faults", "add", "--delay-ms", "10", "--truncate-after", "0")
    ask("faults", "add", "--status", "500", "--body", "[ out of order ]")
    first, second, third = ask("faults", "show")["faults"]
    assert first == {"drop": True, "hits": 0}
    assert (second["delay_ms"], second["truncate_after"]) == (10, 0)
    assert third["body"] == "[ out of order ]"
    assert run("faults", "show").output.splitlines()[2].split() == ['{"drop":', "true}", "0"]


def test_a_fault_that_does_nothing_is_refused(run, world):
    assert run("faults", "add", "--times", "1").exit_code == 1


def test_a_rate_limit_is_set_shown_and_lifted(run, ask, get):
    assert run("faults", "limit").output == "no rate limit\n"
    assert run("faults", "limit", "1").output == "1 request in 300 s\n"
    assert [get("/participants/ecf"), get("/participants/ecf")] == [200, 429]
    assert ask("faults", "limit", "0") == {"rate_limit": None}
    assert get("/participants/ecf") == 200


def test_the_journal_shows_the_newest_first(run, ask, visited):
    header, _, newest, oldest = run("journal").output.splitlines()
    assert header.split() == ["world's", "date", "provider", "status", "request", "ms", "rules"]
    assert "400      GET /api/v1/participants/ecf?page[page]=0" in newest
    assert "200      GET /api/v1/participants/ecf?page[per_page]=1" in oldest
    assert (newest.split()[-1], oldest.split()[-1]) == ("LIST-1", "-")
    assert [each["status"] for each in ask("journal", "--limit", "1")["entries"]] == [400]


@pytest.mark.parametrize(
    ("filters", "statuses"),
    [
        (["--status", "4xx"], [400]),
        (["--path", "/api/v1/participants/*"], [400, 200]),
        (["--provider", "riverbank"], []),
        (["--rule", "LIST-1"], [400]),
        (["--rule", "LIST-2"], []),
    ],
    ids=["status", "path", "provider", "rule", "another rule"],
)
def test_the_journal_is_filtered(ask, visited, filters, statuses):
    assert [each["status"] for each in ask("journal", *filters)["entries"]] == statuses


def test_the_journal_is_exported_for_browsers(run, visited, tmp_path):
    file = tmp_path / "visit.har"
    assert run("journal", "--har", str(file), "--status", "200").exit_code == 0
    archive = json.loads(file.read_text())["log"]
    assert (archive["version"], len(archive["entries"])) == ("1.2", 1)


def test_the_journal_is_emptied(run, ask, visited):
    assert ask("journal", "--clear") == {"entries": []}
    assert run("journal").output == "Nothing was asked yet.\n"


def test_control_calls_are_shown_apart(run, ask, world):
    ask("clock", "advance", "P1D")
    assert run("clock", "advance", "--to", "next-payment").exit_code == 2
    (entry,) = ask("journal", "--control")["entries"]
    assert (entry["method"], entry["status"]) == ("POST", 200)
    assert "/clock/advance" in run("journal", "--control").output
    assert ask("journal", "--control", "--clear") == {"entries": []}
    assert ask("journal", "--control")["entries"] == []


def test_control_calls_have_no_provider_and_no_rule(run, world):
    assert run("journal", "--control", "--rule", "DECL-5").exit_code == 2


def test_a_har_that_cannot_be_written_is_said_plainly(run, world):
    result = run("journal", "--har", "/nowhere/visit.har")
    assert result.exit_code == 2
    assert "/nowhere/visit.har" in result.stderr


@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "JSON lines"])
def test_the_journal_is_followed_until_ctrl_c(cache, server, get, visited, world, as_json):
    asked = ["journal", "--follow", "--url", server, "--world", world, *["--json"] * as_json]
    with subprocess.Popen(
        [PROGRAM, *asked],
        env=walks.environment(cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        assert get("/participants/nowhere") == 404
        lines.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=10)
    assert (process.returncode, rest, complaints) == (0, "", "")
    if as_json:
        assert [json.loads(line)["status"] for line in lines] == [200, 400, 404]
    else:
        assert [line.split()[2] for line in lines] == ["200", "400", "404"]


def test_following_ends_with_the_world(cache, server, ask):
    made = ask("world", "create", "--participants", "0", "--no-personas")["id"]
    asked = ["journal", "--follow", "--url", server, "--world", made]
    with subprocess.Popen(
        [PROGRAM, *asked], env=walks.environment(cache), stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        ask("world", "delete", made)
        _, complaint = process.communicate(timeout=10)
    assert process.returncode == 1
    assert made in complaint
