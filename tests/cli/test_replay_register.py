"""What was written to a world of API v3, recorded and sent again where ids are others."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

DATE = "2026-11-25T12:00:00Z"
READY, INTEREST = "an ECT ready to start", "a school with an expression of interest"
PARTNERED = "a school in partnership"
DEFERRED = ("a participant", "training_status=deferred", "participant_status=left")
TO_VOID = ("a declaration", "state=paid", "cohort=2025")


@pytest.fixture
def make(ask) -> Iterator[Callable[..., Any]]:
    """Make register worlds that stand still, and throw them away."""
    made = []

    def making(*options: str) -> Any:
        made.append(ask("world", "create", *options))
        return made[-1]

    yield making
    for each in made:
        ask("world", "delete", each["id"])


@pytest.fixture
def elsewhere(make) -> Callable[..., Any]:
    """Make a world in which the same situations have other ids."""

    def making(seed: int) -> Any:
        size = ("--participants", "0", "--no-personas")
        return make("--frozen", "--edition", "register", "--seed", str(seed), *size)

    return making


@pytest.fixture
def build(ask) -> Callable[..., Any]:
    def building(world: Any, *situations: Any) -> list[Any]:
        named = [(each,) if isinstance(each, str) else each for each in situations]
        return [ask("state", *each, "--world", world["id"]) for each in named]

    return building


@pytest.fixture
def write(server) -> Callable[..., Any]:
    """Send something to a world as north-star."""

    def writing(world: Any, method: str, path: str, **attributes: str) -> Any:
        headers = {"Authorization": f"Bearer {_token(world)}", "X-With-Server-Date": DATE}
        body = {"data": {"type": "any", "attributes": attributes}} if attributes else None
        url = f"{server}/api/v3/{path}"
        return httpx2.request(method, url, headers=headers, json=body).json()

    return writing


@pytest.fixture
def first(elsewhere, build) -> Any:
    """A world with everything that the recording is about, and a copy of it as it was."""
    world = elsewhere(1)
    return world, *build(world, READY, INTEREST, PARTNERED, TO_VOID, DEFERRED)


@pytest.fixture
def recorded(first, ask, run, write, tmp_path) -> str:
    """A recording: people appear and are declared, a partner changes, a start is taken back."""
    world, ready, school, partnered, paid, deferred = first
    ask("world", "snapshot", world["id"], "before")
    made = write(
        world,
        "POST",
        "partnerships",
        cohort=school["cohort"],
        school_id=school["school_id"],
        delivery_partner_id=school["delivery_partner_id"],
    )
    for who in (ready["participant_id"], school["participant_id"]):
        _declare(write, world, who, "2026-11-20T09:00:00Z")
    _declare(write, world, ready["participant_id"], "2026-01-20T09:00:00Z")
    other = "de000000-0000-4000-8000-000000000002"
    for each in (made["data"]["id"], partnered["partnership_id"]):
        write(world, "PUT", f"partnerships/{each}", delivery_partner_id=other)
    write(
        world,
        "PUT",
        f"participants/{ready['participant_id']}/defer",
        reason="career-break",
        course_identifier="ecf-induction",
    )
    write(world, "PUT", f"participant-declarations/{paid['declaration_id']}/void")
    again = {"course_identifier": "ecf-induction"}
    write(world, "PUT", f"participants/{deferred['participant_id']}/resume", **again)
    file = str(tmp_path / "story.json")
    done = run("journal", "--world", world["id"], "--record", file)
    assert done.output.startswith("Wrote 9 requests to ")
    return file


@pytest.fixture
def replay(run, server, recorded) -> Callable[..., Any]:
    def replaying(world: Any, *options: str) -> Any:
        token = f"north-star={_token(world)}"
        done = run("replay", recorded, server, "--token", token, *options, "--json")
        return done.exit_code, json.loads(done.output)

    return replaying


def test_a_recording_tells_what_schools_and_partnerships_are_like(first, recorded):
    _, ready, school, partnered, paid, _ = first
    told = json.loads(Path(recorded).read_text(encoding="utf-8"))
    known = told["organisations"]
    assert known[school["school_id"]] == {
        "kind": "school",
        "provider": "north-star",
        "cohort": "2026",
        "urn": school["school_urn"],
        "expression_of_interest": True,
    }
    assert known[partnered["partnership_id"]]["urn"] == partnered["school_urn"]
    assert known[paid["statement_id"]]["month"] == "November"
    assert told["participants"][ready["participant_id"]] == {
        "participant_type": "ect",
        "cohort": "2026",
        "schedule_identifier": "ecf-standard-september",
        "eligible_for_funding": True,
        "training_status": "active",
        "school_urn": ready["school_urn"],
    }


def test_the_same_world_answers_as_recorded(first, recorded, make, replay):
    copy = make("--from", f"{first[0]['id']}/before")
    code, told = replay(copy)
    assert (code, told["missing"]) == (0, []), told
    assert [each["status"] for each in told["writes"]] == [200, 200, 200, 422, *[200] * 5]


def test_other_ids_play_the_parts_elsewhere(first, elsewhere, build, replay):
    _, ready, school, partnered, paid, deferred = first
    there = elsewhere(9)
    # In another order, so that ids are others, and URNs are other schools'.
    alike = build(there, DEFERRED, TO_VOID, PARTNERED, INTEREST, READY)
    code, told = replay(there)
    assert (code, told["missing"]) == (0, []), told
    ids = told["ids"]
    assert ids[school["school_id"]] == alike[3]["school_id"]
    assert ids[partnered["partnership_id"]] == alike[2]["partnership_id"]
    assert ids[ready["participant_id"]] not in (ready["participant_id"], None)
    assert ids[school["participant_id"]] == alike[3]["participant_id"], "who appears is found then"
    assert ids[paid["declaration_id"]] == alike[1]["declaration_id"]
    assert ids[deferred["participant_id"]] == alike[0]["participant_id"]
    assert ids[paid["statement_id"]] == alike[1]["statement_id"]


def test_what_nothing_there_is_like_is_said_and_its_requests_are_not_sent(first, elsewhere, replay):
    _, ready, school, partnered, paid, deferred = first
    code, told = replay(elsewhere(9))
    assert code == 0, "nothing that was sent is answered otherwise"
    lacking = {
        ready["participant_id"],
        school["school_id"],
        school["participant_id"],
        partnered["partnership_id"],
        paid["declaration_id"],
        deferred["participant_id"],
    }
    assert lacking <= {*told["missing"]}
    assert [each["status"] for each in told["writes"]] == [None] * 9
    made = told["writes"][0]
    assert made["lacking"] == [school["school_id"]]
    assert told["writes"][4]["lacking"] == [told["writes"][4]["path"].rpartition("/")[2]], (
        "what a request would have made that was not sent is not there"
    )


def test_what_is_not_sent_is_said_in_words(first, elsewhere, build, run, server, recorded):
    *_, school, _, paid, _ = first
    there = elsewhere(9)
    build(there, PARTNERED, READY)
    done = run("replay", recorded, server, "--token", f"north-star={_token(there)}")
    assert f"Nobody there can play {school['participant_id']} (participant_type=ect" in done.output
    declaration = paid["declaration_id"]
    assert f"Nothing there is like {declaration}. Give --map {declaration}=ID" in done.output
    assert f"  not sent: nothing there is like {school['school_id']}" in done.output
    assert done.output.endswith("4 of 4 answers are as recorded.\nRequests not sent: 5.\n")
    assert done.exit_code == 0


def test_without_a_token_those_of_the_usual_world_are_taken(recorded, run, server):
    run("world", "snapshot", "register", "untouched")
    done = run("replay", recorded, server)
    assert run("world", "restore", "register", "untouched").exit_code == 0
    assert "answers are as recorded." in done.output


def test_what_differs_is_shown(first, elsewhere, build, replay, ask):
    there = elsewhere(9)
    build(there, TO_VOID, PARTNERED, INTEREST, READY)
    ask("cohort", "set", "2026", "enabled=false", "--world", there["id"])
    code, told = replay(there)
    assert code == 1
    assert [each["at"] for each in told["writes"][0]["differences"]][:1] == ["status"]


def _declare(write: Any, world: Any, who: str, date: str) -> None:
    write(
        world,
        "POST",
        "participant-declarations",
        participant_id=who,
        course_identifier="ecf-induction",
        declaration_type="started",
        declaration_date=date,
        evidence_held="other",
    )


def _token(world: Any) -> str:
    return world["providers"][0]["token"]
