"""What the journal tells of a refusal, and the rules in words."""

import pytest

from tests.kit.control import Control, told
from tests.kit.journals import Journal
from tests.kit.sandbox import titles

LIST = "/participants/ecf"


@pytest.fixture
def journal(sandbox):
    return Journal(sandbox)


def rules(journal, **wanted):
    """Return the rules behind the newest refusal."""
    return [each["rule"] for each in journal(limit=1, **wanted)[0]["problems"]]


def test_each_problem_of_a_422_tells_its_rule(sandbox, north_star, journal):
    person = sandbox.add()
    answer = north_star.act("defer", person, reason="bored", course_identifier="ecf-mentor")
    assert rules(journal) == ["ACT-1", "ACT-2", "ACT-1"]
    told_of = [each["title"] for each in journal.newest()["problems"]]
    assert told_of == titles(answer)
    assert "ACT-" not in answer.text


def test_messages_joined_under_one_title_each_tell_their_rule(sandbox, north_star, journal):
    """FMT-4."""
    person = sandbox.add()
    assert north_star.declare(person).status_code == 200
    answer = north_star.act("change-schedule", person, schedule_identifier="ecf-standard-april")
    (entry,) = answer.json()["errors"]
    assert entry["title"] == "schedule_identifier"
    assert rules(journal) == ["ACT-7"]
    answer = north_star.act(
        "change-schedule", person, schedule_identifier="ecf-replacement-april", cohort="2020"
    )
    assert titles(answer) == ["schedule_identifier", "cohort"]
    assert rules(journal) == ["ACT-5", "ACT-7", "ACT-6"]
    details = [each["detail"] for each in journal.newest()["problems"]]
    assert [each["detail"] for each in answer.json()["errors"]] == [
        ", ".join(details[:2]),
        details[2],
    ]


@pytest.mark.parametrize(
    ("method", "path", "request_of", "rule"),
    [
        ("GET", f"{LIST}/7", {}, "FMT-6"),
        ("GET", "/nowhere", {}, "FMT-6"),
        ("DELETE", LIST, {}, "FMT-6"),
        ("POST", "/participant-declarations", {"content": b"x" * 1_000_001}, "FMT-6"),
        ("POST", "/participant-declarations", {"content": b"{}"}, "FMT-1"),
        ("POST", "/participant-declarations", {"json": {}}, "FMT-5"),
        ("GET", f"{LIST}?filter=2021", {}, "FMT-5"),
        ("GET", f"{LIST}?page[page]=0", {}, "LIST-1"),
        ("GET", f"{LIST}?filter[updated_since]=today", {}, "LIST-3"),
        ("GET", LIST, {"now": "noon"}, "TIME-2"),
    ],
    ids=[
        "unknown id",
        "unrouted path",
        "wrong method",
        "too large",
        "no type",
        "no data",
        "filter no object",
        "bad page",
        "bad date",
        "bad time",
    ],
)
def test_whatever_the_wire_refuses_tells_its_rule(
    journal, north_star, method, path, request_of, rule
):
    north_star.call(method, path, **request_of)
    assert rules(journal) == [rule]
    assert rules(journal, rule=rule) == [rule]
    assert journal(rule="VOID-3") == []


def test_what_comes_too_often_tells_its_rule(sandbox, journal, north_star):
    limit = {"rate_limit": {"requests": 1, "seconds": 300}}
    Control(sandbox).put("/worlds/default/limits", limit)
    assert [north_star.get(LIST).status_code for _ in range(2)] == [200, 429]
    assert rules(journal) == ["LIM-1"]


def test_the_archive_has_the_problems_too(journal, north_star):
    north_star.get(f"{LIST}/7")
    (entry,) = journal.har()
    assert [each["rule"] for each in entry["_problems"]] == ["FMT-6"]


def test_the_rules_are_told_in_words(sandbox):
    control = Control(sandbox)
    listed = told(control.get("/worlds/default/rules"))["rules"]
    assert listed[0]["id"] == "AUTH-1"
    assert all(told(control.get(f"/worlds/default/rules/{each['id']}")) == each for each in listed)
    assert control.get("/worlds/default/rules/V3-AUTH-1").status_code == 404
