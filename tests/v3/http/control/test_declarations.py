"""A person's declarations with what time will make of them, and the calendar that does."""

import pytest

from tests.v3.kit.people import add_partnership, add_person, declare

JANUARY = "57000000-0000-4000-8000-012026202701"
APRIL = "57000000-0000-4000-8000-012026202704"
PAYABLE = {"state": "payable", "at": "2027-01-01T00:00:00Z"}
PAID = {"state": "paid", "at": "2027-01-25T00:00:00Z"}


def of(department, person, on=None):
    """Return the one declaration of a person as (state, since, becomes)."""
    (made,) = department.get(f"/participants/{person}/declarations", on=on)["declarations"]
    return made["state"], made["since"], made["becomes"]


@pytest.fixture
def person(bare, department):
    add_partnership(department)
    return add_person(bare)


@pytest.mark.rule("V3-PAY-1", "V3-PAY-3", "V3-PAY-4")
def test_time_makes_a_declaration_payable_and_paid_and_backwards_undoes_it(
    bare, department, person
):
    declare(bare, person)
    state, made, ahead = of(department, person)
    assert (state, ahead) == ("eligible", [PAYABLE, PAID])
    assert of(department, person, PAYABLE["at"]) == ("payable", PAYABLE["at"], [PAID])
    assert of(department, person, PAID["at"]) == ("paid", PAID["at"], [])
    assert of(department, person) == ("eligible", made, ahead)


@pytest.mark.rule("V3-PAY-2")
def test_one_that_waits_for_an_induction_tells_when_it_will_be_eligible(bare, department):
    add_partnership(department)
    person = add_person(bare, induction="2026-12-10")
    declare(bare, person)
    state, _, ahead = of(department, person)
    assert state == "submitted"
    assert ahead == [{"state": "eligible", "at": "2026-12-10T00:00:00Z"}, PAYABLE, PAID]


@pytest.mark.rule("V3-VOID-2", "V3-VOID-3", "V3-PAY-5")
@pytest.mark.parametrize(
    ("when", "state", "ahead"),
    [
        pytest.param("2026-12-01T09:00:00Z", "voided", [], id="before it is paid"),
        pytest.param(
            "2027-02-01T09:00:00Z",
            "awaiting-clawback",
            [{"state": "clawed-back", "at": "2027-04-24T23:00:00Z"}],
            id="after",
        ),
    ],
)
def test_one_that_was_taken_back(bare, department, person, when, state, ahead):
    made = declare(bare, person)
    bare.set_now(when)
    department.done("POST", f"/declarations/{made}/void")
    assert of(department, person) == (state, when, ahead)
    (shown,) = department.get(f"/participants/{person}/declarations")["declarations"]
    settled = (None, None) if state == "voided" else (JANUARY, APRIL)
    assert (shown["statement_id"], shown["clawback_statement_id"]) == settled


@pytest.mark.rule("V3-REG-17")
def test_one_that_the_department_paid_early_has_nothing_ahead(bare, department, person):
    declare(bare, person)
    bare.set_now("2027-01-10T09:00:00Z")
    department.done("POST", f"/statements/{JANUARY}/authorise")
    assert of(department, person) == ("paid", "2027-01-10T09:00:00Z", [])


def test_nobodys_are_not_there(department):
    nobody = "00000000-0000-4000-8000-00000000dead"
    message = department.refused("GET", f"/participants/{nobody}/declarations", status=404)
    assert nobody in message


@pytest.mark.rule("V3-COHORT-1", "V3-DECL-7", "V3-PAY-3", "V3-PAY-4")
def test_the_calendar_has_cohorts_milestones_and_payments(department):
    found = department.get("/schedules")
    cohorts = {each["cohort"]: each for each in found["cohorts"]}
    listed = department.get("/cohorts")["cohorts"]
    assert list(cohorts) == [each["year"] for each in listed]
    assert len(found["schedules"]) == 12 * len(cohorts)
    by_name = {(each["id"], each["cohort"]): each for each in found["schedules"]}
    started = by_name["ecf-standard-january", "2024"]["milestones"][0]
    assert started["declaration_type"] == "started"
    assert started["opens"] < started["closes"]
    assert by_name["ecf-standard-january", "2026"]["milestones"][0]["closes"] is None
    january = {"cohort": "2026", "payable_at": PAYABLE["at"], "paid_at": PAID["at"]}
    assert january in found["payments"]
