"""What each payment pays and takes back, without a store."""

from collections import Counter

import pytest

from ecf_sandbox.engine.domain.instants import DAY
from ecf_sandbox.v1.domain.declarations import Settlement
from ecf_sandbox.v1.domain.schedules import DeclarationType, Schedules
from ecf_sandbox.v1.domain.statements import DeclarationCount, StatementLine
from ecf_sandbox.v1.rules import paying, statements
from tests.kit.facts import EDITIONS, at, edition, first_instant, milestone_rows

PROVIDERS = ("north-star", "riverbank")
ELIGIBLE_AT = at("2021-11-25T09:00:00Z")
BEFORE, AFTER = at("2021-11-30T23:59:59Z"), at("2021-12-01T00:00:00Z")


def count(
    what="started", count=1, *, eligible_at=ELIGIBLE_AT, voided_at=None, of="guidance", **facts
):
    """Return declarations that became eligible, and were voided if that is said."""
    cohort = facts.pop("cohort", 2021)
    calendar = edition(of).schedules.calendar(cohort)
    settlement = paying.become_eligible(Settlement(), calendar, at=eligible_at)
    if voided_at is not None:
        settlement = paying.become_void(settlement, calendar, at=voided_at)
    provider = facts.pop("provider", "north-star")
    schedule = facts.pop("schedule", "ecf-standard-september")
    return DeclarationCount(provider, cohort, DeclarationType(what), schedule, settlement, count)


def stated(*counts, now=BEFORE, schedules=None):
    """Return what is not empty, by its milestone date and provider."""
    schedules = schedules or edition("guidance").schedules
    return {
        (stating_day(each.due.milestone_date), each.provider): each
        for each in statements.statements(schedules, counts, PROVIDERS, now=now)
        if each.lines or each.clawbacks
    }


def stating_day(instant):
    return next(day for day in _DAYS if first_instant(day) == instant)


_DAYS = {row["milestone_date"] for of in EDITIONS for row in milestone_rows(of)} - {""}


@pytest.mark.rule("PAY-8", "PAY-2")
@pytest.mark.parametrize("of", EDITIONS)
def test_every_payment_of_every_cohort_is_stated_in_order_even_while_empty(of):
    published = sorted(
        {
            (row["payment_date"], row["cohort"], row["milestone_date"])
            for row in milestone_rows(of)
            if "standard" in row["schedule_identifier"]
        }
    )

    found = list(statements.statements(edition(of).schedules, (), PROVIDERS, now=BEFORE))

    assert [
        (each.due.payment_date, str(each.due.cohort), each.due.milestone_date, each.provider)
        for each in found
    ] == [
        (first_instant(payment), cohort, first_instant(milestone), provider)
        for payment, cohort, milestone in published
        for provider in PROVIDERS
    ]
    assert {(each.lines, each.clawbacks, each.share) for each in found} == {((), (), 0)}


@pytest.mark.rule("PAY-8")
@pytest.mark.parametrize("of", EDITIONS)
def test_no_two_payments_of_a_cohort_are_made_at_one_instant(of):
    """So the instant of a clawback names its payment."""
    instants = Counter(
        (due.cohort, due.payment.paid_at) for due in statements.payments(edition(of).schedules)
    )
    assert set(instants.values()) == {1}


@pytest.mark.rule("PAY-8")
@pytest.mark.parametrize(
    ("what", "share"),
    [
        ("started", 20),
        ("retained-1", 15),
        ("retained-2", 15),
        ("retained-3", 15),
        ("retained-4", 15),
        ("completed", 20),
    ],
)
def test_a_declaration_is_worth_its_milestone_s_percentage(what, share):
    (statement,) = stated(count(what, 7)).values()

    assert [(line.declarations, line.share) for line in statement.lines] == [(7, 7 * share)]
    assert statement.share == 7 * share


@pytest.mark.rule("PAY-8")
def test_the_share_is_that_of_the_schedule_held_when_declared():
    rows = [
        {**row, "output_percentage": "35"}
        if (row["schedule_identifier"], row["declaration_type"]) == _DEARER
        else row
        for row in milestone_rows("guidance")
    ]
    dearer, usual = count(schedule=_DEARER[0], count=2), count()

    (statement,) = stated(dearer, usual, schedules=Schedules.from_rows(rows)).values()

    assert statement.lines == (StatementLine(DeclarationType.STARTED, "eligible", 3, 2 * 35 + 20),)


_DEARER = ("ecf-extended-september", "started")


@pytest.mark.rule("PAY-8", "PAY-2")
@pytest.mark.parametrize(
    ("eligible_at", "milestone"),
    [
        ("2021-06-01T00:00:00Z", "2021-11-30"),
        ("2021-11-30T23:59:59.999999Z", "2021-11-30"),
        ("2021-12-01T00:00:00Z", "2022-01-31"),
        ("2024-01-31T23:59:59Z", "2024-01-31"),
    ],
)
def test_a_declaration_is_in_the_payment_of_when_it_became_eligible(eligible_at, milestone):
    assert stated(count(eligible_at=at(eligible_at))).keys() == {(milestone, "north-star")}


@pytest.mark.rule("PAY-8")
@pytest.mark.parametrize(
    ("now", "progress", "state"),
    [
        pytest.param("2022-01-31T23:59:59.999999Z", "open", "eligible", id="open"),
        pytest.param("2022-02-01T00:00:00Z", "payable", "payable", id="payable"),
        pytest.param("2022-02-27T23:59:59.999999Z", "payable", "payable", id="still payable"),
        pytest.param("2022-02-28T00:00:00Z", "paid", "paid", id="paid"),
    ],
)
def test_a_payment_and_its_lines_go_with_time(now, progress, state):
    one = count("retained-1", eligible_at=AFTER)

    (statement,) = stated(one, now=at(now)).values()

    assert (statement.progress, statement.lines[0].state) == (progress, state)


@pytest.mark.rule("PAY-8")
def test_lines_are_by_type_and_state_in_the_order_of_both():
    voided_at = at("2021-12-06T10:00:00Z")
    lots = [
        count("completed", 1),
        count("retained-1", 2),
        count("started", 3, voided_at=voided_at),
        count("started", 4),
        count("started", 5, schedule="ecf-reduced-september"),
    ]

    statement = stated(*lots, now=AFTER)["2021-11-30", "north-star"]

    assert [(line.declaration_type, line.state, line.declarations) for line in statement.lines] == [
        ("started", "paid", 9),
        ("started", "awaiting-clawback", 3),
        ("retained-1", "paid", 2),
        ("completed", "paid", 1),
    ]
    assert statement.share == 12 * 20 + 2 * 15 + 20


@pytest.mark.rule("PAY-8")
def test_providers_have_statements_of_their_own():
    found = stated(count(count=1), count(count=2, provider="riverbank"))

    assert {key: each.share for key, each in found.items()} == {
        ("2021-11-30", "north-star"): 20,
        ("2021-11-30", "riverbank"): 40,
    }


@pytest.mark.rule("PAY-8")
def test_cohorts_have_statements_of_their_own():
    other = count(cohort=2022, of="service")
    found = stated(count(of="service"), other, schedules=edition("service").schedules)

    assert {each.due.cohort for each in found.values()} == {2021, 2022}


@pytest.mark.rule("PAY-8", "PAY-6")
@pytest.mark.parametrize(
    ("voided_at", "milestone"),
    [
        pytest.param("2021-12-01T00:00:00Z", "2022-01-31", id="at once"),
        pytest.param("2022-01-31T23:59:59.999999Z", "2022-01-31", id="last instant"),
        pytest.param("2022-02-01T00:00:00Z", "2022-04-30", id="next"),
        pytest.param("2024-01-31T23:59:59Z", "2024-01-31", id="last of all"),
    ],
)
def test_what_was_paid_is_taken_back_in_the_next_payment_and_stays_in_its_own(voided_at, milestone):
    found = stated(count(count=2, voided_at=at(voided_at)), now=at(voided_at))

    assert found.keys() == {("2021-11-30", "north-star"), (milestone, "north-star")}
    first, later = found["2021-11-30", "north-star"], found[milestone, "north-star"]
    line = StatementLine(DeclarationType.STARTED, "awaiting-clawback", 2, 40)
    assert (first.lines, first.clawbacks, first.share) == ((line,), (), 40)
    assert (later.lines, later.share) == ((), -40)
    assert later.clawbacks == (StatementLine(DeclarationType.STARTED, "awaiting-clawback", 2, -40),)


@pytest.mark.rule("PAY-8", "PAY-6")
def test_a_clawback_is_made_with_the_payment():
    one = count(voided_at=at("2021-12-06T10:00:00Z"))
    made = at("2022-02-28T00:00:00Z")

    for now, state in ((made - 1, "awaiting-clawback"), (made, "clawed-back")):
        found = stated(one, now=now)
        (line,) = found["2021-11-30", "north-star"].lines
        (back,) = found["2022-01-31", "north-star"].clawbacks
        assert (line.state, back.state, line.share + back.share) == (state, state, 0)


@pytest.mark.rule("PAY-8", "PAY-6")
def test_past_the_last_payment_nothing_is_taken_back():
    last = at("2024-02-28T00:00:00Z")
    found = stated(count(voided_at=last), now=last + 400 * DAY)

    (statement,) = found.values()
    assert (statement.lines[0].state, statement.clawbacks) == ("awaiting-clawback", ())
