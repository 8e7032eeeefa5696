"""What a run tells, and what it never tells."""

import importlib
import json
import sys
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from click.testing import CliRunner
from rich.console import Console

from ecf_conformance import report, terminal
from ecf_conformance.apis import EDITIONS, entries, rules, scenarios
from ecf_conformance.catalogue import as_markdown
from ecf_conformance.cli import main
from ecf_conformance.commands import command
from ecf_conformance.document import Document
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.run import run
from ecf_conformance.scenario import Scenario
from ecf_conformance.v1.api import V1
from tests.conformance.strangers import Stranger
from tests.conformance.targets import played, target

TOKEN = "s3cret-t0ken"
SECRETS = Secrets([(TOKEN, "$TOKEN")])


@pytest.fixture(scope="module")
def broken():
    """A run in which some rules are broken, and some not shown."""
    return played(Stranger(accepts=True), "VOID", "AUTH", token=TOKEN)


def test_json_is_as_its_schema_says(broken, tmp_path):
    file = tmp_path / "report.json"
    report.write_json(broken, SECRETS, file)
    told = json.loads(file.read_text())
    schema = json.loads((Path(report.__file__).parent / "report.schema.json").read_text())
    jsonschema_rs.validate(schema, told)
    assert told["verdict"] == "broken"
    assert told["rules"]["AUTH-1"] == "broken"
    assert told["rules"]["AUTH-3"] == "not shown"
    assert told["exercised"]["shares"]["operations"][1] == 18
    assert all(each["requests"] for each in told["scenarios"] if each["verdict"] == "broken")


def test_junit_has_a_failure_for_each_broken_promise(broken, tmp_path):
    file = tmp_path / "report.xml"
    report.write_junit(broken, SECRETS, file)
    root = ET.parse(file).getroot()
    failures = root.findall(".//failure")
    expected = [each for each in broken.played if each.outcome.verdict == "broken"]
    assert len(failures) == len(expected)
    assert any("curl" in (each.text or "") for each in failures)


def test_the_terminal_names_rules_and_shows_a_curl(broken):
    console = Console(width=200, file=StringIO())
    terminal.summarise(console, broken, SECRETS)
    told = console.file.getvalue()
    assert "BROKEN  VOID-3" in told
    assert "NOT SHOWN  AUTH-3" in told
    assert "curl -gi -X PUT" in told
    assert "$TOKEN" in told
    assert "of 18 operations" in told
    assert "never answered" not in told


def test_the_terminal_names_what_a_whole_run_never_saw(broken):
    console = Console(width=200, file=StringIO())
    terminal.summarise(console, replace(broken, only=()), SECRETS)
    told = console.file.getvalue()
    assert "never answered: state submitted" in told
    assert "never sent: reason bereavement" in told


def test_no_token_is_told(broken, tmp_path):
    for write in (report.write_json, report.write_junit):
        file = tmp_path / write.__name__
        write(broken, SECRETS, file)
        assert TOKEN not in file.read_text()


def test_no_token_of_another_world_is_told(app, tmp_path):
    tokens = []

    def steps(provider):
        alone = provider.elsewhere()
        tokens.extend(alone.target.world.tokens.values())
        alone.participants().accepted()
        raise AssertionError(f"seen with {tokens[0]}")

    with target(app) as found:
        it = Scenario("lists.alone", ("LIST-1",), "It fails.", frozenset(), steps)
        result = run(found, [it], document=Document(), only=["LIST-1"])
        file = tmp_path / "report.json"
        report.write_json(result, found.secrets, file)
    assert "Bearer $TOKEN" in file.read_text()
    assert len(tokens) == 4
    assert not [each for each in tokens if each in file.read_text()]


def test_a_curl_line_masks_the_token_and_keeps_the_rest():
    said = Exchange(
        method="PUT",
        url="http://stub.example/api/v1/x?filter[a]=b",
        path="/api/v1/x",
        sent_headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
        sent=b'{"a":"it\'s"}',
        status=200,
        headers={},
        body=b"",
    )
    assert said.curl(SECRETS) == (
        "curl -gi -X PUT -H \"authorization: Bearer $TOKEN\" -H 'content-type: application/json' "
        "--data-binary '{\"a\":\"it'\"'\"'s\"}' 'http://stub.example/api/v1/x?filter[a]=b'"
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_that_http_can_show_has_a_scenario(edition):
    shown = {rule for each in scenarios(edition) for rule in each.rules}
    assert shown == {id_ for id_, rule in rules().items() if rule.shown != "not over HTTP"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_ids_are_unique(edition):
    ids = [each.id for each in scenarios(edition)]
    assert len(ids) == len(set(ids))


def test_a_list_shows_scenarios_by_rule():
    ran = CliRunner().invoke(command, ["list", "--rule", "VOID-3"])
    assert ran.exit_code == 0
    assert "voids.nothing_is_voided_twice: A second void is an invalid action." in ran.output
    assert "DECL-5" not in ran.output


def test_an_unknown_rule_is_not_asked_for():
    ran = CliRunner().invoke(command, ["run", "http://127.0.0.1:9", "--rule", "NOWHERE-9"])
    assert ran.exit_code == 2
    assert "there is no rule NOWHERE-9" in ran.output


def test_sentences_end_without_a_full_stop_and_say_something():
    for each in entries():
        assert len(each.sentence) > 20, each.name


def test_a_missing_extra_is_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "httpx2", None)
    for name in [each for each in sys.modules if each.startswith("ecf_conformance.")]:
        monkeypatch.delitem(sys.modules, name)
    cli = importlib.import_module("ecf_conformance.cli")
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "ecf-sandbox[conformance]" in capsys.readouterr().err


def test_the_document_lists_every_scenario():
    text = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text()
    listed = text.partition("<!-- scenarios -->\n")[2]
    wrong = "put the output of `ecf-conformance list --markdown` at the end of docs/conformance.md"
    assert listed.strip() == "\n".join(as_markdown(V1)).strip(), wrong


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_a_question_mark_stands_for_what_the_output_cannot_show(monkeypatch, encoding):
    shown = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(shown, encoding))
    monkeypatch.setattr(command, "main", lambda **_: Console().print("王 answers"))
    main()
    sys.stdout.flush()
    assert shown.getvalue() == b"? answers\n"
