"""Fuzzing by command: ours, and Schemathesis' own with our hooks."""

import importlib
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ecf_conformance.commands import command
from tests.conformance.bench import our_app, served, target
from tests.conformance.documents import only, written
from tests.defects import CATALOGUE

importlib.import_module("tests.defects.wire")

DEFER = "PUT /participants/ecf/{id}/defer"
SHOW = "GET /participants/ecf/{id}"


@pytest.fixture
def url(app):
    with served(app) as found:
        yield found


def conformance(*arguments):
    return CliRunner().invoke(command, ["run", *map(str, arguments)])


def test_a_run_can_fuzz_alone_and_tells_where_the_time_went(url, tmp_path):
    file, told = written(tmp_path, only(SHOW)), tmp_path / "report.json"
    ran = conformance(
        url, "--only", "fuzz", "--max-examples", 2, "--document", file, "--json", told
    )
    assert ran.exit_code == 0, ran.output
    assert "FUZZED by 2 examples each, seed 1" in ran.output
    report = json.loads(told.read_text())
    assert report["scenarios"] == []
    assert report["fuzz"]["operations"][0]["seconds"] > 0


def test_what_time_cut_is_exit_code_3_unless_allowed(url, tmp_path):
    file = written(tmp_path, only(SHOW, DEFER))
    short = (url, "--only", "fuzz", "--max-time", 0.001, "--document", file)
    cut = conformance(*short)
    assert cut.exit_code == 3
    assert "had no turn" in cut.output
    assert conformance(*short, "--allow-skips").exit_code == 0


def test_an_overlay_without_actions_could_not_run(url, tmp_path):
    over = written(tmp_path, {"overlay": "1.0.0"}, "overlay.yaml")
    ran = conformance(url, "--overlay", over)
    assert ran.exit_code == 2
    assert "overlay.yaml: it has no actions" in ran.output


def test_rules_alone_are_not_fuzzed(url):
    ran = conformance(url, "--rule", "VOID-3")
    assert ran.exit_code == 0
    assert "FUZZED" not in ran.output


def test_our_hooks_and_checks_work_for_schemathesis_own_command(monkeypatch, tmp_path):
    CATALOGUE["dates_have_fractions"].apply(monkeypatch)
    file = written(tmp_path, only(SHOW))
    with our_app(tmp_path / "worlds") as app, target(app) as ours, served(app) as url:
        token = ours.worlds.make("guidance", participants=10).tokens["north-star"]
        ran = schemathesis(url, token, file)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "dates_in_utc fails" in ran.stdout
    assert "(FMT-3)" in ran.stdout


def schemathesis(url, token, file):
    """Run Schemathesis' own command with our hooks."""
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "ecf_conformance.fuzzing.hooks",
        "ECF_CONFORMANCE_URL": url,
        "ECF_CONFORMANCE_TOKEN": token,
    }
    told = ["--url", url, "--header", f"Authorization: Bearer {token}", "--seed", "1"]
    few = ["--phases", "examples", "--no-shrink"]
    ran = [sys.executable, "-m", "schemathesis.cli", "run", str(file), *told, *few]
    return subprocess.run(
        ran,
        env=environment,
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
