"""The instants at which time alone changes what is shown, so that `updated_at` moves."""

from collections.abc import Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules.paying import settlement


def of_participant(history: History) -> set[Instant]:
    """Return when an ECT's mentor changes, or somebody becomes eligible, by time.

    Nobody shows a merged one any more.

    Rules: V3-LIST-8, V3-LIST-12, V3-REG-11, V3-IDCHANGE-2.
    """
    person = history.person
    if person.merged_into is not None:
        return set()
    ended = {
        london.start_of(london.day_after(each.finished_on))
        for each in history.mentorships
        if each.ect_id == person.id and each.finished_on is not None
    }
    eligible = (person.facts(role).eligible for role in Role)
    return ended | {each.at for each in eligible if each is not None and each.by_time}


def of_partnership(training: Iterable[Period]) -> set[Instant]:
    """Return when the number of people in training under a partnership changes by time.

    Rules: V3-LIST-10.
    """
    return {at for each in training for at in _bounds(each)}


def of_declaration(
    declaration: Declaration, history: History, statements: Iterable[Statement]
) -> set[Instant]:
    """Return when a declaration's state changes by time.

    Rules: V3-LIST-9, V3-PAY-2, V3-PAY-3, V3-PAY-4, V3-PAY-5.
    """
    if declaration.voided_at is not None:
        return set()
    if declaration.clawback is not None:
        return _payment(declaration.clawback.statement)
    settled = settlement(declaration, history.person, statements)
    if settled is None:
        return set()
    eligible = history.person.facts(declaration.role).eligible
    waits = declaration.settled is None and eligible is not None and eligible.by_time
    return of_statement(settled.statement) | ({settled.eligible_at} if waits else set())


def of_statement(statement: Statement) -> set[Instant]:
    """Return when a statement becomes payable and paid by time (V3-LIST-11)."""
    if statement.authorised_at is not None:
        return set()
    return {statement.payable_at, statement.payment_at}


def _payment(statement: Statement) -> set[Instant]:
    return set() if statement.authorised_at is not None else {statement.payment_at}


def _bounds(period: Period) -> Iterator[Instant]:
    yield london.start_of(period.started_on)
    if period.finished_on is not None:
        yield london.start_of(london.day_after(period.finished_on))
