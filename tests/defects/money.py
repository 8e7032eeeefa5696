"""Defects of statements."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY
from ecf_sandbox.v1.rules import statements
from ecf_sandbox.v1.store import declaration_counts
from tests.defects import defect
from tests.kit.breaking import change_result


@defect("PAY-8")
def every_milestone_is_worth_the_same(patch):
    """Shares do not follow the milestone."""
    patch.setattr(statements, "_share", lambda *_: 20)


@defect("PAY-8")
def a_line_is_worth_one_declaration(patch):
    """A share does not count how many there are."""
    change_result(patch, statements, "_share", lambda share, tally, _: share / tally.declarations)


@defect("PAY-8", unseen="every published schedule has the same shares")
def shares_are_of_the_usual_schedule(patch):
    """The schedule held when declared does not matter."""
    true = statements._share
    patch.setattr(
        statements,
        "_share",
        lambda tally, schedules: true(
            replace(tally, schedule_identifier="ecf-standard-september"), schedules
        ),
    )


@defect("PAY-8", "PAY-6")
def nothing_is_taken_back(patch):
    """Clawbacks are in no payment."""
    change_result(patch, statements, "_by_payment", lambda lots, *_: (lots[0], _Nothing()))


class _Nothing(dict):
    def __missing__(self, _):
        return ()


@defect("PAY-8", "PAY-6")
def a_clawback_leaves_its_payment(patch):
    """What is taken back disappears from where it was paid."""
    true = statements._by_payment

    def by_payment(counts, dues):
        lots = list(counts)
        paid, _ = true((each for each in lots if each.settlement.voided_at is None), dues)
        return paid, true(lots, dues)[1]

    patch.setattr(statements, "_by_payment", by_payment)


@defect("PAY-8")
def a_clawback_is_paid_again(patch):
    """What is taken back has a positive share."""
    true = statements._lines
    patch.setattr(statements, "_lines", lambda lot, of, *, sign=1, now: true(lot, of, now=now))


@defect("PAY-8")
def empty_payments_are_left_out(patch):
    """Only what pays somebody is stated."""
    change_result(
        patch,
        statements,
        "statements",
        lambda found, *_, **__: (each for each in found if each.lines or each.clawbacks),
    )


@defect("PAY-8")
def a_payment_is_open_until_it_is_made(patch):
    """Nothing is payable."""
    change_result(
        patch,
        statements,
        "progress",
        lambda found, *_, **__: statements.StatementState.OPEN if found == "payable" else found,
    )


@defect("PAY-8")
def providers_are_paid_in_turn(patch):
    """What riverbank declared is paid to north-star."""
    change_result(
        patch,
        declaration_counts,
        "counts",
        lambda found, *_: (replace(each, provider="north-star") for each in found),
    )


@defect("PAY-8")
def payments_are_by_milestone(patch):
    """They come in the order of their milestone dates, cohort by cohort."""
    change_result(
        patch,
        statements,
        "payments",
        lambda found, *_: iter(sorted(found, key=lambda due: (-due.cohort, due.milestone_date))),
    )


@defect("PAY-8")
def statements_are_dated_a_day_late(patch):
    """The milestone date is the day after."""
    change_result(
        patch,
        statements,
        "payments",
        lambda found, *_: (replace(due, milestone_date=due.milestone_date + DAY) for due in found),
    )


@defect("PAY-8")
def what_is_submitted_is_stated(patch):
    """Whatever was declared is in the payment of its making."""
    query = declaration_counts._TALLIES.replace("d.paid_at IS NOT NULL", "TRUE").replace(
        "d.payable_at, d.paid_at, d.clawed_back_at, count(*)",
        "1638316800000000, 1638316800000000, d.clawed_back_at, count(*)",
    )
    patch.setattr(declaration_counts, "_TALLIES", query)
