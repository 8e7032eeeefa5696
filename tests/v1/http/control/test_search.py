"""Participants found by what somebody types, and what time will make of declarations."""

import pytest

from ecf_sandbox.v1.store import search
from tests.kit.control import Control, refused, told
from tests.kit.sandbox import NOW

WORLD = "/worlds/default"


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


@pytest.fixture
def found(sandbox):
    """Return who is found, by name."""
    control = Control(sandbox)

    def find(**query):
        answer = told(control.get(f"{WORLD}/participants", params=query))
        assert answer["total"] >= len(answer["participants"])
        return [each["full_name"] for each in answer["participants"]]

    return find


@pytest.fixture
def people(sandbox):
    return [
        sandbox.add(full_name="Siân O'Rourke", teacher_reference_number="1234567"),
        sandbox.add("mentor", full_name="Amara Holt", provider="riverbank"),
        sandbox.add(full_name="Jean-Luc Amari", schedule="ecf-standard-january"),
        sandbox.add(full_name="Thérèse Holt", status="withdrawn", cohort=2022),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("", 4, id="nothing is everybody"),
        pytest.param("  ", 4, id="blanks are nothing"),
        pytest.param("sian", ["Siân O'Rourke"], id="without the accent"),
        pytest.param("SIÂN", ["Siân O'Rourke"], id="in capitals"),
        pytest.param("therese", ["Thérèse Holt"], id="two accents"),
        pytest.param("rour", ["Siân O'Rourke"], id="after an apostrophe"),
        pytest.param("o'r", ["Siân O'Rourke"], id="with the apostrophe"),
        pytest.param("luc", ["Jean-Luc Amari"], id="after a hyphen"),
        pytest.param("ama", ["Amara Holt", "Jean-Luc Amari"], id="any word of a name"),
        pytest.param("ho am", ["Amara Holt"], id="each word, in any order"),
        pytest.param("mara", [], id="not the middle of a word"),
        pytest.param("1234", ["Siân O'Rourke"], id="the beginning of a number"),
        pytest.param("2345", [], id="not the middle of a number"),
        pytest.param("%", [], id="no pattern"),
    ],
)
def test_names_and_numbers_are_found_by_how_their_words_begin(people, found, text, names):
    assert found(q=text) == ([each.full_name for each in people] if names == 4 else names)


def test_an_id_is_found_by_its_beginning_in_either_case(people, found):
    assert found(q=people[2].id[:13].upper()) == ["Jean-Luc Amari"]
    assert found(q=people[2].id) == ["Jean-Luc Amari"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param({"participant_type": "mentor"}, ["Amara Holt"], id="type"),
        pytest.param({"cohort": "2022"}, ["Thérèse Holt"], id="cohort"),
        pytest.param({"schedule": "ecf-standard-january"}, ["Jean-Luc Amari"], id="schedule"),
        pytest.param({"status": "withdrawn"}, ["Thérèse Holt"], id="school's view"),
        pytest.param({"training_status": "withdrawn"}, [], id="provider's view"),
        pytest.param({"provider": "riverbank"}, ["Amara Holt"], id="provider"),
        pytest.param({"q": "holt", "status": "active"}, ["Amara Holt"], id="with words"),
    ],
)
def test_conditions_narrow_it_down(people, found, query, names):
    assert found(**query) == names


def test_whoever_was_transferred_is_both_providers(sandbox, people, found):
    sandbox.transfer(people[0], "riverbank")
    assert found(provider="riverbank") == ["Siân O'Rourke", "Amara Holt"]
    assert "Siân O'Rourke" in found(provider="north-star")


def test_pages(people, found, control):
    assert found(per_page=3, page=2) == ["Thérèse Holt"]
    assert found(q="holt", per_page=1, page=2) == ["Thérèse Holt"]
    assert found(page=1_000_000) == []
    answer = told(control.get(f"{WORLD}/participants", params={"per_page": 3}))
    assert (answer["total"], answer["page"], answer["per_page"]) == (4, 1, 3)
    assert answer["complete"]


def test_where_there_are_too_many_names_it_says_so_and_still_finds_numbers(
    people, control, monkeypatch
):
    monkeypatch.setattr(search, "MOST_NAMES", 2)
    by_name = told(control.get(f"{WORLD}/participants", params={"q": "amari"}))
    assert (by_name["total"], by_name["complete"]) == (0, False)
    by_id = told(control.get(f"{WORLD}/participants", params={"q": people[3].id[:8]}))
    assert [each["id"] for each in by_id["participants"]] == [people[3].id]
    few = told(control.get(f"{WORLD}/participants", params={"q": "amara", "provider": "riverbank"}))
    assert (few["total"], few["complete"]) == (1, True)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"page": "0"}, id="page 0"),
        pytest.param({"per_page": "101"}, id="too long a page"),
        pytest.param({"q": "x" * 101}, id="too long a text"),
        pytest.param({"training_status": "gone"}, id="unknown status"),
        pytest.param({"name": "x"}, id="unknown word"),
    ],
)
def test_what_the_document_does_not_know_is_refused(control, query):
    assert refused(control.get(f"{WORLD}/participants", params=query)) == (400, "invalid_request")


@pytest.mark.rule("PAY-1", "PAY-3", "PAY-4")
def test_a_declaration_tells_its_state_and_what_time_will_make_of_it(sandbox, control, north_star):
    person = sandbox.add()
    north_star.declare(person)
    path = f"{WORLD}/participants/{person.id}/declarations"
    (made,) = told(control.get(path))["declarations"]
    assert (made["state"], made["since"]) == ("eligible", NOW)
    assert made["becomes"] == [{"state": "paid", "at": "2021-12-01T00:00:00Z"}]
    later = {"X-With-Server-Date": "2021-12-02T00:00:00Z"}
    (paid,) = told(control.get(path, headers=later))["declarations"]
    assert (paid["state"], paid["since"], paid["becomes"]) == ("paid", "2021-12-01T00:00:00Z", [])


@pytest.mark.rule("PAY-3", "PAY-4")
def test_a_payment_after_its_milestone_has_a_day_when_it_is_payable(sandbox, control, north_star):
    person, december = sandbox.add(), "2021-12-10T00:00:00Z"
    north_star.declare(person, "retained-1", december, now=december)
    headers = {"X-With-Server-Date": december}
    (made,) = told(control.get(f"{WORLD}/participants/{person.id}/declarations", headers=headers))[
        "declarations"
    ]
    assert made["becomes"] == [
        {"state": "payable", "at": "2022-02-01T00:00:00Z"},
        {"state": "paid", "at": "2022-02-28T00:00:00Z"},
    ]


@pytest.mark.rule("VOID-1", "VOID-2", "PAY-6")
def test_what_is_voided_stays_so_and_what_was_paid_is_clawed_back(sandbox, control, north_star):
    person, paid = sandbox.add(), "2021-12-02T00:00:00Z"
    path = f"{WORLD}/participants/{person.id}/declarations"
    made = north_star.declare(person).json()["data"]["id"]
    north_star.void(made, now=paid)
    (back,) = told(control.get(path, headers={"X-With-Server-Date": paid}))["declarations"]
    assert (back["state"], back["voided_at"], back["since"]) == ("awaiting-clawback", paid, paid)
    assert back["becomes"] == [{"state": "clawed-back", "at": "2022-02-28T00:00:00Z"}]


def test_nobodys_declarations_are_not_there(control):
    nobody = "00000000-0000-4000-8000-00000000dead"
    path = f"{WORLD}/participants/{nobody}/declarations"
    assert refused(control.get(path)) == (404, "not_found")


def test_schedules_have_their_milestones_and_cohorts_their_payments(either_sandbox):
    answer = told(Control(either_sandbox).get(f"{WORLD}/schedules"))
    cohorts = {"guidance": {"2021"}, "service": {"2021", "2022"}}
    assert {each["cohort"] for each in answer["payments"]} == cohorts[either_sandbox.edition.name]
    september = next(each for each in answer["schedules"] if each["id"] == "ecf-standard-september")
    started = september["milestones"][0]
    assert started["declaration_type"] == "started"
    assert started["closes"] == "2021-12-01T00:00:00Z"
    assert {"cohort": "2021", "payable_at": started["closes"], "paid_at": started["closes"]} in (
        answer["payments"]
    )
