"""Taking declarations back."""

from dataclasses import replace

import pytest

from ecf_sandbox.v3.domain.declarations import Clawback, State
from ecf_sandbox.v3.domain.people import IneligibilityReason
from ecf_sandbox.v3.rules import voiding
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    at,
    day,
    declaration,
    mentor_history,
    person,
    role_facts,
    school_period,
    statement,
    training,
)

NOW = at("2027-02-01")
APRIL = statement(month=4)
MADE = declaration(settled=statement())


@pytest.mark.rule("V3-VOID-2", "V3-VOID-5")
@pytest.mark.parametrize("state", [State.SUBMITTED, State.ELIGIBLE, State.PAYABLE])
def test_what_is_not_paid_is_voided_whatever_is_left_of_the_cohort(state):
    assert list(voiding.voiding(MADE, state, [], NOW)) == []
    voided = voiding.voided(MADE, state, [], NOW)
    assert voided == replace(MADE, voided_at=NOW)
    assert not voided.stands


@pytest.mark.rule("V3-VOID-3", "V3-PAY-7")
def test_what_is_paid_awaits_clawback_by_the_next_statement():
    statements = [statement(month=8), APRIL, statement()]
    assert list(voiding.voiding(MADE, State.PAID, statements, NOW)) == []
    taken_back = voiding.voided(MADE, State.PAID, statements, NOW)
    assert taken_back == replace(MADE, clawback=Clawback(NOW, APRIL))
    assert not taken_back.stands


@pytest.mark.rule("V3-VOID-3")
@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([], id="none"),
        pytest.param([statement()], id="one whose deadline is past"),
        pytest.param([statement(2025, 2027, 4)], id="another cohort's"),
        pytest.param([statement(month=4, provider=OTHER)], id="another provider's"),
    ],
)
def test_without_a_statement_left_what_is_paid_stays(statements):
    (problem,) = voiding.voiding(MADE, State.PAID, statements, NOW)
    assert problem.title == "participant_declaration_id"


@pytest.mark.rule("V3-VOID-4")
@pytest.mark.parametrize("state", [State.VOIDED, State.AWAITING_CLAWBACK, State.CLAWED_BACK])
def test_nothing_is_taken_back_twice(state):
    (problem,) = voiding.voiding(MADE, state, [APRIL], NOW)
    assert (problem.title, problem.rule) == ("participant_declaration_id", "V3-VOID-4")


COMPLETED = declaration("completed", role=MENTOR)
ENDED = person(
    mentor=role_facts(
        ineligible_on=day("2026-10-01"),
        ineligible_reason=IneligibilityReason.COMPLETED_DECLARATION_RECEIVED,
    )
)


def restored(*facts):
    known = mentor_history(*facts, who=ENDED)
    return known.after(voiding.funding_restored(COMPLETED, known, "new", NOW))


@pytest.mark.rule("V3-VOID-6")
def test_a_mentors_completed_taken_back_gives_funding_back_and_training():
    period = training("2026-09-01", "2026-10-01")
    after = restored(period, school_period("2026-09-01", "2027-07-31"))
    assert (after.person.mentor.ineligible_on, after.person.mentor.ineligible_reason) == (
        None,
        None,
    )
    assert after.person.mentor.eligible == ENDED.mentor.eligible
    new = after.training_periods[-1]
    assert (new.started_on, new.finished_on) == (day("2026-10-02"), day("2027-07-31"))
    assert (new.partnership, new.schedule_identifier, new.role) == (
        period.partnership,
        period.schedule_identifier,
        MENTOR,
    )


@pytest.mark.rule("V3-VOID-6")
@pytest.mark.parametrize(
    ("facts", "new"),
    [
        pytest.param([training("2026-09-01", "2027-02-01")], True, id="ends today"),
        pytest.param([training("2026-09-01", "2027-02-02")], False, id="ends tomorrow"),
        pytest.param([training("2026-09-01")], False, id="is open"),
        pytest.param(
            [training("2026-09-01", "2026-10-01"), school_period("2026-09-01", "2026-10-01")],
            False,
            id="the school period is over",
        ),
        pytest.param(
            [training("2026-09-01", "2026-10-01"), school_period("2026-09-01", "2026-10-02")],
            True,
            id="a day of the school period is left",
        ),
        pytest.param(
            [training("2026-09-01", "2026-10-01"), training("2026-12-01", provider=OTHER)],
            False,
            id="trained elsewhere since",
        ),
    ],
)
def test_training_goes_on_where_it_is_over_and_fits(facts, new):
    assert (len(restored(*facts).training_periods) > len(facts_of(facts))) is new


def facts_of(facts):
    return [each for each in facts if hasattr(each, "schedule_identifier")]
