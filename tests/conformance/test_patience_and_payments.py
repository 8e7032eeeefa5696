"""Slow answers, and whether time alone pays: said, or found out."""

import asyncio
from dataclasses import replace

import pytest
from click.testing import CliRunner

from ecf_conformance import commands, report
from ecf_conformance.apis import scenarios
from ecf_conformance.document import Document
from ecf_conformance.run import BROKEN, DIFFERS, KEPT, NOT_SHOWN, Exit, run
from ecf_conformance.scenario import Verdict
from ecf_conformance.session import Settings, opened
from ecf_conformance.target import Ability
from tests.conformance.real_service import RealService
from tests.conformance.strangers import Stranger
from tests.conformance.targets import URL, played, served, target


class Slow:
    """The stranger, who takes a second for paths with one end."""

    def __init__(self, end):
        self._end = end
        self._stranger = Stranger(accepts=True)

    async def __call__(self, scope, receive, send):
        if scope["path"].endswith(self._end):
            await asyncio.sleep(1)
        await self._stranger(scope, receive, send)


def said(app, **more):
    """Return what is said of a target with people and no calendar that is known."""
    with target(app, edition="service") as ours:
        world = ours.worlds.make("service", participants=0)
    states = f"{URL}/sandbox/worlds/{world.id}/states"
    return {"token": world.tokens["north-star"], "states": states, "edition": "service", **more}


def impatient(url):
    return Settings(url=url, token="t0ken", payments="none", patience=0.2)


def declarations(app, asked):
    """Return the states of all that the provider asked for has declared."""
    with target(app, **{**asked, "payments": "none"}) as found:
        headers = {"Authorization": f"Bearer {found.token}"}
        listed = found.connection.ask("GET", f"{URL}/api/v1/participant-declarations", headers)
    return [each["attributes"]["state"] for each in listed.json()["data"]]


@pytest.mark.parametrize(
    ("timeout", "verdict"),
    [pytest.param("0.2", "slow", id="impatient"), pytest.param("20", "broken", id="patient")],
)
def test_a_slow_answer_is_slow_and_not_broken(timeout, verdict):
    with served(Slow("/api/v1/participants")) as url:
        usual = ["run", url, "--token", "t0ken", "--rule", "LIST-1", "--payments", "none"]
        ran = CliRunner().invoke(commands.command, [*usual, "--timeout", timeout])
    assert f"{verdict:<8} lists.odd_pages_are_a_bad_request[/participants]\n" in ran.output
    assert "broken   lists.odd_pages_are_a_bad_request[/participants/ecf]\n" in ran.output


def test_what_is_slow_is_not_shown_and_said_to_be_slow():
    with served(Slow("/api/v1/participants")) as url, opened(impatient(url)) as found:
        result = run(found, scenarios("guidance", ["LIST-1"]), document=Document(), only=["LIST-1"])
    slow = [each.outcome for each in result.played if each.outcome.verdict is Verdict.SLOW]
    assert slow
    assert all("GET /api/v1/participants had no answer in 0.2 s" in each.why for each in slow)
    only_slow = [each for each in result.played if each.outcome in slow]
    judged = replace(result, played=only_slow)
    assert judged.rules["LIST-1"].verdict == NOT_SHOWN
    assert judged.exit is Exit.TOO_LITTLE
    assert report.as_json(judged, found.secrets)["scenarios"][0]["verdict"] == "slow"


def test_cleaning_up_may_be_slow_too():
    with served(Slow("/void")) as url, opened(impatient(url)) as found:
        wanted = scenarios("guidance", ["DECL-12"])
        result = run(found, wanted, document=Document(), only=["DECL-12"])
    verdicts = {each.outcome.verdict: each.outcome.why for each in result.played}
    assert Verdict.ERROR not in verdicts
    assert verdicts[Verdict.SLOW].startswith("could not clean up: PUT ")
    assert result.exit is Exit.TOO_LITTLE


def test_one_slow_operation_after_another_is_no_silence():
    with served(Slow(".csv")) as url, opened(impatient(url)) as found:
        rules = ["LIST-1", "LIST-6"]
        result = run(found, scenarios("guidance", rules), document=Document(), only=rules)
    assert sum(each.outcome.verdict is Verdict.SLOW for each in result.played) > 5
    assert result.silence == ""
    assert result.rules["LIST-6"].verdict == NOT_SHOWN
    assert result.rules["LIST-1"].verdict == BROKEN


@pytest.mark.parametrize(
    ("payments", "pays"),
    [
        pytest.param("look", False, id="found out: nobody is paid by time"),
        pytest.param("none", False, id="said: not by time"),
        pytest.param("calendar", True, id="said: by the calendar"),
    ],
)
def test_payment_by_the_calendar_is_said_or_found_out(app, payments, pays):
    result = played(RealService(app), "PAY-4", **said(app, payments=payments))
    assert (Ability.PAYMENTS in result.abilities) is pays
    assert result.rules["PAY-4"].verdict == (DIFFERS if pays else NOT_SHOWN)


def test_one_payment_that_is_made_shows_the_calendar(app):
    result = played(app, "PAY-4", **said(app))
    assert Ability.PAYMENTS in result.abilities
    assert result.rules["PAY-4"].verdict == KEPT
    assert result.exit is Exit.KEPT


@pytest.mark.parametrize(
    ("more", "made"),
    [
        pytest.param({"payments": "look"}, 1, id="looked at"),
        pytest.param({"payments": "none"}, 0, id="said to be none"),
        pytest.param({"payments": "calendar"}, 0, id="said to be there"),
        pytest.param({"payments": "look", "clock": "none"}, 0, id="without a way to set time"),
    ],
)
def test_only_a_look_declares_anything_and_once(app, more, made):
    asked = said(app, **more)
    with target(app, **asked):
        pass
    assert len(declarations(app, asked)) == made
