"""What GitHub Actions shows of a run."""

from dataclasses import replace
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from ecf_conformance import commands, github, terminal
from ecf_conformance.exchange import Secrets
from ecf_conformance.run import Played
from ecf_conformance.scenario import Outcome, Scenario, Verdict
from tests.conformance.strangers import Stranger
from tests.conformance.targets import played, target

TOKEN = "s3cret-t0ken"
SECRETS = Secrets([(TOKEN, "$TOKEN")])
ODD = f"100% | `x` <b>, {TOKEN}\n::set-output name=x::y\r\n  ::stop-commands::z\x1b[2J"


@pytest.fixture(scope="module")
def broken():
    return played(Stranger(accepts=True), "VOID", "AUTH", token=TOKEN)


def odd(result):
    """The same run, with a failure that is told in odd words."""
    scenario = Scenario("void.odd", ("VOID-1",), "A promise: kept, or not", frozenset(), print)
    failure = Played(scenario, Outcome(Verdict.BROKEN, ODD), 0.0)
    return replace(result, played=[failure, *result.played])


def test_each_broken_rule_is_an_error_with_a_curl(broken):
    lines = list(github.annotations(broken, SECRETS))
    (void,) = [each for each in lines if each.startswith("::error title=VOID-3%3A ")]
    assert "%0Acurl -gi -X PUT" in void
    assert "$TOKEN" in void
    broken_rules = [each for each in broken.rules.values() if each.verdict == "broken"]
    assert len(lines) == len(broken_rules)


def test_an_annotation_is_one_line_whatever_was_answered(broken):
    lines = [each for each in github.annotations(odd(broken), SECRETS) if "VOID-1" in each]
    (line,) = lines
    assert "100%25 | `x` <b>, $TOKEN%0A::set-output name=x::y%0D%0A" in line
    assert "\n" not in line
    assert TOKEN not in line


def test_what_github_would_not_show_is_named_in_the_last(broken):
    many = replace(played(Stranger(accepts=True), "DECL", "ACT", token=TOKEN))
    lines = list(github.annotations(many, SECRETS))
    assert len(lines) == 10
    assert "more rules are broken: DECL-" in lines[-1]


def test_a_summary_is_a_table_that_nothing_breaks_out_of(broken, tmp_path):
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    github.summarise(odd(broken), SECRETS, file)
    lines = file.read_text().splitlines()
    assert lines[:2] == ["before", "## Conformance: broken"]
    (row,) = [each for each in lines if each.startswith("| **VOID-1**")]
    assert "100% \\| \\`x\\` &lt;b&gt;, \\$TOKEN ::set" in row
    assert TOKEN not in file.read_text()
    assert lines[-1].startswith("Exercised: ")


def test_the_plain_lines_give_no_command(broken):
    console = Console(width=200, file=StringIO())
    terminal.summarise(console, odd(broken), SECRETS)
    told = console.file.getvalue()
    assert "| ::set-output" in told
    assert not [each for each in told.splitlines() if each.lstrip().startswith("::")]
    assert "\x1b" not in told


@pytest.mark.parametrize("there", [True, False])
def test_a_run_tells_github_where_there_is_one(there, broken, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true" if there else "")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setattr(commands, "opened", lambda _: target(Stranger(accepts=True), token=TOKEN))
    said = ["run", "http://stub.example", "--rule", "VOID-3", "--html", str(tmp_path / "x.html")]
    ran = CliRunner().invoke(commands.command, said)
    assert ran.exit_code == 1
    assert ("::error title=VOID-3" in ran.output) == there
    assert (tmp_path / "summary.md").exists() == there
    assert (tmp_path / "x.html").read_text().lstrip().startswith("<!doctype html>")


def test_a_report_that_cannot_be_written_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "opened", lambda _: target(Stranger(accepts=True), token=TOKEN))
    (tmp_path / "file").write_text("")
    file = str(tmp_path / "file" / "x.html")
    ran = CliRunner().invoke(
        commands.command, ["run", "http://stub.example", "--rule", "VOID-3", "--html", file]
    )
    assert ran.exit_code == 2
    assert "x.html cannot be written: " in ran.output
