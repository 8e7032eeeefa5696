"""Commands do what they say, against a running sandbox."""

import json
import re

import pytest
from click import Context

from ecf_sandbox.cli import main
from ecf_sandbox.v1.seeding.personas import personas

SEPTEMBER = "ecf-standard-september"
PERSONA = "00000000-0000-4000-8000-000000000101"


def test_a_world_is_made_shown_listed_and_deleted(run, ask):
    made = ask("world", "create", "--seed", "7", "--participants", "0", "--edition", "service")
    assert (made["edition"], made["seed"]) == ("service", 7)
    assert ask("world", "show", made["id"])["providers"] == made["providers"]
    assert made["id"] in [each["id"] for each in ask("world", "list")["worlds"]]
    assert ask("world", "delete", made["id"]) == {"deleted": made["id"]}
    assert run("world", "show", made["id"]).exit_code == 1


@pytest.mark.parametrize(
    ("options", "clock"),
    [
        (["--now", "2022-03-01", "--frozen"], {"now": "2022-03-01T00:00:00Z", "ticking": False}),
        (
            ["--now", "2022-03-01T10:00:00+01:00", "--frozen"],
            {"now": "2022-03-01T09:00:00Z", "ticking": False},
        ),
        (["--frozen"], {"now": "2021-11-25T09:00:00Z", "ticking": False}),
    ],
    ids=["a date is its midnight", "a moment with an offset", "the usual moment"],
)
def test_a_world_begins_when_it_is_told_to(ask, options, clock):
    made = ask("world", "create", "--participants", "0", "--no-personas", *options)
    ask("world", "delete", made["id"])
    assert made["clock"] == clock


def test_a_token_is_printed_alone_for_scripts(run, ask, world):
    tokens = {each["id"]: each["token"] for each in ask("world", "show", world)["providers"]}
    assert run("world", "show", world, "--token", "riverbank").output.split() == [
        tokens["riverbank"]
    ]
    assert run("world", "show", world, "--token", "nobody").exit_code == 2


def test_a_reset_forgets_what_was_done(run, ask, world):
    added = ask("participant", "add", "north-star", "ect")
    ask("world", "reset", world)
    assert run("participant", "show", added["id"]).exit_code == 1
    assert ask("participant", "add", "north-star", "ect") == added


def test_a_moment_is_kept_listed_restored_and_forgotten(ask, world):
    taken = ask("world", "snapshot", world, "before")
    ask("clock", "set", "2023-01-01", "--frozen")
    assert ask("world", "snapshot", world)["snapshots"] == [taken]
    assert ask("world", "restore", world, "before")["clock"]["now"] == taken["now"]
    ask("world", "snapshot", world, "before", "--delete")
    assert ask("world", "snapshot", world) == {"snapshots": []}


@pytest.mark.parametrize("way", ["--from", "--file"])
def test_a_world_starts_from_a_kept_moment(ask, world, tmp_path, way):
    added = ask("participant", "add", "north-star", "ect")
    file = tmp_path / "kept.sqlite3"
    ask("world", "snapshot", world, "kept", "--file", str(file))
    source = {"--from": f"{world}/kept", "--file": str(file)}[way]
    copy = ask("world", "create", f"{world}-copy", way, source)
    assert ask("participant", "show", added["id"], "--world", copy["id"]) == added
    ask("world", "delete", copy["id"])


@pytest.mark.parametrize(
    ("move", "now"),
    [
        (["-P1D"], "2021-11-24T09:00:00Z"),
        (["P1M"], "2021-12-25T09:00:00Z"),
        (["+P1Y2M3DT4H"], "2023-01-28T13:00:00Z"),
        (["-PT1H"], "2021-11-25T08:00:00Z"),
        (["2022-02-28"], "2022-02-28T00:00:00Z"),
        (["2022-02-28t09:00:00z"], "2022-02-28T09:00:00Z"),
        (["next-milestone-start", "--schedule", SEPTEMBER], "2021-12-01T00:00:00Z"),
        (["next-payment", "--schedule", SEPTEMBER, "--cohort", "2021"], "2021-12-01T00:00:00Z"),
        (["next-milestone-end", "--schedule", "ecf-standard-april"], "2022-05-01T00:00:00Z"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_clock_is_advanced(ask, world, move, now):
    moved = ask("clock", "advance", *move)
    assert (moved["now"], moved["ticking"]) == (now, False)
    assert ask("clock", "show")["now"] == now


def test_a_move_tells_what_it_passed(run, world):
    told = run("clock", "advance", "P1W", "--world", world).output
    assert told.startswith("2021-12-02T09:00:00Z, frozen\n")
    assert "milestone-opened   retained-1 on ecf-standard-september" in told
    assert "payment-made       0 declarations" in told


def test_a_clock_is_set_stopped_let_go_and_released(ask, world):
    assert ask("clock", "set", "2022-01-01T12:00:00Z")["ticking"]
    assert not ask("clock", "set", "--frozen")["ticking"]
    assert ask("clock", "show")["now"].startswith("2022-01-01T12:00:")
    assert ask("clock", "set")["ticking"]
    assert not ask("clock", "release")["now"].startswith("2022")


def test_a_school_adds_and_validates_somebody(ask, world):
    mentor = ask("participant", "add", "north-star", "mentor", "full_name=Siân O'Rourke =x")
    added = ask("participant", "add", "north-star", "ect", "full_name=true", "cohort=2021")
    assert mentor["full_name"] == "Siân O'Rourke =x"
    assert (added["full_name"], added["qts"], added["email_validated"]) == ("true", None, False)

    facts = ["qts=true", "email_validated=true", f"mentor_id={mentor['id']}"]
    changed = ask("participant", "update", added["id"], *facts)
    assert (changed["qts"], changed["email_validated"]) == (True, True)
    assert changed["mentor_id"] == mentor["id"]

    undone = ask("participant", "update", added["id"], "qts=unknown", "mentor_id=none")
    assert (undone["qts"], undone["mentor_id"]) == (None, None)
    assert ask("participant", "show", added["id"]) == undone


def test_a_school_does_it_on_another_day(ask, world):
    added = ask("participant", "add", "north-star", "ect", "--at", "2021-09-01")
    assert added["added_at"] == "2021-09-01T00:00:00Z"


def test_a_participant_is_transferred(ask, world):
    added = ask("participant", "add", "north-star", "ect")
    moved = ask("participant", "transfer", added["id"], "riverbank", "100057")
    assert (moved["provider"], moved["school_urn"]) == ("riverbank", "100057")


def test_a_participant_s_history_is_told(run, ask, world):
    added = ask("participant", "add", "north-star", "ect")
    ask("participant", "update", added["id"], "email_validated=true")
    told = ask("participant", "history", added["id"])["events"]
    assert [each["event"] for each in told] == ["registered", "details-changed"]
    lines = run("participant", "history", added["id"]).output.splitlines()
    assert lines[0].split() == ["when", "who", "what", "details"]
    assert lines[-1].split()[1:] == ["school", "details-changed", "email_validated=true"]
    assert run("participant", "history", "nobody").exit_code == 1


def test_a_situation_is_built_by_its_name(ask, world):
    built = ask("state", "a deferred ECT", "provider=riverbank", "cohort=2021")
    shown = ask("participant", "show", built["participant_id"])
    assert (shown["provider"], shown["training_status"]) == ("riverbank", "deferred")


def test_situations_are_listed(ask):
    listed = {each["state"] for each in ask("state")["states"]}
    assert {each.situation for each in personas()} <= listed


def test_statements_show_what_is_paid(run, ask, world):
    assert run("statements").output == "There is nothing to pay.\n"
    ask("state", "an ECT with started declared")
    header, _, row = run("statements", "--provider", "north-star").output.splitlines()
    assert header.split() == ["payment", "is", "provider", "for", "state", "declarations", "share"]
    assert row.split() == ["2021-11-30", "open", "north-star", "started", "eligible", "1", "20%"]
    assert run("statements", "--provider", "riverbank").output == "There is nothing to pay.\n"


def test_advisories_are_listed(run, ask, world):
    assert run("advisories").output == "Nothing to advise.\n"
    built = ask("state", "an ECT part-way through")["participant_id"]
    assert {each["participant_id"] for each in ask("advisories")["advisories"]} == {built}
    assert "ADV-6   north-star" in run("advisories").output


@pytest.mark.parametrize("command", ["personas", "schedules"])
def test_facts_are_printed_without_a_server(run, monkeypatch, command):
    monkeypatch.setenv("ECF_SANDBOX_URL", "http://127.0.0.1:1")
    table, told = run(command), run(command, "--json")
    assert table.exit_code == told.exit_code == 0
    assert json.loads(told.output)[{"schedules": "milestones"}.get(command, command)]


def test_personas_are_printed_with_their_ids(run, ask):
    assert PERSONA in run("personas").output
    told = ask("personas")["personas"]
    assert [each["id"] for each in told] == [each.id for each in personas() if not each.state_only]


@pytest.mark.parametrize(
    ("edition", "first_day"), [("guidance", "2021-11-19"), ("service", "2021-09-01")]
)
def test_schedules_are_those_of_an_edition(ask, edition, first_day):
    first = ask("schedules", "--edition", edition)["milestones"][0]
    assert first == {
        "schedule_identifier": SEPTEMBER,
        "cohort": "2021",
        "declaration_type": "started",
        "start_date": first_day,
        "milestone_date": "2021-11-30",
        "payment_date": "2021-11-30",
        "output_percentage": 20,
    }


def test_the_help_has_every_command_once_in_its_section(run):
    said = run("--help").output
    named = re.findall(r"^  ([a-z][a-z-]+)  ", said, re.MULTILINE)
    assert named == main.list_commands(Context(main))
    assert re.findall(r"^([A-Z][a-z ]+):$", said, re.MULTILINE)[1:] == [
        "Serve",
        "Worlds and time",
        "What schools and the department do",
        "Look at a world",
        "Look up",
    ]
    of_v3 = re.findall(r"^  ([a-z-]+) .*\(API v3\)\.$", said, re.MULTILINE)
    assert of_v3 == ["school", "delivery-partner", "partnership", "cohort", "declaration"]
