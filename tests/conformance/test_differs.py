"""What differs from our promises alone: told in every report, and fails a run only if strict."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from click.testing import CliRunner
from rich.console import Console

from ecf_conformance import commands, github, report, terminal
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.fuzz_result import Finding, FuzzResult, OperationResult
from ecf_conformance.page import as_html
from ecf_conformance.run import BROKEN, DIFFERS, KEPT, Exit
from ecf_conformance.scenario import OURS, Verdict
from tests.conformance.strangers import Stranger
from tests.conformance.targets import played, target
from tests.conformance.test_page import Reader

TOKEN = "s3cret-t0ken"
SECRETS = Secrets([(TOKEN, "$TOKEN")])


@pytest.fixture(scope="module")
def differing():
    """A run in which a rule of ours is not kept, and none is broken."""
    return played(Stranger(accepts=True, people=0), "TIME-2", token=TOKEN, payments="none")


@pytest.fixture(scope="module")
def fuzzed(differing):
    """The same with a finding that differs, too."""
    exchange = Exchange("GET", "http://stub/api/v1/x", "/api/v1/x", {}, b"", 500, {}, b"oh")
    finding = Finding(
        check="not_a_server_error",
        operation="GET /x",
        why="answered 500",
        expected="no 5xx",
        exchange=exchange,
        rule="FMT-7",
        differs=True,
    )
    operations = [OperationResult(name="GET /x", rounds=1)]
    phase = FuzzResult(seed=1, max_examples=None, operations=operations, findings=[finding])
    return replace(differing, fuzzed=phase)


def text(result):
    console = Console(width=200, file=StringIO())
    terminal.summarise(console, result, SECRETS)
    return console.file.getvalue()


def junit(result, folder: Path):
    file = folder / "report.xml"
    report.write_junit(result, SECRETS, file)
    return ET.parse(file).getroot()


def run(monkeypatch, *said):
    """Run the command on the stranger."""
    stranger = Stranger(accepts=True, people=0)
    monkeypatch.setattr(
        commands,
        "opened",
        lambda settings: target(stranger, token=settings.token, payments=settings.payments),
    )
    usual = ["run", "http://stub.example", "--token", TOKEN, "--payments", "none"]
    return CliRunner().invoke(commands.command, [*usual, *said])


def test_the_run_is_one_in_which_something_differs(differing):
    assert differing.rules["TIME-2"].verdict == DIFFERS
    of_ours = [each for each in differing.played if each.outcome.verdict is Verdict.DIFFERS]
    assert {each.scenario.source for each in of_ours} == {OURS}
    assert BROKEN not in {each.verdict for each in differing.rules.values()}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param([], Exit.KEPT, id="as it comes"),
        pytest.param(["--strict"], Exit.BROKEN, id="strict"),
        pytest.param(["--strict", "--allow-skips"], Exit.BROKEN, id="strict, skips allowed"),
    ],
)
def test_what_differs_fails_a_run_only_if_it_is_strict(monkeypatch, options, code):
    ran = run(monkeypatch, "--rule", "TIME-2", *options)
    assert ran.exit_code == code, ran.output
    assert "DIFFERS  TIME-2" in ran.output


def test_strict_can_be_set_in_the_environment(monkeypatch):
    monkeypatch.setenv("ECF_CONFORMANCE_STRICT", "1")
    assert run(monkeypatch, "--rule", "TIME-2").exit_code == Exit.BROKEN


def test_a_finding_that_differs_fails_a_run_only_if_it_is_strict(fuzzed):
    alone = replace(fuzzed, played=[])
    assert alone.exit is Exit.KEPT
    assert replace(alone, strict=True).exit is Exit.BROKEN


def test_our_own_sandbox_asked_directly_keeps_all(app):
    assert {each.verdict for each in played(app, "TIME-2").rules.values()} == {KEPT}


def test_the_terminal_tells_it_with_a_curl_and_whose_promise_it_is(fuzzed):
    told = text(fuzzed)
    assert "DIFFERS  TIME-2  A blank date is ignored;" in told
    assert "  Neither the guidance nor the service promises this: we do." in told
    assert "answered 200; expected 400" in told
    assert 'curl -gi -H "authorization: Bearer $TOKEN"' in told
    assert "DIFFERS  FMT-7  GET /x answered 500" in told
    assert "0 broken, 2 differs" in told


def test_json_tells_it_with_its_source_and_requests(fuzzed):
    told = report.as_json(fuzzed, SECRETS)
    schema = json.loads((Path(report.__file__).parent / "report.schema.json").read_text())
    jsonschema_rs.validate(schema, told)
    assert told["rules"]["TIME-2"] == "differs"
    assert "expected 400" in told["why"]["TIME-2"]
    differing = [each for each in told["scenarios"] if each["verdict"] == "differs"]
    assert differing
    assert all(each["source"] == "ours" and each["requests"] for each in differing)
    assert [each["differs"] for each in told["fuzz"]["findings"]] == [True]
    assert (told["strict"], told["verdict"]) == (False, "kept")
    strict = report.as_json(replace(fuzzed, strict=True), SECRETS)
    assert (strict["strict"], strict["verdict"]) == (True, "broken")


def test_junit_skips_it_with_the_reason(fuzzed, tmp_path):
    root = junit(fuzzed, tmp_path)
    assert not root.findall(".//failure")
    said = [each for each in root.iter("skipped") if each.get("message").startswith("differs, our")]
    assert len(said) == sum(each.outcome.verdict is Verdict.DIFFERS for each in fuzzed.played)
    assert all("curl" in each.text for each in said)
    (output,) = root.findall(".//testcase[@classname='fuzz']/system-out")
    assert "differs, our promise alone: GET /x answered 500" in output.text
    assert root.find("testsuite[@name='server_date']").get("failures") == "0"


def test_junit_fails_for_it_where_the_run_is_strict(fuzzed, tmp_path):
    root = junit(replace(fuzzed, strict=True), tmp_path)
    differing = sum(each.outcome.verdict is Verdict.DIFFERS for each in fuzzed.played)
    failures = root.findall(".//failure")
    assert len(failures) == differing + 1
    assert all(each.get("message").startswith("differs, our promise") for each in failures)
    assert root.find("testsuite[@name='server_date']").get("failures") == str(differing)
    assert root.find("testsuite[@name='fuzz']").get("failures") == "1"


def test_the_page_has_a_chapter_of_it(fuzzed):
    page = Reader(as_html(fuzzed, SECRETS))
    shown = [(tag, value) for tag, name, value in page.attributes if name == "data-verdict"]
    assert ("details", "differs") in shown
    assert ("section", "id", "differs") in page.attributes
    assert "What differs" in page.texts
    assert "Neither the guidance nor the service promises these: we do. " in page.texts
    assert "What is broken" not in page.texts
    assert any(each.endswith(" · differs") for each in page.texts)
    assert "curl -gi" in page.text


def test_github_shows_it_as_notices_and_in_the_summary(fuzzed):
    lines = list(github.annotations(fuzzed, SECRETS))
    assert [each.partition(" ")[0] for each in lines] == ["::notice", "::notice"]
    (time,) = [each for each in lines if "title=TIME-2%3A" in each]
    assert "::differs, our promise alone: A blank date is as good as none (empty): GET " in time
    assert "%0Acurl -gi" in time
    table = list(github.as_markdown(fuzzed, SECRETS))
    (row,) = [each for each in table if each.startswith("| **TIME-2** ")]
    assert "| differs | differs, our promise alone: " in row
    assert r"A blank date is as good as none \(empty\): GET " in row


def test_github_shows_it_as_errors_where_the_run_is_strict(fuzzed):
    lines = list(github.annotations(replace(fuzzed, strict=True), SECRETS))
    assert [each.partition(" ")[0] for each in lines] == ["::error", "::error"]
