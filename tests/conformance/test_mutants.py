"""scripts/mutants.py: what it changes, and that it bites."""

import importlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("mutmut") is None, reason="only a release's checks install mutmut"
    ),
]


def tried(*arguments):
    return subprocess.run(
        [sys.executable, "scripts/mutants.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_breaks_a_promise_is_killed_and_what_is_listed_survives():
    broken, harmless = "if known is Ownership.OWN: ->", "UNKNOWN = None"
    ran = tried("--module", "ownership", "--only", broken, "--only", harmless, "--verbose")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    killed, survived = sorted(
        (line for line in ran.stdout.splitlines() if " -> " in line),
        key=lambda line: "'by'" not in line,
    )
    assert broken in killed
    assert harmless in survived
    assert "1 of 2 are killed, 50.0%" in ran.stdout


def test_rules_of_version_3_are_tried_by_its_own_scenarios():
    broken = 'for {case.kind} must be one of " + ", ".join(None)'
    ran = tried("--api", "v3", "--module", "declaration_steps", "--only", broken)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 of 1 are killed" in ran.stdout


EQUAL_LINES = """
def either(a, b):
    if a:
        return 1
    if b:
        return 1
    return 2
"""


def test_equal_changes_of_equal_lines_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    file = tmp_path / "either.py"
    file.write_text(EQUAL_LINES)
    mutants = importlib.import_module("mutation").mutants_of(file)
    twos = [each for each in mutants if each.change == "return 1 -> return 2"]
    assert [each.nth for each in twos] == [1, 2]
    assert len({each.key for each in mutants}) == len(mutants)
