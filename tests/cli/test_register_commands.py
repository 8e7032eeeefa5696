"""Commands do what they say in worlds of API v3."""

from collections.abc import Iterator
from typing import Any

import pytest

from ecf_sandbox.apis import APIS
from ecf_sandbox.cli import (
    cohort,
    declaration,
    delivery_partner,
    participant,
    partnership,
    school,
    statements,
)
from ecf_sandbox.cli.acts import Act
from ecf_sandbox.engine.http.app import Documents

SEPTEMBER = "ecf-standard-september"
JANUARY = "ecf-standard-january"


def persona(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def school_id(number: int) -> str:
    return f"5c000000-0000-4000-8000-{number:012}"


def partner_id(number: int) -> str:
    return f"de000000-0000-4000-8000-{number:012}"


ECT, MENTOR = persona(3101), persona(3102)


@pytest.fixture
def register(ask) -> Iterator[str]:
    """A register world with the personas, frozen, and the one that commands are about."""
    made = ask("world", "create", "--edition", "register", "--frozen", "--participants", "0")["id"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ECF_SANDBOX_WORLD", made)
        yield made
    ask("world", "delete", made)


def training(person: Any) -> Any:
    return person["school_periods"][-1]["training_periods"][-1]


def test_a_school_registers_somebody(run, ask, register):
    facts = [f"school_id={school_id(1)}", "full_name=true", f"mentor_id={MENTOR}"]
    added = ask("participant", "add", "north-star", "ect", *facts)
    assert added["full_name"] == "true", "a name is text"
    assert training(added)["provider"] == "north-star"
    assert added["school_periods"][0]["mentorships"][0]["with"] == MENTOR
    assert ask("participant", "show", added["id"]) == added
    shown = run("participant", "show", added["id"]).output
    assert "north-star" in shown.splitlines()[-1]
    assert f"with {MENTOR} from 2026-11-25" in shown


def test_the_school_trains_where_there_is_no_provider(ask, register):
    added = ask("participant", "add", "none", "ect", f"school_id={school_id(6)}", "--at=2026-11-26")
    assert (training(added)["programme"], added["full_name"]) == ("school_led", None)
    assert added["school_periods"][0]["started_on"] == "2026-11-26"


def test_somebody_is_corrected(ask, register):
    told = ask("participant", "update", ECT, "full_name=Amara Holt", "record_started_on=2026-09-01")
    assert (told["full_name"], told["record_started_on"]) == ("Amara Holt", "2026-09-01")
    undone = ask("participant", "update", ECT, "full_name=none", "record_started_on=none")
    assert (undone["full_name"], undone["record_started_on"]) == (None, None)


def test_somebody_moves_and_leaves(ask, register):
    facts = ["provider=north-star", "started_on=2027-01-04"]
    moved = ask("participant", "join", ECT, "ect", school_id(2), *facts)
    assert [each["finished_on"] for each in moved["school_periods"]] == ["2027-01-03", None]
    left = ask("participant", "leave", ECT, "ect", "2027-03-31")
    assert left["school_periods"][-1]["finished_on"] == "2027-03-31"


def test_provider_and_programme_change(ask, register):
    changed = ask("participant", "lead-provider", ECT, "ect", "riverbank")
    assert training(changed)["provider"] == "riverbank"
    led = ask("participant", "programme", ECT, "school_led")
    assert training(led)["programme"] == "school_led"
    back = ask("participant", "programme", ECT, "provider_led", "provider=north-star")
    assert training(back)["provider"] == "north-star"


def test_a_mentor_is_given_and_taken(ask, register):
    given = ask("participant", "mentor", ECT, MENTOR, "started_on=2026-11-24")
    (mentorship,) = given["school_periods"][0]["mentorships"]
    assert (mentorship["with"], mentorship["started_on"]) == (MENTOR, "2026-11-24")
    ended = ask("participant", "mentor", ECT, "none")
    assert ended["school_periods"][0]["mentorships"][0]["finished_on"] == "2026-11-24"


def test_an_induction_is_opened_and_closed(run, ask, register):
    who = persona(3110)
    opened = ask("participant", "induct", who, "2026-09-01", "appropriate_body=true")
    assert opened["inductions"][0]["appropriate_body"] == "true"
    assert opened["eligibility"]["ect"]["eligible_at"] == "2026-11-25T09:00:00Z"
    ended = ask("participant", "induction", who, "finished_on=2026-11-25", "outcome=pass")
    assert ended["inductions"][0]["outcome"] == "pass"
    assert "from 2026-09-01 to 2026-11-25, true, pass" in run("participant", "show", who).output


def test_funding_is_given_and_ended(run, ask, register):
    made = ask("participant", "eligibility", persona(3110), "ect", "eligible=true")
    assert made["eligibility"]["ect"]["eligible_at"] == "2026-11-25T09:00:00Z"
    facts = ["ineligible_on=2026-11-25", "reason=started_not_completed"]
    ask("participant", "eligibility", MENTOR, "mentor", *facts)
    assert "reason started_not_completed" in run("participant", "show", MENTOR).output


def test_two_people_become_one(run, ask, register):
    merged = ask("participant", "merge", MENTOR, ECT)
    assert merged["participant_id_changes"][0]["from_participant_id"] == MENTOR
    assert run("participant", "show", MENTOR).exit_code == 1


def test_people_are_found(run, ask, register):
    assert "whom these words find" in run("participant", "find", "--help").output
    found = ask("participant", "find", "--q", ECT)
    assert [each["id"] for each in found["participants"]] == [ECT]
    options = ("--provider", "riverbank", "--participant-type", "ect", "--per-page", "1")
    told = run("participant", "find", *options).output
    assert told.splitlines()[-1].startswith("Page 1 of ")
    assert run("participant", "find", "--q", "nobody at all").output == "Nobody was found.\n"


def test_a_history_is_told(ask, register):
    told = ask("participant", "history", persona(3401))["events"]
    assert {"registered", "declared"} <= {each["event"] for each in told}


def test_schools_are_added_changed_and_listed(run, ask, register):
    added = ask("school", "add", "name=true", "urn=198765", "uplifts.2024.pupil_premium=true")
    assert (added["name"], added["urn"]) == ("true", "198765")
    assert added["uplifts"] == {"2024": {"pupil_premium": True, "sparsity": False}}
    facts = ["marked_eligible=true", "tutor_name=none", "uplifts.2024.sparsity=true"]
    changed = ask("school", "update", added["id"], *facts)
    assert (changed["marked_eligible"], changed["tutor_name"]) == (True, None)
    assert changed["uplifts"] == {"2024": {"pupil_premium": True, "sparsity": True}}
    assert added["id"] in [each["id"] for each in ask("school", "list")["schools"]]
    assert added["id"] in run("school", "list").output
    shown = run("school", "update", school_id(1), "contact_email=office@example.org").output
    assert "uplifts of 2024: pupil_premium, sparsity" in shown


def test_delivery_partners_are_added_renamed_and_linked(run, ask, register):
    made = ask("delivery-partner", "add", "Juniper Hub")["id"]
    assert ask("delivery-partner", "rename", made, "Rowan Hub")["name"] == "Rowan Hub"
    linked = ask("delivery-partner", "link", made, "north-star", "2026")
    assert linked["links"] == [{"provider": "north-star", "years": ["2026"]}]
    assert f"{made}   Rowan Hub" in run("delivery-partner", "list").output
    done = run("delivery-partner", "unlink", made, "north-star", "2026")
    assert (done.exit_code, done.output) == (0, "They may not work together any more.\n")
    listed = ask("delivery-partner", "list")["delivery_partners"]
    assert next(each["links"] for each in listed if each["id"] == made) == []


def test_partnerships_are_made_changed_and_listed(run, ask, register):
    made = ask("partnership", "add", "north-star", "2026", school_id(3), partner_id(1))
    other = ask("partnership", "update", made["id"], partner_id(2))
    assert other["delivery_partner_id"] == partner_id(2)
    moved = ask(
        "partnership", "add", "north-star", "2026", school_id(3), partner_id(1),
        f"move_from={made['id']}",
    )  # fmt: skip
    of_2026 = ask("partnership", "list", "--provider", "north-star", "--cohort", "2026")
    found = [each["id"] for each in of_2026["partnerships"] if each["school_urn"] == "190003"]
    assert moved["id"] in found
    assert {each["cohort"] for each in of_2026["partnerships"]} == {"2026"}
    assert moved["id"] in run("partnership", "list").output


def test_cohorts_are_opened_frozen_and_listed(run, ask, register):
    assert ask("cohort", "set", "2027")["year"] == "2027"
    assert ask("clock", "advance", "next-cohort")["now"] == "2027-05-31T23:00:00Z"
    frozen = ask("cohort", "set", "2026", "frozen_at=2026-11-25", "enabled=false")
    assert (frozen["frozen"], frozen["enabled"]) == (True, False)
    assert not ask("cohort", "set", "2026", "frozen_at=none")["frozen"]
    assert [each["year"] for each in ask("cohort", "list")["cohorts"]][-1] == "2027"
    assert "2027     2027-06-01" in run("cohort", "list").output


def test_statements_are_shown_and_authorised(run, ask, register):
    told = ask("statements", "--provider", "north-star", "--cohort", "2026")["statements"]
    assert {(each["provider"], each["cohort"]) for each in told} == {("north-star", "2026")}
    (january,) = [each for each in told if each["payment_date"] == "2027-01-25"]
    assert run("statements", "authorise", january["id"]).exit_code == 1, "it is open yet"
    ask("clock", "advance", "next-statement-deadline", "--cohort", "2026")
    assert ask("statements", "authorise", january["id"])["state"] == "paid"
    row = run("statements", "--cohort", "2026").output.splitlines()[2]
    assert january["id"] in row
    assert "started, induction" in row


def test_a_declaration_is_voided_by_the_department(run, ask, register):
    made = "dec00001-0000-4000-8000-000000003402"
    assert ask("declaration", "void", made)["state"] == "awaiting-clawback"
    assert run("declaration", "void", made).exit_code == 1


def test_advisories_are_about_people_and_schools(run, ask, register):
    about = {(each["rule"], each["school_id"]) for each in ask("advisories")["advisories"]}
    assert ("V3-ADV-1", school_id(5)) in about
    assert school_id(5) in run("advisories").output


def test_a_state_is_built_with_params(ask, register):
    built = ask("state", "a declaration", "state=paid", "cohort=2025")
    assert built["declaration_type"] == "started"


@pytest.mark.parametrize(
    ("move", "now"),
    [
        (["tomorrow"], "2026-11-26T00:00:00Z"),
        (["next-payment"], "2027-01-25T00:00:00Z"),
        (["next-payment", "--cohort", "2026"], "2027-01-25T00:00:00Z"),
        (["next-statement-deadline"], "2027-01-01T00:00:00Z"),
        (
            ["next-milestone-start", "--schedule", JANUARY, "--cohort", "2026"],
            "2027-01-01T00:00:00Z",
        ),
        (
            ["next-milestone-end", "--schedule", JANUARY, "--cohort", "2024"],
            "2027-01-01T00:00:00Z",
        ),
        (["next-training-start", "--participant", persona(3201)], "2027-01-04T00:00:00Z"),
        (["next-training-end", "--participant", persona(3202)], "2027-01-01T00:00:00Z"),
        (["P1D"], "2026-11-26T09:00:00Z"),
        (["2027-01-25"], "2027-01-25T00:00:00Z"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_clock_knows_the_landmarks_of_its_api(ask, register, move, now):
    assert ask("clock", "advance", *move)["now"] == now


def test_personas_and_schedules_of_register_worlds_are_printed(run, ask):
    told = ask("personas", "--api", "v3")["personas"]
    assert ECT in [each["id"] for each in told]
    shown = run("personas", "--api=v3").output
    assert f"{ECT}   ect      2026     an ECT ready to start" in shown
    assert next(each["purpose"] for each in told if each["id"] == ECT) in shown
    milestones = ask("schedules", "--edition", "register")["milestones"]
    (started,) = (
        each
        for each in milestones
        if (each["schedule_identifier"], each["cohort"]) == (JANUARY, "2024")
        and each["declaration_type"] == "started"
    )
    assert (started["start_date"], started["milestone_date"]) == ("2025-01-01", "2025-03-31")
    line = f"{JANUARY}        2024     started       2025-01-01   2025-03-31"
    assert line in run("schedules", "--edition", "register").output


def test_what_was_passed_is_told(run, register):
    told = run("clock", "advance", "2027-01-25").output
    assert "   became-eligible    1 participant" in told
    assert "   statement-closed   cohort 2026, " in told
    assert " clawbacks" in told
    assert f"retained-1 on {JANUARY} of 2026" in told


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "school list",
            "school list is for worlds of API v3, and world default has API v1: name another",
        ),
        ("participant join a ect b", "participant join is for worlds of API v3"),
        ("statements --cohort 2021", "--cohort is for worlds of API v3"),
        ("statements authorise a", "statements authorise is for worlds of API v3"),
        ("clock advance tomorrow", "tomorrow is no landmark of API v1. Those are next-"),
        (
            f"clock advance next-payment --schedule {SEPTEMBER} --participant a",
            "next-payment takes no --participant in a world of API v1.",
        ),
    ],
)
def test_what_a_v1_world_lacks_is_said_in_a_line(run, command, said):
    refused(run(*command.split()), said)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("participant transfer a b c", "participant transfer is for worlds of API v1, and world "),
        (
            f"clock advance next-payment --schedule {SEPTEMBER}",
            "next-payment takes no --schedule in a world of API v3.",
        ),
        ("clock advance tomorrow --cohort 2026", "tomorrow takes no --cohort"),
    ],
)
def test_what_a_register_world_lacks_is_said_in_a_line(run, register, command, said):
    refused(run(*command.split()), said)


def refused(done: Any, said: str) -> None:
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {said}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        "clock advance next-milestone-start --cohort 2026",
        "clock advance next-milestone-start --schedule ecf-standard-april",
        "participant induction a",
        "school update a",
        "participant join a pupil b",
        "participant programme a none",
        "school add uplifts=1 uplifts.2024.sparsity=true",
    ],
)
def test_a_wrong_command_is_2(run, register, command):
    assert run(*command.split()).exit_code == 2


def test_every_call_of_the_document_has_a_command():
    """Those that both APIs have are tried above and among the commands of API v1."""
    shared = {"addParticipant", "getSandboxParticipant", "updateSandboxParticipant"}
    shared |= {"getParticipantHistory", "listStates", "setUpState", "getStatements"}
    shared |= {"getAdvisories"}
    shared |= {"getSandboxDeclarations", "listSchedules", "listPersonas"}  # for the control room
    operations = APIS.of_edition("register").control.operations
    document = Documents(APIS).served["control-v3"].read().operations.values()
    wanted = {
        (each.method, each.path.removeprefix("/sandbox/worlds/{world}/"))
        for each in document
        if each.name in operations.keys() - shared
    }
    assert {(each.method, like(each.path)) for each in acts()} == {
        (method, like(path)) for method, path in wanted
    }


def like(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def acts() -> Iterator[Act]:
    groups = (
        school,
        delivery_partner,
        partnership,
        cohort,
        declaration,
        participant,
        statements,
    )
    for group in groups:
        yield from group.ACTS
