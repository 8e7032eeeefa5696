"""What the fixture gives to a test."""

import json
import os
import subprocess
import sys
import urllib.request
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from ecf_sandbox.testing import Engine, Participant, Sandbox, Settings

DECLARATIONS = "/api/v1/participant-declarations"
PARTICIPANTS = "/api/v1/participants/ecf"
SEPTEMBER = "ecf-standard-september"
FROM_THE_START = 28  # declarations of the personas, by 25 November 2021
AMELIA = "00000000-0000-4000-8000-000000000101"


def test_any_client_needs_the_url_and_a_token_alone(ecf_sandbox):
    asked = urllib.request.Request(
        ecf_sandbox.url + PARTICIPANTS,
        headers={"Authorization": f"Bearer {ecf_sandbox.tokens['north-star']}"},
    )
    with urllib.request.urlopen(asked) as answer:
        assert json.load(answer)["data"][0]["id"] == AMELIA


def test_a_client_speaks_for_its_provider(either):
    ours = either.client().get(PARTICIPANTS).json()["data"]
    theirs = either.client("fenland").get(PARTICIPANTS).json()["data"]
    assert AMELIA in {each["id"] for each in ours}
    assert theirs == []


def test_a_declaration_goes_the_whole_way(either, started):
    who = either.participant("an ECT ready to start", schedule_identifier=SEPTEMBER)
    answer = either.client().post(DECLARATIONS, json=started(who))
    assert answer.json()["data"]["attributes"]["state"] == "eligible"

    passed = either.advance(to="next-payment", schedule=SEPTEMBER)
    assert any(each.get("declarations") for each in passed)
    made = either.client().get(f"{DECLARATIONS}/{answer.json()['data']['id']}").json()
    assert made["data"]["attributes"]["state"] == "paid"


@pytest.mark.parametrize("nth", [1, 2], ids=["one test", "the next"])
def test_every_test_has_a_world_of_its_own(either, started, nth):
    client = either.client()
    before = len(client.get(DECLARATIONS).json()["data"])
    client.post(DECLARATIONS, json=started(either.participant()))
    assert len(client.get(DECLARATIONS).json()["data"]) == before + 1
    assert before == FROM_THE_START


def test_both_variants_are_different_worlds(ecf_sandbox, ecf_sandbox_in_process):
    ecf_sandbox.travel_to("2023-01-01")
    assert ecf_sandbox.now == datetime(2023, 1, 1, tzinfo=UTC)
    assert ecf_sandbox_in_process.now == datetime(2021, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment",
    [
        "2022-01-15",
        "2022-01-15T00:00:00Z",
        "2022-01-15T01:00:00+01:00",
        date(2022, 1, 15),
        datetime(2022, 1, 15, tzinfo=UTC),
    ],
    ids=str,
)
def test_travel_takes_moments_in_many_shapes(ecf_sandbox_in_process, moment):
    ecf_sandbox_in_process.travel_to(moment)
    assert ecf_sandbox_in_process.now == datetime(2022, 1, 15, tzinfo=UTC)


def test_a_traveller_stands_still_or_ticks(ecf_sandbox_in_process):
    clock = ecf_sandbox_in_process
    clock.travel_to("2022-01-15")
    assert clock.control("GET", "/clock")["ticking"] is False
    clock.travel_to("2020-01-15", ticking=True)
    clock.travel_to("2022-01-15")
    assert clock.control("GET", "/clock")["ticking"] is True


@pytest.mark.parametrize(
    ("by", "day"),
    [
        ("P1M", (2021, 12, 25)),
        (timedelta(days=5), (2021, 11, 30)),
        (timedelta(days=-5), (2021, 11, 20)),
    ],
    ids=["a month", "five days", "back"],
)
def test_advance_moves_by_a_span(ecf_sandbox_in_process, by, day):
    ecf_sandbox_in_process.advance(by)
    assert ecf_sandbox_in_process.now == datetime(*day, 9, tzinfo=UTC)


def test_every_state_builds_a_participant(ecf_sandbox_in_process):
    sandbox = ecf_sandbox_in_process
    sandbox.travel_to("2024-12-01")  # late enough for all of them
    states = [each["state"] for each in sandbox.control("GET", "/states")["states"]]
    built = {name: sandbox.participant(name) for name in states}
    assert all(isinstance(each, Participant) and each.id for each in built.values())
    assert built["a paid declaration to void"].declaration_id
    assert built["a mentor of two ECTs"].third_participant_id


def test_the_journal_tells_what_was_asked_in_order(either, started):
    client = either.client()
    client.get(PARTICIPANTS, params={"page[per_page]": 1})
    either.travel_to("2022-06-01")
    client.post(DECLARATIONS, json=started(either.participant()))
    first, second = either.journal
    assert (first.method, first.path, first.status) == ("GET", PARTICIPANTS, 200)
    assert second.world_date == datetime(2022, 6, 1, tzinfo=UTC)
    assert second.request.json()["data"]["attributes"]["declaration_type"] == "started"
    assert second.response.json()["data"]["type"] == "participant-declaration"
    assert either.tokens["north-star"] not in str(either.journal)


def test_faults_add_up_and_strike_as_often_as_they_should(either):
    client = either.client()
    either.fault(status=503, times=2)
    assert client.get(PARTICIPANTS).status_code == 503
    either.fault(status=504, path="*/participant-declarations", times=1)
    assert [client.get(PARTICIPANTS).status_code for _ in "ab"] == [503, 200]
    assert [client.get(DECLARATIONS).status_code for _ in "ab"] == [504, 200]
    either.fault(status=500)
    either.clear_faults()
    assert client.get(PARTICIPANTS).status_code == 200


def test_a_reset_leaves_tokens_and_clients_as_they_are(either, started):
    client = either.client()
    first = client.post(DECLARATIONS, json=started(either.participant())).json()
    either.travel_to("2023-01-01")
    either.reset()
    assert either.now == datetime(2021, 11, 25, 9, tzinfo=UTC)
    assert client.post(DECLARATIONS, json=started(either.participant())).json() == first


@pytest.mark.ecf_sandbox(edition="service", participants=2, personas=False)
class TestMarked:
    def test_a_mark_says_what_the_world_is_like(self, ecf_sandbox_in_process):
        assert len(ecf_sandbox_in_process.client().get(PARTICIPANTS).json()["data"]) == 2
        assert ecf_sandbox_in_process.control("GET", "")["edition"] == "service"

    @pytest.mark.ecf_sandbox(participants=0, now=date(2022, 2, 1), ticking=True)
    def test_a_nearer_mark_outranks_it(self, ecf_sandbox_in_process):
        told = ecf_sandbox_in_process.control("GET", "")
        assert (told["edition"], told["participants"]) == ("service", 0)
        assert told["clock"]["ticking"]
        assert told["clock"]["now"].startswith("2022-02-01T00:0")


def test_a_world_goes_with_its_test():
    with closing(Engine()) as engine:
        sandbox = Sandbox(engine, Settings(), socket=False)
        assert [each["id"] for each in engine.control("GET", "/worlds")["worlds"]] == [
            sandbox.world
        ]
        sandbox.close()
        assert engine.control("GET", "/worlds") == {"worlds": []}


def test_who_forgets_to_close_it_ends_all_the_same(tmp_path):
    program = "from ecf_sandbox.testing import Engine; engine = Engine(); print(engine.url)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []
