"""A journal's writes, recorded and sent again elsewhere."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ecf_sandbox.cli.recordings import record
from ecf_sandbox.cli.remote import Remote

AMELIA = "00000000-0000-4000-8000-000000000101"
CALLUM = "00000000-0000-4000-8000-000000000308"
NOBODY = "00000000-0000-4000-8000-999999999999"


@pytest.fixture
def make(ask) -> Iterator[Callable[..., Any]]:
    """Make worlds that stand still, and throw them away."""
    made = []

    def making(*options: str) -> Any:
        made.append(ask("world", "create", "--frozen", *options))
        return made[-1]

    yield making
    for each in made:
        ask("world", "delete", each["id"])


@pytest.fixture
def write(server) -> Callable[..., httpx2.Response]:
    """Send something to a world as north-star."""

    def writing(world: Any, method: str, path: str, date: str, **attributes: str):
        return httpx2.request(
            method,
            f"{server}/api/v1{path}",
            headers={
                "Authorization": f"Bearer {_token(world)}",
                "X-With-Server-Date": f"{date}T12:00:00Z",
            },
            json={"data": {"type": "any", "attributes": attributes}} if attributes else None,
        )

    return writing


@pytest.fixture
def recorded(make, write, run, tmp_path) -> str:
    """A recording: a start declared twice and voided, an action, and two refusals."""
    world = make("--participants", "0")
    start = {"course_identifier": "ecf-induction", "declaration_type": "started"}
    start["declaration_date"] = "2021-11-25T09:00:00Z"
    declarations = "/participant-declarations"
    made = write(world, "POST", declarations, "2021-11-25", participant_id=AMELIA, **start)
    write(world, "POST", declarations, "2021-11-26", participant_id=AMELIA, **start)
    write(world, "PUT", f"{declarations}/{made.json()['data']['id']}/void", "2021-11-27")
    course = {"course_identifier": "ecf-induction"}
    defer = f"/participants/ecf/{CALLUM}/defer"
    write(world, "PUT", defer, "2021-12-01", reason="career-break", **course)
    write(world, "PUT", defer, "2021-12-02", reason="boredom", **course)
    write(world, "POST", declarations, "2021-12-02", participant_id=NOBODY, **start)
    write(world, "GET", "/participants/ecf", "2021-12-02")
    done = run("journal", "--world", world["id"], "--record", str(tmp_path / "story.json"))
    assert done.output.startswith("Wrote 6 requests to ")
    return str(tmp_path / "story.json")


@pytest.fixture
def replay(run, server, recorded):
    """Send the recording to a world."""

    def replaying(world: Any, *options: str) -> Any:
        token = f"north-star={_token(world)}"
        return run("replay", recorded, server, "--token", token, *options)

    return replaying


def test_a_recording_tells_whom_it_is_about(recorded):
    told = json.loads(Path(recorded).read_text(encoding="utf-8"))
    assert told["participants"][AMELIA]["schedule_identifier"] == "ecf-standard-september"
    assert set(told["participants"]) == {AMELIA, CALLUM}
    assert [each["date"][:10] for each in told["writes"]][:3] == [
        "2021-11-25",
        "2021-11-26",
        "2021-11-27",
    ]
    assert "north-star." not in json.dumps(told), "a recording has no tokens"


@pytest.mark.parametrize("side", ["request", "response"])
def test_what_was_too_long_to_keep_is_left_out(side):
    whole = {"headers": {}, "body": "{}", "truncated": False}
    entry = {"method": "POST", "provider": "north-star", "world_date": "2021-11-25T09:00:00Z"}
    entry |= {"path": "/", "query": "", "status": 200, "request": whole, "response": whole}
    entry["server_date"] = entry["world_date"]
    assert len(record([entry], Remote(""), "default").writes) == 1
    cut = {**entry, side: {**whole, "truncated": True}}
    recording = record([cut], Remote(""), "default")
    assert recording.writes == ()
    assert recording.left_out == (
        "2021-11-25T09:00:00Z  north-star  POST /: it is too long to be kept whole",
    )


def test_the_same_world_answers_as_recorded(make, replay):
    done = replay(make("--participants", "0"))
    assert (done.exit_code, done.output) == (0, "6 of 6 answers are as recorded.\n")


def test_others_play_who_is_not_there(make, replay):
    world = make("--participants", "60", "--no-personas", "--seed", "9")
    done = replay(world, "--json")
    told = json.loads(done.output)
    assert done.exit_code == 0, done.output
    assert told["missing"] == []
    assert AMELIA not in (told["ids"][AMELIA], told["ids"][CALLUM])

    again = replay(world, "--json")
    assert again.exit_code == 0, again.output
    taken = {told["ids"][each] for each in (AMELIA, CALLUM)}
    assert taken.isdisjoint(json.loads(again.output)["ids"].values()), "they have a past now"


def test_what_differs_is_shown(make, replay):
    done = replay(make("--participants", "0", "--edition", "service"))
    assert done.exit_code == 1
    second, *_ = done.output.split("2021-11-26T")[1].splitlines()[1:]
    assert second.startswith("  status: 200 was recorded, 4")
    assert "5 of 6 answers" in done.output


def test_nobody_to_play_somebody_is_said(make, replay):
    done = replay(make("--participants", "0", "--no-personas"))
    assert f"Nobody there can play {AMELIA} (participant_type=ect, cohort=2021, sch" in done.output
    assert done.exit_code == 1


def test_a_part_can_be_given(make, replay):
    other = "00000000-0000-4000-8000-000000000309"
    done = replay(make("--participants", "0"), "--map", f"{AMELIA}={other}", "--json")
    told = json.loads(done.output)
    assert done.exit_code == 0, done.output
    assert told["ids"][AMELIA] == other


def test_dates_can_be_moved(make, replay, ask):
    world = make("--participants", "0")
    done = replay(world, "--shift", "P2D")
    assert (done.exit_code, done.output) == (0, "6 of 6 answers are as recorded.\n")
    first = ask("journal", "--world", world["id"])["entries"]
    posts = [each for each in first if each["method"] == "POST"]
    assert posts[-1]["world_date"] == "2021-11-27T12:00:00Z"
    assert "2021-11-27T09:00:00Z" in posts[-1]["request"]["body"]


START = {
    "participant_id": AMELIA,
    "course_identifier": "ecf-induction",
    "declaration_type": "started",
}


@pytest.fixture
def send(server):
    """Post a declaration to a world, byte for byte, its content type and date too."""

    def sending(world: Any, body: bytes, query: str = "", **headers: str) -> httpx2.Response:
        return httpx2.post(
            f"{server}/api/v1/participant-declarations{query}",
            headers={
                "Authorization": f"Bearer {_token(world)}",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            content=body,
        )

    return sending


@pytest.fixture
def again(run, server, make, tmp_path):
    """Record a world, replay it on another one, and return both outcomes."""
    file = str(tmp_path / "again.json")

    def replaying(world: Any, *options: str) -> tuple[Any, Any, Any]:
        recorded = run("journal", "--world", world["id"], "--record", file)
        other = make("--participants", "0")
        token = f"north-star={_token(other)}"
        return recorded, other, run("replay", file, server, "--token", token, *options)

    return replaying


def declared(date: str) -> bytes:
    attributes = {**START, "declaration_date": date}
    body = {"data": {"type": "participant-declaration", "attributes": attributes}}
    return json.dumps(body, indent=3).encode()


@pytest.mark.parametrize(
    ("header", "date", "status"),
    [
        pytest.param("2021-11-25T12:00:00.900Z", "2021-11-25T12:00:00.500Z", 200, id="before"),
        pytest.param("2021-11-25T12:00:00.100Z", "2021-11-25T12:00:00.500Z", 422, id="after"),
        pytest.param("2021-11-25T12:00:00,9+01:00", "2021-11-25T11:00:00.5Z", 200, id="offset"),
        pytest.param("2021-11-26", "2021-11-25T23:59:59.9Z", 200, id="a day"),
        pytest.param("2121-11-26", "2021-11-25T09:00:00Z", 400, id="out of range"),
        pytest.param("noon", "2021-11-25T09:00:00Z", 400, id="no date"),
    ],
)
def test_dates_are_sent_as_they_were(make, send, again, ask, *, header, date, status):
    world, body = make("--participants", "0"), declared(date)
    kind = {"Content_Type": "application/json"}
    assert send(world, body, X_With_Server_Date=header, **kind).status_code == status
    _, other, done = again(world)
    assert (done.exit_code, done.output) == (0, "1 of 1 answers are as recorded.\n")
    posted = ask("journal", "--world", other["id"])["entries"][0]["request"]
    assert posted["headers"]["x-with-server-date"] == header
    assert posted["body"] == body.decode()


def test_a_clock_s_own_fraction_is_kept(run, make, send, again):
    world = make("--participants", "0")
    run("clock", "set", "2021-11-25T12:00:00.900Z", "--frozen", "--world", world["id"])
    body = declared("2021-11-25T12:00:00.500Z")
    assert send(world, body, Content_Type="application/json").status_code == 200
    assert again(world)[2].output == "1 of 1 answers are as recorded.\n"


def test_a_body_without_a_type_has_none_again(make, send, again, ask):
    world = make("--participants", "0")
    send(world, declared("2021-11-25T09:00:00Z"))
    _, other, done = again(world)
    assert done.output == "1 of 1 answers are as recorded.\n"
    assert (
        "content-type"
        not in ask("journal", "--world", other["id"])["entries"][0]["request"]["headers"]
    )


def test_moved_dates_keep_their_fraction_and_offset(make, send, again, ask):
    world = make("--participants", "0")
    header = "2021-11-25T13:00:00.900+01:00"
    body = declared("2021-11-25T13:00:00.5+01:00")
    sent = send(world, body, Content_Type="application/json", X_With_Server_Date=header)
    assert sent.status_code == 200
    _, other, done = again(world, "--shift", "P2D")
    assert done.exit_code == 0, done.output
    posts = ask("journal", "--world", other["id"])["entries"]
    (posted,) = [each["request"] for each in posts if each["method"] == "POST"]
    assert posted["headers"]["x-with-server-date"] == header.replace("25T", "27T")
    assert posted["body"] == body.decode().replace("25T", "27T")


@pytest.mark.parametrize(
    ("body", "query", "why"),
    [
        pytest.param(b'{"x": "\xff"}', "", "its body has a token in it", id="no text"),
        pytest.param(b"%(token)s", "", "its body has a token in it", id="a token"),
        pytest.param(b"{}", "?x=%(token)s", "its address has a token in it", id="in the address"),
    ],
)
def test_what_cannot_be_sent_as_it_was_is_left_out_with_a_word(make, send, again, body, query, why):
    world = make("--participants", "0")
    token = _token(world)
    send(
        world,
        body.replace(b"%(token)s", token.encode()),
        query.replace("%(token)s", token),
        Content_Type="application/json",
    )
    recorded, _, done = again(world)
    assert "Wrote 0 requests" in recorded.output
    assert f"POST /api/v1/participant-declarations: {why}" in recorded.output
    assert token not in recorded.output
    assert done.output == "0 of 0 answers are as recorded.\n"


def test_stars_that_were_sent_are_sent_again(make, send, again):
    world = make("--participants", "0")
    send(world, b'{"x": "***"}', Content_Type="application/json")
    assert again(world)[2].output == "1 of 1 answers are as recorded.\n"


def test_a_token_that_is_not_known_is_said(run, server, recorded):
    done = run("replay", recorded, server, "--token", "north-star=wrong")
    assert done.exit_code == 1
    assert "401 to the token of north-star: give --token north-star=TOKEN" in done.output


def test_silence_is_said(run, recorded):
    done = run("replay", recorded, "127.0.0.1:1")
    assert done.exit_code == 3
    assert "Nobody answers at http://127.0.0.1:1" in done.output


@pytest.mark.parametrize("text", ["", "[]", '{"recording": 2}', '{"recording": 1}'])
def test_what_is_no_recording_is_refused(run, server, tmp_path, text):
    (tmp_path / "file").write_text(text)
    done = run("replay", str(tmp_path / "file"), server)
    assert done.exit_code == 2
    assert "is no recording: ecf-sandbox journal --record makes one" in done.output


def _token(world: Any) -> str:
    return world["providers"][0]["token"]
