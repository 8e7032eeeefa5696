"""States of declarations, and what time brings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.organisations import Uplifts
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules import paying
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PROVIDER,
    at,
    day,
    declaration,
    person,
    role_facts,
    statement,
)

JANUARY = statement()  # deadline 2026-12-31, payment 2027-01-25
APRIL = statement(month=4)
STATEMENTS = [APRIL, JANUARY]
NOBODY = person(ect=role_facts(False), mentor=role_facts(False))


def state(made, now, who=NOBODY, statements=STATEMENTS):
    return paying.state_at(made, who, statements, now).value


@pytest.mark.rule("V3-STATEMENT-1")
@pytest.mark.parametrize(
    ("today", "found"),
    [
        pytest.param("2026-12-31", JANUARY, id="on the deadline"),
        pytest.param("2027-01-01", APRIL, id="the day after"),
        pytest.param("2027-03-31", APRIL, id="on the last deadline"),
        pytest.param("2027-04-01", None, id="after the last"),
    ],
)
def test_the_next_statement_has_the_earliest_deadline_that_is_not_past(today, found):
    others = [statement(2025, 2026, 11), statement(provider=OTHER, year=2026, month=11)]
    assert paying.next_statement([*others, *STATEMENTS], PROVIDER, 2026, day(today)) == found


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
@pytest.mark.parametrize(
    ("now", "shown"),
    [
        pytest.param("2026-10-01T12:00:00Z", "eligible", id="made"),
        pytest.param("2026-12-31T23:59:59Z", "eligible", id="before the deadline's end"),
        pytest.param("2027-01-01T00:00:00Z", "payable", id="the deadline has passed"),
        pytest.param("2027-01-24T23:59:59Z", "payable", id="before the payment date"),
        pytest.param("2027-01-25T00:00:00Z", "paid", id="on the payment date"),
    ],
)
def test_time_turns_eligible_into_payable_and_paid(now, shown):
    assert state(declaration(settled=JANUARY), at(now)) == shown


@pytest.mark.rule("V3-PAY-3", "V3-PAY-4")
def test_in_summer_both_come_an_hour_earlier_in_utc():
    august = statement(year=2027, month=8)
    made = declaration(settled=august)
    assert state(made, at("2027-07-31T22:59:59Z")) == "eligible"
    assert state(made, at("2027-07-31T23:00:00Z")) == "payable"
    assert state(made, at("2027-08-24T22:59:59Z")) == "payable"
    assert state(made, at("2027-08-24T23:00:00Z")) == "paid"


@pytest.mark.rule("V3-PAY-4", "V3-REG-17")
def test_what_the_department_authorised_is_paid_at_every_now():
    made = declaration(settled=statement(authorised="2027-01-02"))
    assert state(made, at("2026-10-02")) == state(made, at("2027-01-03")) == "paid"


@pytest.mark.rule("V3-PAY-2")
def test_submitted_turns_eligible_when_the_person_does_with_the_next_statement_of_that_day():
    morning = london.start_of(day("2027-01-10"))
    who = person(ect=role_facts(Since(morning, by_time=True)))
    made = declaration()
    assert state(made, morning - 1, who) == "submitted"
    assert paying.shown_statement(made, who, STATEMENTS, morning - 1) is None
    assert state(made, morning, who) == "eligible"
    assert paying.shown_statement(made, who, STATEMENTS, morning) == APRIL
    assert paying.settlement(made, who, STATEMENTS).eligible_at == morning


@pytest.mark.rule("V3-PAY-2")
def test_eligibility_that_an_act_recorded_counts_at_every_now():
    who = person(ect=role_facts(Since(at("2026-11-03"))))
    assert state(declaration(), at("2026-10-02"), who) == "eligible"


@pytest.mark.rule("V3-PAY-2")
def test_without_a_statement_left_it_stays_submitted():
    who = person(ect=role_facts(Since(at("2027-05-01"))))
    assert state(declaration(), at("2027-05-02"), who) == "submitted"


@pytest.mark.rule("V3-PAY-2")
def test_only_eligibility_in_the_declarations_role_counts():
    who = person(ect=role_facts(False), mentor=role_facts())
    assert state(declaration(role=ECT), at("2026-10-02"), who) == "submitted"
    assert state(declaration(role=MENTOR), at("2026-10-02"), who) == "eligible"


@pytest.mark.rule("V3-PAY-5", "V3-PAY-1")
@pytest.mark.parametrize(
    ("now", "shown"),
    [
        pytest.param("2027-04-24T22:59:59Z", "awaiting-clawback", id="before its payment"),
        pytest.param("2027-04-24T23:00:00Z", "clawed-back", id="on its payment date"),
    ],
)
def test_a_clawback_is_made_with_its_statements_payment(now, shown):
    made = declaration(settled=JANUARY, clawed=("2027-02-01", APRIL))
    assert state(made, at(now)) == shown


@pytest.mark.rule("V3-PAY-2", "V3-PAY-6")
def test_what_was_taken_back_has_its_statement_also_before_its_person_was_eligible():
    morning = london.start_of(day("2026-12-10"))
    who = person(ect=role_facts(Since(morning, by_time=True)))
    made = declaration(clawed=("2027-02-01", APRIL))
    assert state(made, morning - 1, who) == "awaiting-clawback"
    assert paying.shown_statement(made, who, STATEMENTS, morning - 1) == JANUARY


@pytest.mark.rule("V3-PAY-1", "V3-PAY-6", "V3-VOID-2")
def test_a_voided_declaration_has_no_statement_and_a_clawed_back_one_keeps_it():
    voided = declaration(settled=JANUARY, voided="2026-10-05")
    clawed = declaration(settled=JANUARY, clawed=("2027-02-01", APRIL))
    now = at("2027-06-01")
    assert state(voided, now) == "voided"
    assert paying.shown_statement(voided, NOBODY, STATEMENTS, now) is None
    assert paying.shown_statement(clawed, NOBODY, STATEMENTS, now) == JANUARY


@pytest.mark.rule("V3-PAY-6")
@pytest.mark.parametrize("each", [*State])
def test_an_uplift_is_paid_with_its_declaration_and_stays_paid_when_taken_back(each):
    was_paid = each in (State.PAID, State.AWAITING_CLAWBACK, State.CLAWED_BACK)
    uplifted = declaration(uplifts=Uplifts(sparsity=True))
    assert paying.uplift_paid(uplifted, each) is was_paid
    assert not paying.uplift_paid(declaration(), each)


@pytest.mark.rule("V3-PAY-1")
@given(st.integers(at("2026-09-01"), at("2028-01-01")), st.integers(0, 10**13))
def test_time_moves_a_declaration_forward_only(now, later):
    made = declaration()
    who = person(ect=role_facts(Since(at("2026-11-03"), by_time=True)))
    order = ["submitted", "eligible", "payable", "paid"]
    first, second = (order.index(state(made, each, who)) for each in (now, now + later))
    assert first <= second


@pytest.mark.rule("V3-STATEMENT-2")
def test_a_statement_is_open_then_payable_then_paid():
    marks = ["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2027-01-25T00:00:00Z"]
    assert [paying.is_payable(JANUARY, at(mark)) for mark in marks] == [False, True, False]
    assert [paying.is_paid(JANUARY, at(mark)) for mark in marks] == [False, False, True]
