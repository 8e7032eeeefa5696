"""Fuzzing: what is wrong is found, each thing once, and nobody honest is blamed."""

import importlib
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import httpx2
import jsonschema_rs
import pytest
from rich.console import Console

from ecf_conformance import report, terminal
from ecf_conformance.apis import EDITIONS
from ecf_conformance.asgi import AsgiTransport
from ecf_conformance.budget import SEQUENCES, Budget
from ecf_conformance.document import Document
from ecf_conformance.document_coverage import DocumentCoverage
from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz import fuzz
from ecf_conformance.run import Exit, Result
from ecf_conformance.session import Settings, opened
from ecf_conformance.v1.api import V1
from ecf_conformance.v1.schedules import TYPES
from tests.conformance.changed import (
    Changed,
    answer_nonsense,
    answer_tells_token,
    error_says_nothing,
    json_is_cut_short,
    refusal_withdraws,
)
from tests.conformance.documents import API, only, written
from tests.conformance.real_service import RealService
from tests.conformance.strangers import Stranger
from tests.conformance.targets import URL, our_app, target
from tests.defects import CATALOGUE

for module in ("auth", "dates", "lists", "places", "wire", "wire_http"):
    importlib.import_module(f"tests.defects.{module}")

TOKEN = "s3cret-t0ken-of-a-stranger"
DECLARE = "POST /participant-declarations"
LIST = "GET /participants/ecf"
SHOW = "GET /participants/ecf/{id}"
LIST_DECLARED = "GET /participant-declarations"
SHOW_DECLARED = "GET /participant-declarations/{id}"
DEFER = "PUT /participants/ecf/{id}/defer"


SHORT = Budget(max_examples=8, phases=("examples", "fuzzing"))
LONGER = replace(SHORT, max_examples=60)


def fuzzed(app, file=None, *, budget=SHORT, seen=None, **said):
    """Fuzz an app by the document in a file; `seen` is told of every exchange."""
    with target(app, **said) as found:
        if seen is not None:
            ask = found.connection.ask
            found.connection.ask = lambda *args, **kwargs: tell(seen, ask(*args, **kwargs))
        return fuzz(found, Document(file, api=found.api.name), budget)


def tell(seen, exchange):
    seen(exchange)
    return exchange


def named(found):
    """Return the checks that found something, with the rules that it breaks."""
    return {(each.check, each.rule) for each in found.findings}


FOUND = {
    "dates_have_fractions": ("dates_in_utc", "FMT-3", [SHOW]),
    "anybodys_participant_is_found_by_id": ("nobody_elses_ids", "AUTH-3", [SHOW]),
    "anybodys_declaration_is_found_by_id": ("nobody_elses_ids", "AUTH-4", [SHOW_DECLARED]),
    "pages_without_bounds": ("not_a_server_error", "FMT-7", [LIST]),
    "lists_by_id": ("lists_sorted", "LIST-2", [LIST]),
    "changes_in_order_of_creation": ("lists_sorted", "LIST-2", [DEFER, LIST]),
    "json_is_plain": ("document", "FMT-1", [SHOW]),
    "a_copy_is_answered_as_it_stands": ("copies_are_idempotent", "DECL-10", [DECLARE]),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_defect_is_found_by_the_check_that_looks_for_it(name, monkeypatch, tmp_path):
    check, rule, operations = FOUND[name]
    CATALOGUE[name].apply(monkeypatch)
    with our_app(tmp_path / "worlds") as app:
        found = fuzzed(app, written(tmp_path, only(*operations)), budget=LONGER)
    assert (check, rule) in named(found)


MENDED = {
    "a_refusal_withdraws": (refusal_withdraws, ("refusals_change_nothing", None)),
    "an_error_says_nothing": (error_says_nothing, ("errors_explain_themselves", "FMT-4")),
    "an_answer_tells_the_token": (answer_tells_token, ("no_token_in_answers", "AUTH-2")),
    "json_is_cut_short": (json_is_cut_short, ("media_types", "FMT-1")),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_is_wrong_on_the_wire_is_found_too(name, app, tmp_path):
    change, expected = MENDED[name]
    found = fuzzed(Changed(app, change), written(tmp_path, only(DEFER)))
    assert expected in named(found)


def test_a_clock_that_runs_jumbles_no_list(app, tmp_path):
    with target(app, edition="service") as ours:
        world = ours.worlds.make("service", participants=0)
    states = f"{URL}/sandbox/worlds/{world.id}/states"
    said = {"token": world.tokens["north-star"], "states": states, "edition": "service"}
    running = RealService(app, runs=[3.4, 0.1, 2.2], pays_by_calendar=True)
    file = written(tmp_path, only(DECLARE, LIST_DECLARED))
    found = fuzzed(running, file, budget=LONGER, **said)
    assert found.unreached == []
    assert ("lists_sorted", "LIST-5") not in named(found)


def test_whoever_answers_nonsense_is_told_so(app, tmp_path):
    nonsense = Changed(app, answer_nonsense)
    found = fuzzed(nonsense, written(tmp_path, only(DECLARE, LIST)), budget=LONGER)
    checks = {check for check, _ in named(found)}
    assert {"document", "errors_explain_themselves", "media_types"} <= checks
    assert not [each for each in found.unreached if "whole" in each]


def test_one_failure_does_not_hide_the_rest(app, monkeypatch, tmp_path):
    for name in ("dates_have_fractions", "json_is_plain"):
        CATALOGUE[name].apply(monkeypatch)
    found = fuzzed(app, written(tmp_path, only(SHOW, DEFER)))
    both = {("dates_in_utc", "FMT-3"), ("document", "FMT-1")}
    for operation in (SHOW, DEFER):
        of = [each for each in found.findings if each.operation.endswith(operation[4:])]
        assert both <= named(replace(found, findings=of))
        assert len(of) < 8, "each thing is told once"
        assert max(each.times for each in of) > 1


WHOLE = {"guidance": None, "service": only(DECLARE, DEFER, LIST)}


@pytest.mark.parametrize("edition", WHOLE)
def test_our_own_sandbox_is_not_blamed_and_all_of_it_is_reached(app, edition, tmp_path):
    file = written(tmp_path, WHOLE[edition]) if WHOLE[edition] else None
    budget = Budget(max_examples=1, phases=("examples", "fuzzing", "stateful"))
    found = fuzzed(app, file, budget=budget, edition=edition)
    assert [each.why for each in found.findings] == []
    assert (found.unreached, found.cut) == ([], [])
    assert found.operations[-1].name == SEQUENCES
    assert all(each.requests and each.seconds > 0 for each in found.operations[:-1])


@pytest.mark.slow
@pytest.mark.timeout(200)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_minute_finds_nothing_in_our_own_sandbox(app, edition):
    found = fuzzed(app, budget=Budget(), edition=edition)
    assert [each.why for each in found.findings] == []
    assert (found.unreached, found.cut) == ([], [])


def asked(app, file, seed):
    """Return every request to the provider API that fuzzing with a seed makes."""
    seen = []
    found = fuzzed(app, file, budget=replace(SHORT, seed=seed, max_examples=3), seen=seen.append)
    requests = [
        (each.method, each.path, each.sent, each.sent_headers.get("x-with-server-date"))
        for each in seen
        if "/api/" in each.path
    ]
    return requests, [each.why for each in found.findings]


def test_the_same_seed_asks_the_same_and_another_does_not(app, tmp_path):
    file = written(tmp_path, only(DECLARE))
    first = asked(app, file, 1)
    assert asked(app, file, 1) == first
    assert asked(app, file, 2)[0] != first[0]


def test_time_cuts_whole_operations_and_the_run_says_so(app, tmp_path):
    file = written(tmp_path, only(SHOW, LIST))
    found = fuzzed(app, file, budget=replace(SHORT, max_time=0.001))
    jobs = [each for each in found.operations if each.rounds]
    assert len(jobs) == 1
    assert jobs[0].requests > 2, "what is begun is played to its end"
    assert found.cut == [each.name for each in found.operations[1:]]
    assert result_of(found).exit is Exit.TOO_LITTLE


def result_of(found):
    return Result(
        api=V1,
        target="http://stub.example",
        edition="guidance",
        abilities=frozenset(),
        played=[],
        requests=0,
        seconds=0.0,
        coverage=DocumentCoverage(Document().root, URL),
        fuzzed=found,
    )


def test_whoever_cannot_be_reached_is_named(tmp_path):
    found = fuzzed(Stranger(accepts=False), written(tmp_path, only(DECLARE, SHOW)), token=TOKEN)
    assert found.unreached[0] == f"POST {API}/participant-declarations"
    assert found.unreached[1:] == [f"a declaration of {kind}" for kind in TYPES]


def test_an_honest_stranger_with_two_tokens_is_not_blamed(app, tmp_path):
    with target(app) as ours:
        world = ours.worlds.make("guidance", participants=30)
        token, other = world.tokens["north-star"], world.tokens["riverbank"]
        file = written(tmp_path, only(DECLARE, DEFER, SHOW))
        found = fuzzed(app, file, token=token, other_token=other)
    assert [each.why for each in found.findings] == []
    assert found.unreached == []


def test_a_target_that_falls_silent_is_not_asked_on_and_on(app, tmp_path):
    file, asked = written(tmp_path, only(SHOW)), []

    class Fading(AsgiTransport):
        def handle_request(self, request):
            asked.append(request)
            if len(asked) > 15:
                raise httpx2.ReadTimeout("slow", request=request)
            return super().handle_request(request)

    with opened(Settings(url=URL), Fading(app)) as found:
        told = fuzz(found, Document(file), SHORT)
    assert told.silence.startswith(f"{URL} fell silent: ")
    assert told.requests > 0
    assert len(asked) < 25


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What fuzzing finds at somebody who says no to everything, and asks for no token."""
    file = written(tmp_path_factory.mktemp("documents"), only(DECLARE))
    return result_of(fuzzed(Stranger(accepts=True), file, token=TOKEN))


def test_every_report_tells_the_findings_and_no_token(findings, tmp_path):
    schema = json.loads((Path(report.__file__).parent / "report.schema.json").read_text())
    secrets = Secrets([(TOKEN, "$TOKEN")])
    told = report.as_json(findings, secrets)
    jsonschema_rs.validate(schema, told)
    assert told["verdict"] == "broken"
    assert told["rules"]["AUTH-1"] == "broken"
    report.write_junit(findings, secrets, tmp_path / "junit.xml")
    console = Console(width=200, file=StringIO())
    terminal.summarise(console, findings, secrets)
    for text in (
        json.dumps(told),
        (tmp_path / "junit.xml").read_text(),
        console.file.getvalue(),
    ):
        assert "participant-declarations answered" in text.replace('\\"', '"')
        assert "curl -gi -X POST" in text
        assert "$TOKEN" in text
        assert TOKEN not in text
