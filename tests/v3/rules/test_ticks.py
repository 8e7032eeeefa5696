"""The instants at which time alone changes what is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.rules import enrolments, paying, ticks
from tests.v3.kit.facts import (
    at,
    day,
    declaration,
    history,
    mentorship,
    person,
    role_facts,
    statement,
    training,
)

DAYS = st.dates(day("2026-08-20"), day("2027-06-10"))
STATEMENTS = [statement(month=month) for month in (1, 4)]
WAITING = Since(london.start_of(day("2027-01-10")), by_time=True)


def changes(shown, first, last):
    """Return each 00:00 between two days at which what is shown changes."""
    days = map(date.fromordinal, range(first, last))
    return {
        london.start_of(each)
        for each in days
        if shown(london.start_of(each)) != shown(Instant(london.start_of(each) - 1))
    }


SPAN = day("2026-08-01").toordinal(), day("2027-08-01").toordinal()


@pytest.mark.rule("V3-LIST-8", "V3-LIST-13")
@given(st.lists(st.tuples(DAYS, DAYS), max_size=3))
def test_no_change_of_mentor_is_missed(spans):
    period = training("2026-08-01")
    known = history(
        period,
        *(
            mentorship(min(span).isoformat(), max(span).isoformat(), mentor=str(number))
            for number, span in enumerate(spans)
        ),
    )

    def shown(now):
        found = enrolments.current_mentorship(period, known, london.day_of(now))
        return found and found.mentor_id

    assert changes(shown, *SPAN) <= ticks.of_participant(known)


@pytest.mark.rule("V3-LIST-10", "V3-LIST-13")
@given(st.lists(st.tuples(DAYS, DAYS), max_size=3))
def test_no_change_of_who_is_in_training_is_missed(spans):
    periods = [training(min(span).isoformat(), max(span).isoformat()) for span in spans]

    def shown(now):
        return sum(each.contains(london.day_of(now)) for each in periods)

    assert changes(shown, *SPAN) <= ticks.of_partnership(periods)


@pytest.mark.rule("V3-LIST-9", "V3-LIST-13")
@pytest.mark.parametrize(
    ("made", "eligible"),
    [
        pytest.param(declaration(settled=STATEMENTS[0]), WAITING, id="eligible when made"),
        pytest.param(declaration(), WAITING, id="waiting"),
        pytest.param(declaration(), Since(at("2026-11-03")), id="eligible by an act"),
        pytest.param(declaration(), False, id="never eligible"),
        pytest.param(declaration(voided="2026-11-01"), WAITING, id="voided"),
        pytest.param(
            declaration(settled=STATEMENTS[0], clawed=("2027-02-01", STATEMENTS[1])),
            WAITING,
            id="taken back",
        ),
        pytest.param(
            declaration(settled=statement(authorised="2027-01-02")), WAITING, id="authorised"
        ),
    ],
)
def test_a_declarations_ticks_are_its_changes_of_state(made, eligible):
    who = person(ect=role_facts(eligible))
    known = history(who=who)

    def shown(now):
        return paying.state_at(made, who, STATEMENTS, now)

    assert changes(shown, *SPAN) == ticks.of_declaration(made, known, STATEMENTS)


@pytest.mark.rule("V3-LIST-11")
def test_a_statement_turns_payable_and_paid():
    one = statement()
    assert ticks.of_statement(one) == {one.payable_at, one.payment_at}
    assert ticks.of_statement(statement(authorised="2027-01-02")) == set()


@pytest.mark.rule("V3-LIST-12", "V3-REG-11")
def test_becoming_eligible_by_time_moves_the_participant():
    assert ticks.of_participant(history(who=person(ect=role_facts(WAITING)))) == {WAITING.at}
    assert ticks.of_participant(history(who=person(mentor=role_facts(WAITING)))) == {WAITING.at}
    assert ticks.of_participant(history(who=person())) == set()
