"""Everything that was recorded of the service itself, played over HTTP in its order."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.v3.kit.recorded import rows
from tests.v3.kit.replay import Replay, start

ROOT = Path(__file__).parents[3]
BY_TIME = "the mentor changes at 00:00, not when somebody next looks (V3-LIST-8)"
BY_CALENDAR = "payable and paid come by the calendar, not by an operator (V3-PAY-3 to V3-PAY-5)"
BY_STATUS = "the facts' closed statements take nothing more here, whatever act asks (V3-PAY-2)"
NO_ZONE = "a time without a zone at a window's edge has an errors array (V3-DECL-5)"
TIES = "records of one creation stand by id (V3-FMT-9)"
STATEMENTS = "statements are judged with their true deadlines, in a test of their own"


def reason(row):
    """Return why an answer may differ from the recorded one, None where it may not."""
    op, group = row["op"], row["group"]
    if op in ("list/statements", "get/statements"):
        return STATEMENTS
    if group == "time" and op in ("list/participants", "list/unfunded-mentors"):
        return BY_TIME if row["at"] > "2026-10" else None
    if op == "list/participant-declarations" and group.startswith(("seq", "money")):
        return BY_CALENDAR if row["at"] > "2026-11-24" else BY_STATUS
    if op == "create/participant-declarations" and row["answer"] == {
        "error": "Unprocessable content"
    }:
        return NO_ZONE
    if op == "list/participant-declarations" and group == "filter.cohort":
        return TIES
    return BY_CALENDAR if (op, group) == ("void", "money") else None


@pytest.fixture(scope="module")
def recorded():
    return rows()


@pytest.fixture(scope="module")
def played(recorded, tmp_path_factory):
    """Every exchange with how its answer differs, played once."""
    folder = tmp_path_factory.mktemp("recorded")
    replay = Replay(folder / "world", start(folder / "start.sqlite3", recorded), recorded)
    found = [(row, replay.play(row)) for row in recorded if row["group"] != "start"]
    replay.server.close()
    return [(row, difference) for row, difference in found if "method" in row]


def test_what_differs_is_what_the_rules_say_differs(played):
    unexplained = [
        (row["group"], row["op"], row["at"], row["path"], row["query"], difference)
        for row, difference in played
        if difference is not None and reason(row) is None
    ]
    assert unexplained == []


def test_what_may_differ_names_the_rule_that_says_so():
    rules = (ROOT / "fixtures" / "v3" / "rules.yaml").read_text(encoding="utf-8")
    for why in (BY_TIME, BY_CALENDAR, BY_STATUS, NO_ZONE, TIES):
        named = re.findall(r"V3-[A-Z]+-\d+", why)
        assert named, why
        assert all(f"id: {each}\n" in rules for each in named), why


def test_few_of_the_answers_differ_at_all(played):
    differing = Counter(reason(row) for row, difference in played if difference is not None)
    assert sum(differing.values()) - differing[STATEMENTS] <= 20, differing
    assert len(played) > 2200


def test_statements_are_those_recorded(recorded, tmp_path):
    template = start(tmp_path / "start.sqlite3", recorded, true_deadlines=True)
    replay = Replay(tmp_path / "world", template, recorded)
    wanted = [row for row in recorded if row["op"] in ("list/statements", "get/statements")]
    differing = [(row["query"], found) for row in wanted if (found := replay.play(row)) is not None]
    replay.server.close()
    assert len(wanted) > 30
    assert [each for each in differing if not _settled_early(each)] == []


def _settled_early(differing):
    """Return whether all that differs is `paid`, which comes by the calendar here."""
    _, (mine, theirs) = differing
    mine, theirs = (each if isinstance(each, list) else [each] for each in (mine, theirs))
    pairs = zip(mine, theirs, strict=True)
    return all(
        {**one["attributes"], "paid": None} == {**other["attributes"], "paid": None}
        for one, other in pairs
    )
