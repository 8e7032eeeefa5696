"""docs/rules.md is true, and every rule is named by tests."""

import json
import re
import subprocess
import sys

import pytest

from ecf_sandbox.engine import resources

ROOT = resources.path(".")
RULE = re.compile(
    r"\bV3-[A-Z]+-\d+\b|(?<!V3-)\b(?:AUTH|FMT|PART|REG|LIST|ACT|DECL|VOID|PAY|TIME|ADV|LIM)-\d+\b"
)
NAMING_RULES = [
    path
    for folder, kinds in {"src": "*.py", "openapi": "*.yaml", "tests": "*.py"}.items()
    for path in sorted(ROOT.joinpath(folder).rglob(kinds))
]


@pytest.fixture(scope="module")
def told():
    """What scripts/rules.py tells of the rules and the tests that name them."""
    script = [sys.executable, "scripts/rules.py", "--json"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_document_says_what_is_so(told):
    written = ROOT.joinpath("docs", "rules.md").read_text(encoding="utf-8")
    assert written == told["document"], "run: python scripts/rules.py --write"


def test_every_rule_is_named_by_a_test(told):
    rules = {rule["id"] for rule in told["rules"]}
    assert rules - told["named"].keys() == set()


@pytest.mark.parametrize("edition", ["guidance", "service"])
def test_where_the_editions_differ_each_is_named_by_a_test_of_its_own(told, edition):
    differing = {rule["id"] for rule in told["rules"] if rule["differs"]}
    shown = {
        rule
        for rule, tests in told["named"].items()
        if any(test["edition"] == edition for test in tests)
    }
    assert differing - shown == set()


def test_no_test_names_a_rule_that_there_is_not(told):
    assert told["named"].keys() - {rule["id"] for rule in told["rules"]} == set()


def test_a_rule_is_named_once_and_shown_somewhere(told):
    ids = [rule["id"] for rule in told["rules"]]
    assert len(ids) == len(set(ids))
    for rule in told["rules"]:
        assert rule["shown"] in ("provider-api", "control-api", "not over HTTP"), rule["id"]


def test_code_and_documents_name_only_rules_that_there_are(told):
    known = {rule["id"] for rule in told["rules"]}
    named = {
        (path.relative_to(ROOT).as_posix(), rule)
        for path in NAMING_RULES
        for rule in RULE.findall(path.read_text(encoding="utf-8"))
    }
    assert [each for each in sorted(named) if each[1] not in known] == []
