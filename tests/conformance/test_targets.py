"""What a target can do, and how participants are found there."""

import time

import httpx2
import pytest

from ecf_conformance.apis import EDITIONS
from ecf_conformance.connection import Connection
from ecf_conformance.exchange import Exchange
from ecf_conformance.participants import NobodyFound, Wanted
from ecf_conformance.run import KEPT, Exit
from ecf_conformance.sandbox import is_proxied
from ecf_conformance.scenario import Verdict
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import REGISTER
from tests.conformance.targets import URL, played, target


def made_world(app, edition="guidance", **settings):
    """Return the tokens of a world that is there for a run to find."""
    with target(app) as found:
        world = found.worlds.make(edition, **settings)
        return world.tokens["north-star"], world.tokens["riverbank"]


def test_participants_are_found_in_the_targets_own_lists(app):
    token, other = made_world(app, participants=60)
    result = played(app, "VOID", "ACT-5", token=token, other_token=other)
    assert result.rules["VOID-3"].verdict == KEPT
    assert result.rules["ACT-5"].verdict == KEPT
    assert Ability.STATES not in result.abilities


def test_what_discovery_cannot_find_is_skipped_with_the_reason(app):
    token, other = made_world(app, participants=60)
    result = played(app, "DECL-13", token=token, other_token=other)
    judged = result.rules["DECL-13"]
    assert judged.verdict == "not shown"
    assert "the target's lists have nobody left to be an ECT whose TRN" in judged.why
    assert not judged.is_due


def test_whom_another_provider_has_too_is_not_lent(app):
    token, other = made_world(app, participants=5, personas=True)
    with target(app, token=token, other_token=other) as found:
        lent = {*_everybody(found.people, "ect"), *_everybody(found.people, "mentor")}
        listed = found.connection.ask(
            "GET", f"{URL}/api/v1/participants/ecf", {"Authorization": f"Bearer {other}"}
        ).json()["data"]
    assert lent
    assert not lent & {each["id"] for each in listed}


def _everybody(people, kind):
    """Take all of a kind who are to be had."""
    while True:
        try:
            yield people.find(Wanted(kind, schedule=None), {}).id
        except NobodyFound:
            return


def test_without_a_second_token_isolation_is_not_shown(app):
    token, _ = made_world(app, participants=20)
    result = played(app, "AUTH-4", token=token)
    assert "a second provider's token" in result.rules["AUTH-4"].why
    assert result.exit is Exit.TOO_LITTLE


def test_states_can_come_from_any_url_in_pacts_convention(app):
    with target(app) as ours:
        states = f"{URL}/sandbox/worlds/{ours.world.id}/states"
        result = played(app, "DECL-13", token=ours.token, states=states)
    assert result.rules["DECL-13"].verdict == KEPT


def test_a_clock_can_be_set_by_url(app):
    with target(app) as ours:
        clock = f"{URL}/sandbox/worlds/{ours.world.id}/clock"
        states = f"{URL}/sandbox/worlds/{ours.world.id}/states"
        said = {"token": ours.token, "states": states, "clock": clock}
        result = played(app, "PAY-4", **said)
        assert result.rules["PAY-4"].verdict == KEPT
        told = ours.worlds.ask("GET", f"/worlds/{ours.world.id}/clock", {}).json()
        assert told["ticking"], "the target has its own time back"


def test_without_a_clock_what_backdating_shows_is_shown(app):
    with target(app) as ours:
        world = ours.worlds.make("guidance", now="2026-01-01T00:00:00Z", ticking=True)
        states = f"{URL}/sandbox/worlds/{world.id}/states"
        said = {"token": world.tokens["north-star"], "states": states, "clock": "none"}
        result = played(app, "DECL-5", "PAY-4", **said)
    assert result.rules["DECL-5"].verdict == KEPT
    assert "a way to set its time" in result.rules["PAY-4"].why


def test_a_429_is_asked_again_once_its_time_is_up(monkeypatch):
    naps, answers = [], [429, 429, 200]
    monkeypatch.setattr(time, "sleep", naps.append)
    transport = httpx2.MockTransport(
        lambda _: httpx2.Response(answers.pop(0), headers={"Retry-After": "7"})
    )
    with httpx2.Client(transport=transport) as http:
        assert Connection(http, None, 5).ask("GET", "http://stub.example/", {}).status == 200
    assert naps == [7, 7]


def test_a_rate_is_kept(monkeypatch):
    naps = []
    monkeypatch.setattr(time, "sleep", naps.append)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    with httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200))) as http:
        line = Connection(http, 4, 5)
        for _ in range(3):
            line.ask("GET", "http://stub.example/", {})
    assert naps == [0, 0.25, 0.5]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_honest_target_is_blamed_for_what_it_held_before(app, edition):
    token, other = made_world(app, edition, participants=1000 if edition == REGISTER else 600)
    result = played(app, token=token, other_token=other, edition=edition)
    judged = [each.outcome.verdict for each in result.played]
    assert set(judged) == {Verdict.KEPT, Verdict.SKIPPED}
    assert result.exit is Exit.KEPT


@pytest.mark.parametrize(
    ("edition", "rules"),
    [
        ("guidance", ("AUTH-4", "VOID-1")),
        ("service", ("AUTH-4", "VOID-1")),
        (REGISTER, ("V3-ACT-3", "V3-ACT-4")),
    ],
)
def test_no_honest_target_is_blamed_for_what_an_earlier_run_left(app, edition, rules):
    token, other = made_world(app, edition, participants=20, personas=True)
    for _ in range(3):
        result = played(app, *rules, token=token, other_token=other, edition=edition)
        assert {each.outcome.verdict for each in result.played} <= {Verdict.KEPT, Verdict.SKIPPED}


@pytest.mark.parametrize(
    ("headers", "is_behind"),
    [
        pytest.param({}, False, id="our server, which does not name itself"),
        pytest.param({"server": "uvicorn"}, False, id="our app in another server"),
        pytest.param({"server": "nginx/1.22.1"}, True, id="nginx"),
        pytest.param({"via": "1.1 Caddy"}, True, id="Caddy"),
    ],
)
def test_what_stands_before_our_sandbox_is_seen(headers, is_behind):
    answer = Exchange("GET", f"{URL}/sandbox/health", "/", {}, b"", 200, headers, b"")
    assert is_proxied(answer) is is_behind


def test_our_sandbox_behind_something_else_is_ours_and_not_asked_directly(app):
    async def behind(scope, receive, send):
        async def named(message):
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"server", b"nginx")]}
            await send(message)

        await app(scope, receive, named)

    with target(behind) as found:
        assert found.abilities == frozenset(Ability)
        assert (found.is_ours, found.stands_still) == (False, True)
    with target(app) as found:
        assert (found.is_ours, found.stands_still) == (True, True)
