"""States of declarations and statements: derived from facts and now, never stored."""

from collections.abc import Iterable
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import Declaration, Settled, State
from ecf_sandbox.v3.domain.people import Person
from ecf_sandbox.v3.domain.statements import Statement

_TAKEN_BACK_OR_PAID = {State.PAID, State.AWAITING_CLAWBACK, State.CLAWED_BACK}


def next_statement(
    statements: Iterable[Statement], provider: str, cohort: int, day: date
) -> Statement | None:
    """Return the output statement with the earliest deadline that is not before a day.

    None once they have all closed.

    Rules: V3-STATEMENT-1, V3-DECL-3.
    """
    open_ones = (
        each
        for each in statements
        if each.provider == provider and each.cohort == cohort and each.deadline >= day
    )
    return min(open_ones, key=lambda each: each.deadline, default=None)


def settlement(
    declaration: Declaration, person: Person, statements: Iterable[Statement]
) -> Settled | None:
    """Return the settlement that facts bring a declaration, now or later.

    What was recorded with it, else what the person's eligibility brings; None if that never
    comes, or comes after the last statement.

    Rules: V3-DECL-14, V3-PAY-2.
    """
    if settled := declaration.settled:
        return settled
    eligible = person.facts(declaration.role).eligible
    if eligible is None:
        return None
    day = london.day_of(eligible.at)
    statement = next_statement(statements, declaration.provider, declaration.cohort, day)
    return Settled(eligible.at, statement) if statement else None


def settlement_at(
    declaration: Declaration, person: Person, statements: Iterable[Statement], now: Instant
) -> Settled | None:
    """Return a declaration's settlement once it has come: see `settlement` (V3-PAY-2).

    What was taken back was paid, also where time has gone back to before it was eligible.
    """
    known = declaration.settled or declaration.clawback
    if known is None and not person.is_eligible(declaration.role, now):
        return None
    return settlement(declaration, person, statements)


def state_at(
    declaration: Declaration, person: Person, statements: Iterable[Statement], now: Instant
) -> State:
    """Return where a declaration stands at `now`.

    Rules: V3-PAY-1, V3-PAY-2, V3-PAY-3, V3-PAY-4, V3-PAY-5.
    """
    if declaration.voided_at is not None:
        return State.VOIDED
    if (clawback := declaration.clawback) is not None:
        made = is_paid(clawback.statement, now)
        return State.CLAWED_BACK if made else State.AWAITING_CLAWBACK
    settled = settlement_at(declaration, person, statements, now)
    if settled is None:
        return State.SUBMITTED
    if is_paid(settled.statement, now):
        return State.PAID
    return State.PAYABLE if settled.statement.payable_at <= now else State.ELIGIBLE


def shown_statement(
    declaration: Declaration, person: Person, statements: Iterable[Statement], now: Instant
) -> Statement | None:
    """Return the statement that settles a declaration: from eligible on, none once voided.

    Rules: V3-PAY-6.
    """
    if declaration.voided_at is not None:
        return None
    settled = settlement_at(declaration, person, statements, now)
    return settled.statement if settled else None


def uplift_paid(declaration: Declaration, state: State) -> bool:
    """Return whether an uplift was kept, and paid, or paid before it was taken back.

    Rules: V3-PAY-6.
    """
    return bool(declaration.uplifts) and state in _TAKEN_BACK_OR_PAID


def is_paid(statement: Statement, now: Instant) -> bool:
    """Return whether a statement's payment has come, or the department brought it.

    Rules: V3-PAY-4, V3-REG-17, V3-STATEMENT-2.
    """
    return statement.authorised_at is not None or statement.payment_at <= now


def is_payable(statement: Statement, now: Instant) -> bool:
    """Return whether a statement's deadline has passed, and it is not paid yet (V3-PAY-3)."""
    return statement.payable_at <= now and not is_paid(statement, now)
