"""A stranger with the habits of today's service breaks no rule, and its faults are found."""

import json

import pytest

from ecf_conformance.run import BROKEN, DIFFERS, Exit
from ecf_conformance.scenario import Verdict
from ecf_conformance.session import Settings
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER
from ecf_conformance.v3.provider import NOW
from tests.conformance.real_service import RunningClock
from tests.conformance.real_service_v3 import RealService
from tests.conformance.targets import URL, played, target


def _no_fault(_, status, answer):
    return status, answer


def _said(app, *, now=NOW, **more):
    """Return what is said of a stranger around our sandbox, with provider states of its own."""
    with target(app, edition=REGISTER) as ours:
        world = ours.worlds.make(REGISTER, participants=1000, now=now)
    states = f"{URL}/sandbox/worlds/{world.id}/states"
    tokens = {"token": world.tokens["north-star"], "other_token": world.tokens["riverbank"]}
    return {**tokens, "states": states, "edition": REGISTER, **more}


def _hosted(app):
    """Return what can be said of a hosted sandbox: a token, and no more."""
    said = _said(app)
    return {"token": said["token"], "edition": REGISTER}


def _broken(result):
    return {it.scenario.id for it in result.played if it.outcome.verdict is Verdict.BROKEN}


# What is made at one instant stands in any order there, as it may in a database. That takes more
# people to show than its lists have left.
_TIES = {"V3-LIST-6", "V3-LIST-13"}


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("said", "ties"),
    [
        pytest.param(_said, _TIES, marks=pytest.mark.slow, id="with states"),
        pytest.param(_hosted, set(), id="by its lists alone"),
    ],
)
def test_the_habits_of_the_service_break_nothing_and_enough_is_shown(app, said, ties):
    result = played(RealService(app, _no_fault), **said(app))
    assert _broken(result) == set()
    differing = {id_ for id_, each in result.rules.items() if each.verdict == DIFFERS}
    assert differing == {"V3-FMT-6", "V3-FMT-7", "V3-FMT-14", *ties}
    assert Ability.PAYMENTS not in result.abilities
    assert result.exit is Exit.KEPT


def test_a_clock_may_run_for_seconds(app):
    rules = ("V3-TIME", "V3-PAY", "V3-STATUS", "V3-VOID", "V3-ACT-3", "V3-DECL-12")
    result = played(RunningClock(app), *rules, **_said(app))
    assert Ability.PAYMENTS in result.abilities
    assert [it.outcome.why for it in result.played if it.scenario.id in _broken(result)] == []


def test_whoever_cannot_be_told_the_time_is_asked_for_nothing_that_takes_it(app):
    said = _said(app, now="2027-02-15T09:00:00Z", clock="none")
    rules = ("V3-DECL-3", "V3-DECL-5", "V3-ACT", "V3-PARTNER")
    result = played(app, *rules, **said)
    assert [it.outcome.why for it in result.played if it.scenario.id in _broken(result)] == []
    assert Ability.TIME not in result.abilities


def _wrong_for_right_methods(scope, status, answer):
    is_it = scope["method"] == "PUT" and scope["path"].endswith("/defer") and status == 200
    return (404, b"<h1>Not found</h1>") if is_it else (status, answer)


def _fails_on_sound_bodies(scope, status, answer):
    is_it = scope["method"] == "POST" and status == 200
    return (500, b"<h1>Something went wrong</h1>") if is_it else (status, answer)


def _never_eligible(scope, status, answer):
    told = json.loads(answer) if status == 200 and scope["method"] == "POST" else {}
    if told.get("data", {}).get("attributes", {}).get("state") == "eligible":
        return status, answer.replace(b'"eligible"', b'"submitted"')
    return status, answer


def _jumbled(scope, status, answer):
    """Ties in any order are one thing, whole lists another."""
    told = json.loads(answer) if status == 200 and answer else {}
    if isinstance(told.get("data"), list):
        return status, json.dumps({"data": told["data"][::-1]}).encode()
    return status, answer


FAULTS = [
    pytest.param(_wrong_for_right_methods, "V3-ACT-3", id="404 for right methods"),
    pytest.param(_fails_on_sound_bodies, "V3-DECL-1", id="500 for sound bodies"),
    pytest.param(_never_eligible, "V3-DECL-14", id="never eligible"),
    pytest.param(_jumbled, "V3-STATEMENT-3", id="statements in any order"),
]


@pytest.mark.parametrize(("fault", "rule"), FAULTS)
def test_a_habit_turned_into_a_fault_is_found(app, fault, rule):
    result = played(RealService(app, fault), rule, **_said(app))
    assert result.rules[rule].verdict == BROKEN
    assert result.exit is Exit.BROKEN


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        pytest.param({"token": "t"}, 3.2, id="hosted"),
        pytest.param({"token": "t", "rate": 9.0}, 9.0, id="as said"),
        pytest.param({"token": "t", "states": "http://x/states"}, None, id="of its own"),
        pytest.param({"token": "t", "url": "http://127.0.0.1:9"}, None, id="here"),
        pytest.param({"token": "t", "edition": "service"}, None, id="v1"),
        pytest.param({}, None, id="our sandbox"),
    ],
)
def test_a_rate_keeps_the_hosted_limit_where_none_is_said(said, rate):
    asked = {"url": "https://sandbox.example", "edition": REGISTER, **said}
    assert Settings(**asked).usual_rate == rate
