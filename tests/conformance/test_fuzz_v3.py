"""Fuzzing of API v3: all of it is reached, ours is not blamed, and each check finds its fault."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from ecf_conformance.budget import SEQUENCES, Budget
from ecf_conformance.document import Document
from ecf_conformance.fuzz import fuzz
from ecf_conformance.v3.edition import REGISTER
from tests.conformance.changed import (
    Changed,
    answer_tells_token,
    error_says_nothing,
    json_is_cut_short,
    refusal_withdraws,
)
from tests.conformance.documents import only, written
from tests.conformance.targets import target

DECLARE = "POST /participant-declarations"
DECLARED = "GET /participant-declarations"
DEFER = "PUT /participants/{id}/defer"
PARTNER = "POST /partnerships"
PARTNERSHIPS = "GET /partnerships"
PEOPLE = "GET /participants"
SHOW = "GET /participants/{id}"
STATEMENTS = "GET /statements"

SHORT = Budget(max_examples=12, phases=("examples", "fuzzing"))


def fuzzed(app, file=None, *, budget=SHORT, **said):
    """Fuzz an app by the document in a file, else by our whole one."""
    with target(app, edition=REGISTER, **said) as found:
        return fuzz(found, Document(file, api="v3"), budget)


def named(found):
    return {(each.check, each.rule) for each in found.findings}


def test_our_own_sandbox_is_not_blamed_and_all_of_it_is_reached(app):
    found = fuzzed(app, budget=Budget(max_examples=3, phases=("examples", "fuzzing", "stateful")))
    assert [each.why for each in found.findings] == []
    assert (found.unreached, found.cut) == ([], [])
    assert found.operations[-1].name == SEQUENCES


def _of(answer):
    """Return what an answer holds, where it is a list of records."""
    told = json.loads(answer.body) if answer.status == 200 and answer.body else {}
    data = told.get("data") if isinstance(told, dict) else None
    return data if isinstance(data, list) else []


def _put(answer, data):
    answer.body = json.dumps({"data": data}).encode()


async def dates_have_fractions(answer):
    """Date-times have milliseconds."""
    answer.body = answer.body.replace(b'Z"', b'.000Z"')


async def lists_come_backwards(answer):
    """The last record comes first."""
    if len(_of(answer)) > 1:
        _put(answer, _of(answer)[::-1])


async def polls_show_old_records(answer):
    """What changed since then did not."""
    if b"updated_since" in answer.scope["query_string"]:
        _put(answer, [_dated(each, "1999-12-31T23:59:59Z") for each in _of(answer)])


def _dated(record, moment):
    return {**record, "attributes": {**record["attributes"], "updated_at": moment}}


async def polls_show_nothing(answer):
    """Nothing ever changed."""
    if b"updated_since" in answer.scope["query_string"] and _of(answer):
        _put(answer, [])


async def refusals_are_taken_back(answer):
    """Whatever was refused is said to be done."""
    if answer.status == 422:
        answer.status = 200


FAULTS = {
    "dates": (dates_have_fractions, SHOW, ("dates_in_utc", "V3-FMT-3")),
    "order of declarations": (
        lists_come_backwards,
        (DECLARE, DECLARED),
        ("lists_sorted", "V3-LIST-4"),
    ),
    "order of partnerships": (
        lists_come_backwards,
        (PARTNER, PARTNERSHIPS),
        ("lists_sorted", "V3-LIST-6"),
    ),
    "order of statements": (
        lists_come_backwards,
        STATEMENTS,
        ("lists_sorted", "V3-STATEMENT-3"),
    ),
    "older than asked": (polls_show_old_records, PEOPLE, ("nothing_older", "V3-FMT-11")),
    "missed by a poll": (polls_show_nothing, DEFER, ("changes_are_found", "V3-LIST-13")),
    "copies": (refusals_are_taken_back, DECLARE, ("copies_are_refused", "V3-DECL-18")),
    "refusals": (refusal_withdraws, DEFER, ("refusals_change_nothing", None)),
    "silent errors": (error_says_nothing, DEFER, ("errors_explain_themselves", "V3-FMT-4")),
    "tokens": (answer_tells_token, SHOW, ("no_token_in_answers", "V3-AUTH-2")),
    "JSON": (json_is_cut_short, DEFER, ("media_types", "V3-FMT-1")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_the_check_that_looks_for_it(name, app, tmp_path):
    change, operations, expected = FAULTS[name]
    listed = [operations] if isinstance(operations, str) else operations
    file = written(tmp_path, only(*listed, api="v3"))
    assert expected in named(fuzzed(Changed(app, change), file))


@dataclass
class Mistaken:
    """An app that lists, for whoever asks, what the other provider has."""

    app: Any
    tokens: list[bytes] = field(default_factory=list)

    async def __call__(self, scope, receive, send):
        if scope.get("path", "") == "/api/v3/partnerships" and scope["method"] == "GET":
            headers = dict(scope["headers"])
            if (asking := headers.get(b"authorization")) not in self.tokens:
                self.tokens.append(asking)
            if len(self.tokens) > 1 and not scope["query_string"]:
                headers[b"authorization"] = self.tokens[1]
            scope = {**scope, "headers": list(headers.items())}
        await self.app(scope, receive, send)


def test_another_providers_records_are_found(app, tmp_path):
    file = written(tmp_path, only(PARTNERSHIPS, api="v3"))
    assert ("nobody_elses_ids", "V3-LIST-5") in named(fuzzed(Mistaken(app), file))


def test_an_honest_stranger_with_lists_alone_is_not_blamed(app, tmp_path):
    with target(app, edition=REGISTER) as ours:
        world = ours.worlds.make(REGISTER, participants=60)
        token, other = world.tokens["north-star"], world.tokens["riverbank"]
        file = written(tmp_path, only(DECLARE, DEFER, SHOW, PARTNER, PEOPLE, api="v3"))
        found = fuzzed(app, file, token=token, other_token=other)
    assert [each.why for each in found.findings] == []
    assert [each for each in found.unreached if "extended" not in each] == []
