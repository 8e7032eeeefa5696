"""A stranger with the habits of a real service breaks no rule, and its faults are found."""

import json

import pytest

from ecf_conformance.run import BROKEN, DIFFERS, NOT_SHOWN, Exit
from ecf_conformance.scenario import Verdict
from ecf_conformance.target import Ability
from tests.conformance.real_service import RealService
from tests.conformance.targets import URL, played, target


def _no_fault(_, status, answer):
    return status, answer


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


@pytest.mark.timeout(240)
def test_the_habits_of_a_real_service_break_no_rule(app):
    result = played(RealService(app, _no_fault), **_said(app))
    assert _odd(result, Verdict.BROKEN) == []
    assert [id_ for id_, each in result.rules.items() if each.verdict == BROKEN] == []
    differing = {id_ for id_, each in result.rules.items() if each.verdict == DIFFERS}
    assert differing >= {"FMT-6", "FMT-7", "TIME-3"}
    assert result.rules["PAY-4"].verdict == NOT_SHOWN
    assert Ability.PAYMENTS not in result.abilities


def _wrong_for_right_methods(scope, status, answer):
    is_it = scope["method"] == "PUT" and scope["path"].endswith("/defer") and status == 200
    return (404, b"<h1>Not found</h1>") if is_it else (status, answer)


def _fails_on_sound_bodies(scope, status, answer):
    is_it = scope["method"] == "POST" and status == 200
    return (500, b"<h1>Something went wrong</h1>") if is_it else (status, answer)


def _hides_records(scope, status, answer):
    is_it = scope["path"].startswith("/api/v1/participants/ecf/") and scope["method"] == "GET"
    return (404, b"<h1>Not found</h1>") if is_it and status == 404 else (status, answer)


def _pays_nobody_but_says_so(scope, status, answer):
    told = json.loads(answer) if status == 200 and scope["method"] == "POST" else {}
    if told.get("data", {}).get("attributes", {}).get("state") == "eligible":
        return status, answer.replace(b'"eligible"', b'"submitted"')
    return status, answer


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        pytest.param(_wrong_for_right_methods, "ACT-2", id="404 for right methods"),
        pytest.param(_fails_on_sound_bodies, "DECL-1", id="500 for sound bodies"),
        pytest.param(_hides_records, "FMT-9", id="HTML for unknown ids"),
        pytest.param(_pays_nobody_but_says_so, "PAY-1", id="never eligible"),
    ],
)
def test_a_habit_turned_into_a_fault_is_found(app, fault, rule):
    result = played(RealService(app, fault), rule, **_said(app))
    assert result.rules[rule].verdict == BROKEN
    assert result.exit is Exit.BROKEN
