"""A plan sends nothing and counts honestly; a run on a foreign target says what it left behind."""

import json

import jsonschema_rs
import pytest
from click.testing import CliRunner

from ecf_conformance import report
from ecf_conformance.apis import APIS, EDITIONS, api_of, scenarios
from ecf_conformance.choices import Choices
from ecf_conformance.commands import command
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.leftovers import Leftovers
from ecf_conformance.page import as_html
from ecf_conformance.plan import name_of, planned, table
from ecf_conformance.session import Settings
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER
from scripts.writes import measured
from tests.conformance.targets import played, target

NOWHERE = "http://127.0.0.1:9"
EVERYTHING = frozenset(Ability)


def run(*arguments):
    return CliRunner().invoke(command, ["run", NOWHERE, *arguments])


@pytest.mark.parametrize("api", [each.name for each in APIS])
def test_the_table_has_every_scenario_and_no_other(api):
    known = next(each for each in APIS if each.name == api)
    there = {name_of(it) for edition in known.editions for it in scenarios(edition)}
    assert table(api).keys() == there, "run make writes"


SOME = {"guidance": "VOID", "service": "VOID", REGISTER: "V3-VOID"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_scenario_writes_more_than_the_table_says(edition):
    said = table(api_of(edition).name)
    for name, written in measured(edition, SOME[edition]).items():
        for kind, number in written.items():
            assert number <= said[name].get(kind, 0), f"{name}: run make writes"


def test_a_plan_is_told_without_a_request():
    answer = run("--api", "v3", "--token", "t", "--rule", "V3-VOID-2", "--plan")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert lines[0] == f"{NOWHERE}, API v3, register edition:"
    assert any("void" in each and ": " in each for each in lines[1:-2])
    assert any(each.startswith("At most, in all: ") for each in lines)


def test_what_a_target_lacks_is_not_planned():
    wanted = scenarios(REGISTER, ["V3-TIME", "V3-AUTH"])
    with_all = list(planned(api_of(REGISTER), wanted, EVERYTHING))
    without = list(planned(api_of(REGISTER), wanted, frozenset()))
    assert not any(each.lacks for each in with_all)
    assert any(each.lacks and not each.writes for each in without)
    assert sum(len(each.writes) for each in without) < sum(len(each.writes) for each in with_all)


def test_a_plan_multiplies_by_cases():
    wanted = scenarios(REGISTER)
    for each in planned(api_of(REGISTER), wanted, EVERYTHING):
        one = table("v3")[each.name]
        assert each.writes == {kind: number * each.cases for kind, number in one.items()}


def exchange(method, path, record=None, status=200):
    body = json.dumps({"data": record}).encode()
    url = f"http://stub.example/api/v3{path}"
    return Exchange(method, url, path, {}, b"", status, {}, body)


ID = "0b0e1f8e-0000-4000-8000-000000000001"


def declaration(id_, state):
    return {"id": id_, "attributes": {"state": state}}


def left_by(*exchanges):
    found = Leftovers("/api/v3")
    for each in exchanges:
        found.note(each)
    return found.all


DECLARE = "/participant-declarations"


@pytest.mark.parametrize(
    ("exchanges", "left"),
    [
        pytest.param([("GET", "/participants", [])], {}, id="reading"),
        pytest.param(
            [("POST", DECLARE, declaration("a", "eligible"))],
            {"declarations not voided": ["a"]},
            id="declared",
        ),
        pytest.param(
            [
                ("POST", DECLARE, declaration("a", "eligible")),
                ("PUT", f"{DECLARE}/a/void", declaration("a", "voided")),
            ],
            {},
            id="declared and voided",
        ),
        pytest.param(
            [("PUT", f"{DECLARE}/a/void", declaration("a", "awaiting-clawback"))],
            {"declarations awaiting clawback": ["a"]},
            id="clawed back",
        ),
        pytest.param(
            [
                ("PUT", f"/participants/{ID}/defer", {"id": ID}),
                ("PUT", f"/participants/{ID}/withdraw", {"id": ID}),
            ],
            {"participants withdrawn": [ID]},
            id="deferred, then withdrawn",
        ),
        pytest.param(
            [("PUT", f"/participants/{ID}/change-schedule", None)],
            {"participants on another schedule": [ID]},
            id="rescheduled, told without a record",
        ),
        pytest.param(
            [("POST", "/partnerships", {"id": "p"}), ("PATCH", "/partnerships/p", {"id": "p"})],
            {"partnerships made": ["p"], "partnerships changed": ["p"]},
            id="partnerships",
        ),
    ],
)
def test_what_is_left_behind_is_told_by_what_was_answered(exchanges, left):
    assert left_by(*[exchange(*each) for each in exchanges]) == left


def test_what_was_refused_is_not_left_behind():
    refused = exchange("PUT", f"/participants/{ID}/defer", None, status=422)
    assert left_by(refused) == {}


@pytest.fixture
def foreign(app):
    """What is said of our sandbox as if it were a stranger without provider states."""
    with target(app, edition=REGISTER) as ours:
        world = ours.worlds.make(REGISTER, participants=60)
    return {"token": world.tokens["north-star"], "edition": REGISTER}


def test_every_report_says_what_a_run_left_behind(app, foreign):
    result = played(app, "V3-ACT-4", **foreign)
    withdrawn = result.left_behind["participants withdrawn"]
    assert withdrawn
    told = report.as_json(result, Secrets())
    schema = json.loads(report.SCHEMA.read_text(encoding="utf-8"))
    jsonschema_rs.validate(schema, told)
    assert told["left_behind"]["participants withdrawn"] == withdrawn
    assert f"participants withdrawn ({len(withdrawn)}): {withdrawn[0]}" in as_html(
        result, Secrets()
    )


def test_nothing_is_left_behind_where_the_world_goes(app):
    assert played(app, "V3-ACT-4", edition=REGISTER).left_behind == {}


SHARED = {"url": "https://sandbox.example", "edition": REGISTER, "token": "t"}
OWN = {**SHARED, "states": "https://sandbox.example/states"}


@pytest.mark.parametrize(
    ("said", "options", "is_fuzzed"),
    [
        pytest.param(SHARED, {}, False, id="shared data"),
        pytest.param(SHARED, {"max_time": 5.0}, True, id="shared data, by a time that is said"),
        pytest.param(SHARED, {"only": "fuzz"}, True, id="shared data, asked for"),
        pytest.param(OWN, {}, True, id="states of its own"),
        pytest.param(OWN, {"rule": ("V3-VOID",)}, False, id="some rules"),
        pytest.param({**SHARED, "edition": "service"}, {}, True, id="v1"),
    ],
)
def test_data_that_others_share_are_fuzzed_only_where_it_is_asked_for(said, options, is_fuzzed):
    none = dict.fromkeys(("max_examples", "max_time", "document", "overlay", "only"))
    chosen = Choices.of({**none, "seed": 1, "rule": (), **options})
    settings = Settings(**said)
    assert chosen.fuzzes_on(settings) is is_fuzzed
    told = "\n".join(chosen.restraint(settings))
    assert ("Not fuzzed" in told) is (not is_fuzzed and not chosen.rules)
