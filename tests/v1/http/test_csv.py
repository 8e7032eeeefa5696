"""Lists as CSV (LIST-6)."""

import csv
import io

import pytest

from tests.kit.population import crowd
from tests.kit.sandbox import ids

CSVS = {"/participants/ecf.csv": "/participants/ecf", "/participants.csv": "/participants"}
DECLARATIONS = "/participant-declarations"
MENTOR = "933bd2cd-8633-4026-ad04-d5a32a24332f"
WORDS = {None: "", True: "true", False: "false"}


@pytest.mark.rule("LIST-6")
def test_a_header_and_a_line_for_each_participant(either_sandbox):
    ect = either_sandbox.add(mentor_id=MENTOR, school_urn="012008", sparsity_uplift=True)
    mentor = either_sandbox.add(kind="mentor", eligible=None, full_name="Tom O'Dowd")
    shared = "active,ecf-standard-september,2021-09-01T09:00:00Z"
    for path in CSVS:
        assert either_sandbox.provider().get(path).text == (
            "id,email,full_name,mentor_id,school_urn,participant_type,cohort,status,"
            "teacher_reference_number,teacher_reference_number_validated,eligible_for_funding,"
            "pupil_premium_uplift,sparsity_uplift,training_status,schedule_identifier,updated_at\n"
            f"{ect.id},ada.okoro@example.com,Ada Okoro,{MENTOR},012008,ect,2021,active,"
            f'"","",true,false,true,{shared}\n'
            f'{mentor.id},ada.okoro@example.com,Tom O\'Dowd,"",012345,mentor,2021,active,'
            f'"","","",false,false,{shared}\n'
        )


@pytest.mark.rule("LIST-6")
def test_a_header_and_a_line_for_each_declaration(either_sandbox):
    provider, ect = either_sandbox.provider(), either_sandbox.add()
    declared = provider.declare(ect, dated="2021-11-20T10:00:00Z").json()["data"]["id"]
    assert provider.get(f"{DECLARATIONS}.csv").text == (
        "id,participant_id,declaration_type,course_identifier,eligible_for_payment,"
        "declaration_date,updated_at,voided,state,has_passed\n"
        f"{declared},{ect.id},started,ecf-induction,true,"
        '2021-11-20T10:00:00Z,2021-11-25T09:00:00Z,false,eligible,""\n'
    )


@pytest.mark.rule("LIST-6", "FMT-1")
def test_it_comes_as_csv_without_a_charset(sandbox, north_star):
    north_star.declare(sandbox.add())
    for path in (*CSVS, f"{DECLARATIONS}.csv"):
        answer = north_star.get(path)
        assert answer.headers["Content-Type"] == "text/csv"
        assert b"\r" not in answer.content
        assert answer.content.endswith(b"\n")


@pytest.mark.rule("LIST-6")
def test_with_nothing_to_list_the_body_is_empty(sandbox, north_star):
    for path in (*CSVS, f"{DECLARATIONS}.csv"):
        answer = north_star.get(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["Content-Type"] == "text/csv"
    sandbox.add()
    assert north_star.get("/participants.csv?filter[cohort]=1999").content == b""


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param('Ada "Countess" Okoro', id="quotes"),
        pytest.param("Okoro, Ada", id="comma"),
        pytest.param("Ada\nOkoro", id="line feed"),
        pytest.param("Ada\r\nOkoro", id="carriage return"),
        pytest.param('"', id="one quote"),
        pytest.param(",", id="one comma"),
        pytest.param(" Ada ", id="spaces"),
        pytest.param("Zoë Ñuñez-Åström", id="accents"),
        pytest.param("عائشة", id="right to left"),
        pytest.param("=1+1", id="a formula"),
        pytest.param("Tom;O'Dowd", id="semicolon"),
    ],
)
def test_any_name_can_be_read_back(sandbox, north_star, name):
    sandbox.add(full_name=name)
    sandbox.add(full_name="Somebody Else")
    rows = table(north_star.get("/participants.csv"))
    assert [row["full_name"] for row in rows] == [name, "Somebody Else"]


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("edition", ["guidance", "service"])
def test_it_says_what_the_json_list_says(sandbox_of, edition):
    sandbox = sandbox_of(edition)
    provider, people = sandbox.provider(), [sandbox.add(email_validated=False) for _ in range(3)]
    for person in people:
        provider.declare(person)
    provider.act("withdraw", people[1])
    for path in (*CSVS.values(), DECLARATIONS):
        listed = provider.get(path).json()["data"]
        flat = [{"id": each["id"], **each["attributes"]} for each in listed]
        expected = [{key: WORDS.get(said, said) for key, said in row.items()} for row in flat]
        assert table(provider.get(f"{path}.csv")) == expected


@pytest.mark.rule("LIST-6")
def test_every_row_comes_whatever_the_page(sandbox, north_star):
    people = crowd(sandbox, 501)
    for asked in ("", "?page[page]=2&page[per_page]=1", "?page=7", "?page[page]=zero"):
        rows = table(north_star.get(f"/participants/ecf.csv{asked}"))
        assert [row["id"] for row in rows] == people


@pytest.mark.rule("LIST-6", "LIST-2")
def test_filters_and_their_order_are_honoured(sandbox, north_star):
    people = [sandbox.add() for _ in range(3)]
    for person in (people[2], people[0]):
        north_star.declare(person)
        north_star.act("defer", person)
    since = "?filter[updated_since]=2021-11-25T09:00:00Z"
    changed = [row["id"] for row in table(north_star.get(f"/participants.csv{since}"))]
    assert changed == [people[2].id, people[0].id] == ids(north_star.get(f"/participants{since}"))
    of_one = f"{DECLARATIONS}.csv?filter[participant_id]={people[0].id}"
    assert [row["participant_id"] for row in table(north_star.get(of_one))] == [people[0].id]
    assert north_star.get("/participants.csv?filter[updated_since]=soon").status_code == 400


def table(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))
