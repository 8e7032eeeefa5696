"""Statements counted and authorised, and declarations taken back by the department."""

import pytest

from tests.v3.kit import facts
from tests.v3.kit.people import add_partnership, add_person, changed_since, declare, shown

JANUARY = "57000000-0000-4000-8000-012026202701"
APRIL = "57000000-0000-4000-8000-012026202704"
AUTHORISE = f"/statements/{JANUARY}/authorise"
PAYABLE = "2027-01-10T09:00:00Z"


def statement(control, id_):
    listed = control.get("/statements?provider=north-star&cohort=2026")["statements"]
    return next(each for each in listed if each["id"] == id_)


def line(state, declarations=1, course="ecf-induction", kind="started"):
    return {
        "course_identifier": course,
        "declaration_type": kind,
        "state": state,
        "declarations": declarations,
    }


def state(server, declaration):
    return shown(server, f"/participant-declarations/{declaration}")["state"]


@pytest.mark.rule("V3-STATEMENT-1", "V3-PAY-1", "V3-PAY-2", "V3-PAY-3", "V3-PAY-4")
def test_a_statement_counts_what_it_settles_as_of_now(bare, department):
    add_partnership(department)
    for _ in range(2):
        declare(bare, add_person(bare))
    declare(bare, add_person(bare, role=facts.MENTOR), course_identifier="ecf-mentor")
    declare(bare, add_person(bare, induction=None))
    declare(bare, add_person(bare, induction="2026-12-10"))
    bare.call("PUT", f"/participant-declarations/{declare(bare, add_person(bare))}/void")
    for now, progress, known, later in (
        ("2026-11-25T09:00:00Z", "open", "eligible", 2),
        ("2026-12-10T00:00:00Z", "open", "eligible", 3),
        ("2027-01-01T00:00:00Z", "payable", "payable", 3),
        ("2027-01-25T00:00:00Z", "paid", "paid", 3),
        ("2026-11-25T09:00:00Z", "open", "eligible", 2),
    ):
        bare.set_now(now)
        found = statement(department, JANUARY)
        assert (found["state"], found["clawbacks"]) == (progress, [])
        assert found["lines"] == [line(known, later), line(known, 1, "ecf-mentor")]
    assert statement(department, APRIL)["lines"] == []


@pytest.mark.rule("V3-VOID-3", "V3-PAY-5")
def test_a_clawback_stands_with_both_statements(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare))
    bare.set_now("2027-01-25T00:00:00Z")
    department.done("POST", f"/declarations/{made}/void")
    for now, told in (
        ("2027-01-25T00:00:00Z", "awaiting-clawback"),
        ("2027-04-24T23:00:00Z", "clawed-back"),
    ):
        bare.set_now(now)
        assert statement(department, JANUARY)["lines"] == [line(told)]
        assert statement(department, APRIL)["clawbacks"] == [line(told)]
        assert statement(department, APRIL)["lines"] == []


@pytest.mark.rule("V3-STATEMENT-3")
def test_statements_are_in_order_and_found_by_provider_and_cohort(department):
    listed = department.get("/statements")["statements"]
    order = [(each["payment_date"], each["cohort"], each["provider"]) for each in listed]
    assert order == sorted(order)
    assert len(listed) == 4 * (12 + 12 + 16 + 16) + 3 * (16 + 16)
    assert len(department.get("/statements?cohort=2025")["statements"]) == 3 * 16
    assert len(department.get("/statements?provider=fenland")["statements"]) == 12 + 12 + 16 + 16
    first = department.get("/statements?provider=north-star&cohort=2026")["statements"][0]
    assert (first["month"], first["year"], first["deadline"]) == ("November", "2026", "2026-10-31")
    department.refused("GET", "/statements?cohort=26", status=400)


@pytest.mark.rule("V3-REG-17", "V3-PAY-4", "V3-LIST-9", "V3-LIST-11")
def test_an_authorised_statement_is_paid_from_then_on_and_at_every_now(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare))
    later = declare(bare, add_person(bare, induction="2027-01-05"))
    bare.set_now(PAYABLE)
    paid = department.done("POST", AUTHORISE)
    assert (paid["state"], paid["authorised_at"]) == ("paid", PAYABLE)
    assert paid["lines"] == [line("paid")]
    assert changed_since(bare, "/participant-declarations") == {made}
    assert changed_since(bare, "/statements") == {JANUARY}
    assert shown(bare, f"/statements/{JANUARY}")["paid"] is True
    assert (state(bare, made), state(bare, later)) == ("paid", "eligible")
    bare.set_now("2026-11-26T09:00:00Z")
    assert state(bare, made) == "paid"
    bare.set_now("2027-01-26T09:00:00Z")
    changed = changed_since(bare, "/participant-declarations", "2027-01-20T00:00:00Z")
    assert changed == set(), "its payment date brings nothing any more"
    assert state(bare, later) == "eligible"


@pytest.mark.rule("V3-REG-17", "V3-PAY-5", "V3-LIST-9")
def test_authorising_makes_clawbacks(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare))
    bare.set_now("2027-01-26T09:00:00Z")
    department.done("POST", f"/declarations/{made}/void")
    bare.set_now("2027-04-10T09:00:00Z")
    paid = department.done("POST", f"/statements/{APRIL}/authorise")
    assert (paid["lines"], paid["clawbacks"]) == ([], [line("clawed-back")])
    assert changed_since(bare, "/participant-declarations") == {made}
    assert state(bare, made) == "clawed-back"


@pytest.mark.rule("V3-REG-17", "V3-PAY-2")
def test_what_becomes_eligible_by_its_person_is_paid_too(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare, induction="2026-12-10"))
    bare.set_now(PAYABLE)
    assert department.done("POST", AUTHORISE)["lines"] == [line("paid")]
    assert changed_since(bare, "/participant-declarations") == {made}
    bare.set_now("2026-12-09T09:00:00Z")
    assert state(bare, made) == "submitted"
    bare.set_now("2026-12-10T09:00:00Z")
    assert state(bare, made) == "paid"
    changed = changed_since(bare, "/participant-declarations", "2026-12-10T00:00:00Z")
    assert changed == {made}


@pytest.mark.rule("V3-REG-17")
@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param("2026-12-31T23:59:59Z", "is open to the end of 2026-12-31", id="open"),
        pytest.param("2027-01-25T00:00:00Z", "is paid already", id="paid"),
    ],
)
def test_only_a_payable_statement_is_authorised(bare, department, now, told):
    add_partnership(department)
    declare(bare, add_person(bare))
    bare.set_now(now)
    assert told in department.refused("POST", AUTHORISE)
    bare.set_now(PAYABLE)
    department.done("POST", AUTHORISE)
    assert "is paid already" in department.refused("POST", AUTHORISE)


@pytest.mark.rule("V3-REG-17")
def test_a_statement_with_nothing_to_settle_is_not_authorised(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare))
    department.done("POST", f"/declarations/{made}/void")
    bare.set_now(PAYABLE)
    assert "nothing to settle" in department.refused("POST", AUTHORISE)
    department.refused("POST", "/statements/nobody/authorise", status=404)
    bare.set_now("2026-11-25T09:00:00Z")
    declare(bare, add_person(bare))
    bare.set_now(PAYABLE)
    department.done(
        "POST",
        AUTHORISE.upper().replace("STATEMENTS", "statements").replace("AUTHORISE", "authorise"),
    )


@pytest.mark.rule("V3-VOID-2", "V3-VOID-4", "V3-LIST-9")
@pytest.mark.parametrize("provider", ["north-star", "riverbank"])
def test_the_department_voids_any_providers_declaration(bare, department, provider):
    add_partnership(department, provider=provider, partner=6)
    token = {"token": f"{provider}-token"}
    made = declare(bare, add_person(bare, provider=provider), **token)
    bare.set_now("2026-11-26T09:00:00Z")
    told = department.done("POST", f"/declarations/{made}/void")
    assert (told["state"], told["provider"], told["statement_id"]) == ("voided", provider, None)
    seen = shown(bare, f"/participant-declarations/{made}", **token)
    assert (seen["state"], seen["updated_at"]) == ("voided", "2026-11-26T09:00:00Z")
    assert "already" in department.refused("POST", f"/declarations/{made}/void")


@pytest.mark.rule("V3-VOID-3")
def test_what_no_statement_can_claw_back_is_not_voided(bare, department):
    add_partnership(department)
    made = declare(bare, add_person(bare))
    bare.set_now("2031-01-01T00:00:00Z")
    assert "no statement left" in department.refused("POST", f"/declarations/{made}/void")
    bare.set_now("2030-01-01T00:00:00Z")
    told = department.done("POST", f"/declarations/{made}/void")
    assert (told["state"], told["statement_id"]) == ("awaiting-clawback", JANUARY)
    assert told["clawback_statement_id"] == "57000000-0000-4000-8000-012026203004"
    department.refused("POST", "/declarations/nobody/void", status=404)
