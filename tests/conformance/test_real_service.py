"""A stranger with the habits of a real service breaks no rule, and its faults are found."""

import json
from dataclasses import replace

import pytest

from ecf_conformance.run import BROKEN, DIFFERS, KEPT, NOT_SHOWN, Exit
from ecf_conformance.scenario import Verdict
from ecf_conformance.target import Ability
from tests.conformance.real_service import RealService
from tests.conformance.targets import URL, played, target


def _said(app, **more):
    """Return what is said of a stranger around our sandbox, with people of its own."""
    with target(app, edition="service") as ours:
        world = ours.worlds.make("service", participants=0)
    states = f"{URL}/sandbox/worlds/{world.id}/states"
    tokens = {"token": world.tokens["north-star"], "other_token": world.tokens["riverbank"]}
    return {**tokens, "states": states, "edition": "service", **more}


def _odd(result, verdict):
    return [
        f"{each.scenario.id}: {each.outcome.why}"
        for each in result.played
        if each.outcome.verdict is verdict
    ]


DIFFERENCES = {
    "auth.a_bad_token_answers_before_bad_json": "answered 400, which is not JSON",
    "auth.size_has_its_place_among_the_checks": "answered 404; expected 405",
    "auth.the_first_check_that_fails_answers": "answered 404; expected 405",
    "answers.all": "a status that the document does not have there",
    "lists.a_page_past_all_counting_is_empty": "answered 500",
    "lists.odd_pages_are_a_bad_request": "answered 500 (<h1>Out of range</h1>); expected 400",
    "server_date.the_first_day_is_now_too": "answered 500 (<h1>Out of range</h1>); expected 422",
    "bodies.a_large_body_is_too_large": "answered 500 (<h1>Something went wrong</h1>)",
    "bodies.odd_values_are_refused_and_not_failed_on": "answered 500",
    "bodies.what_cannot_be_read_is_a_bad_request": "answered 400, which is not JSON: ''",
    "server_date.rules_compare_instants_to_the_microsecond": "answered 200; expected 422",
    "server_date.writes_at_one_instant_keep_their_order": "changed at one instant",
    "wire.other_methods_are_not_allowed": "answered 404 (<h1>Not found</h1>); expected 405",
    "wire.unrouted_paths_are_not_found": "answered 404, which is not JSON: '<h1>Not found</h1>'",
}
"""What is told of each habit that can be seen, by scenario."""

NO_CALENDAR = {"PAY-2", "PAY-3", "PAY-4", "PAY-6", "VOID-2"}


@pytest.mark.timeout(240)
def test_the_habits_of_a_real_service_break_no_rule(app):
    result = played(RealService(app), **_said(app))
    assert _odd(result, Verdict.BROKEN) == []
    assert [id_ for id_, each in result.rules.items() if each.verdict == BROKEN] == []
    assert _odd(result, Verdict.ERROR) == _odd(result, Verdict.BLOCKED) == []
    assert not result.is_broken
    assert replace(result, strict=True).exit is Exit.BROKEN

    told = [each for each in result.played if each.outcome.verdict is Verdict.DIFFERS]
    assert {each.scenario.id.partition("[")[0] for each in told} == set(DIFFERENCES)
    for each in told:
        assert DIFFERENCES[each.scenario.id.partition("[")[0]] in each.outcome.why
    differing = {id_ for id_, each in result.rules.items() if each.verdict == DIFFERS}
    ours = {"AUTH-5", "FMT-5", "FMT-6", "FMT-7", "LIST-1", "LIST-2", "TIME-2", "TIME-3"}
    assert differing == ours

    unshown = {id_ for id_, each in result.rules.items() if "payment by the" in each.why}
    assert unshown == NO_CALENDAR
    assert {result.rules[id_].verdict for id_ in NO_CALENDAR} == {NOT_SHOWN}
    assert Ability.PAYMENTS not in result.abilities


@pytest.mark.parametrize(
    "edition", [pytest.param("guidance", id="guidance"), pytest.param("service", id="service")]
)
def test_whoever_cannot_be_told_the_time_is_asked_for_nothing_that_takes_it(app, edition):
    with target(app, edition=edition) as ours:
        world = ours.worlds.make(edition, participants=0, now="2026-11-25T09:00:00Z")
    states = f"{URL}/sandbox/worlds/{world.id}/states"
    said = {"token": world.tokens["north-star"], "states": states, "edition": edition}
    result = played(app, *_BUT_MILESTONES, **said, clock="none")
    assert _odd(result, Verdict.BROKEN) == _odd(result, Verdict.BLOCKED) == []
    assert Ability.TIME not in result.abilities


_BUT_MILESTONES = ("AUTH", "FMT", "PART", "LIST", "ACT", "VOID", "PAY", "TIME", "DECL-1", "DECL-7")
_OF_TIME = ("PAY", "VOID", "TIME", "LIST-7", "DECL-4", "DECL-7", "PART")


def test_a_clock_may_run_for_seconds_where_the_calendar_pays(app):
    result = played(RealService(app, pays_by_calendar=True), *_OF_TIME, **_said(app))
    assert Ability.PAYMENTS in result.abilities
    assert _odd(result, Verdict.BROKEN) == []
    differing = {id_ for id_, each in result.rules.items() if each.verdict == DIFFERS}
    assert differing == {"TIME-2", "TIME-3"}


def _wrong_for_right_methods(scope, status, answer):
    is_it = scope["method"] == "PUT" and scope["path"].endswith("/defer") and status == 200
    return (404, b"<h1>Not found</h1>") if is_it else (status, answer)


def _fails_on_sound_bodies(scope, status, answer):
    is_it = scope["method"] == "POST" and status == 200
    return (500, b"<h1>Something went wrong</h1>") if is_it else (status, answer)


def _fails_on_refused_bodies(scope, status, answer):
    is_it = scope["method"] == "POST" and status == 422
    return (500, b"<h1>Something went wrong</h1>") if is_it else (status, answer)


def _page_for_routed_paths(scope, status, answer):
    is_it = scope["path"].startswith("/api/v1/participants/ecf/") and scope["method"] == "GET"
    return (200, b"<h1>Participant</h1>") if is_it and status == 200 else (status, answer)


def _hides_records(scope, status, answer):
    is_it = scope["path"].startswith("/api/v1/participants/ecf/") and scope["method"] == "GET"
    return (404, b"<h1>Not found</h1>") if is_it and status == 404 else (status, answer)


def _pays_nobody_but_says_so(scope, status, answer):
    told = json.loads(answer) if status == 200 and scope["method"] == "POST" else {}
    if told.get("data", {}).get("attributes", {}).get("state") == "eligible":
        return status, answer.replace(b'"eligible"', b'"submitted"')
    return status, answer


@pytest.mark.parametrize(
    ("faults", "rule"),
    [
        pytest.param({"fault": _wrong_for_right_methods}, "ACT-2", id="404 for right methods"),
        pytest.param({"fault": _fails_on_sound_bodies}, "DECL-1", id="500 for sound bodies"),
        pytest.param({"fault": _fails_on_refused_bodies}, "DECL-4", id="500 for refused bodies"),
        pytest.param({"fault": _page_for_routed_paths}, "PART-1", id="HTML for routed paths"),
        pytest.param({"fault": _hides_records}, "FMT-9", id="HTML for unknown ids"),
        pytest.param({"fault": _pays_nobody_but_says_so}, "PAY-1", id="never eligible"),
        pytest.param({"runs": [60.0]}, "ACT-8", id="a clock that runs a minute ahead"),
        pytest.param({"runs": [-10.0]}, "DECL-4", id="a clock that runs backwards"),
        pytest.param(
            {"last_statement": "2022-06-01"}, "DECL-12", id="no statement while payments are due"
        ),
        pytest.param({"tags_seconds_unpacked": True}, "FMT-8", id="seconds in what is not packed"),
    ],
)
def test_a_habit_turned_into_a_fault_is_found(app, faults, rule):
    found = played(RealService(app, **faults), rule, **_said(app))
    assert found.rules[rule].verdict == BROKEN
    assert found.exit is Exit.BROKEN
    assert played(RealService(app), rule, **_said(app)).rules[rule].verdict == KEPT
