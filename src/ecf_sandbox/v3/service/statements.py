"""Statements as the department sees and authorises them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.problems import refuse_any
from ecf_sandbox.v3.domain.settlements import Tally
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules import department, statement_lines, ticks
from ecf_sandbox.v3.rules.paying import settlement, state_at
from ecf_sandbox.v3.rules.statement_lines import Line, Progress
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import write_declaration_ticks
from ecf_sandbox.v3.store import settlements, tick_rows, writing
from ecf_sandbox.v3.store.tick_rows import Ticking


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRecord:
    """A statement with what it settles and takes back, as of now."""

    statement: Statement
    progress: Progress
    lines: list[Line]
    clawbacks: list[Line]


def statements(
    context: WorldContext, provider: str | None, cohort: int | None
) -> Iterator[StatementRecord]:
    """Yield output statements, of one provider and cohort or of all, in order of payment."""
    known = context.store.statements().values()
    wanted = [
        each
        for each in known
        if provider in (None, each.provider) and cohort in (None, each.cohort)
    ]
    tallies = list(settlements.tallies(context.store, provider, cohort))
    yield from _records(wanted, tallies, known, context.now)


def authorise(context: WorldContext, statement_id: str) -> StatementRecord:
    """Pay a payable statement before its payment date (V3-REG-17, V3-LIST-9, V3-LIST-11)."""
    store = context.store
    known = store.statements().get(statement_id)
    if known is None:
        raise NotFound(Problem("statement_id", f"There is no statement {statement_id:.80}"))
    settled = _settled_by(context, known)
    statements = store.statements().values()
    states = [
        state_at(each, history.person, statements, context.now)
        for history in settled
        for each in _of_statement(history, known, statements)
    ]
    refuse_any(department.authorising(known, states, context.now))
    paid, stamp = replace(known, authorised_at=context.now), store.stamp(context.now)
    settlements.authorise(store, paid, stamp)
    tick_rows.replace(store.db, Ticking.STATEMENT, paid.id, ticks.of_statement(paid))
    for history in _again(context, settled):
        ids = [each.id for each in _of_statement(history, paid, statements)]
        write_declaration_ticks(context, history, ids)
        writing.stamp(store.db, "declarations", ids, stamp)
    (record,) = statements_of(context, paid)
    return record


def statements_of(context: WorldContext, statement: Statement) -> list[StatementRecord]:
    """Return one statement with its counts."""
    tallies = settlements.tallies(context.store, statement.provider, statement.cohort)
    known = context.store.statements().values()
    return list(_records([statement], list(tallies), known, context.now))


def _settled_by(context: WorldContext, statement: Statement) -> list[History]:
    """Return the people of whom a statement may settle or take back declarations."""
    people = settlements.people_to_settle(context.store, statement)
    return list(context.store.histories(people).values())


def _again(context: WorldContext, histories: Iterable[History]) -> Iterable[History]:
    """Return people as they are recorded now that a statement has changed."""
    return context.store.histories([each.person.id for each in histories]).values()


def _of_statement(
    history: History, statement: Statement, known: Iterable[Statement]
) -> Iterator[Declaration]:
    """Yield a person's declarations that a statement settles, or takes back (V3-PAY-6)."""
    for each in history.declarations:
        settled = settlement(each, history.person, known)
        owner = each.clawback or settled
        if each.voided_at is None and owner is not None and owner.statement.id == statement.id:
            yield each


def _records(
    wanted: Iterable[Statement],
    tallies: Iterable[Tally],
    known: Iterable[Statement],
    now: Instant,
) -> Iterator[StatementRecord]:
    settled, taken_back = defaultdict(list), defaultdict(list)
    for tally in tallies:
        statement = statement_lines.settling(tally, known, now)
        if statement is not None:
            settled[statement.id].append((tally, statement_lines.state(tally, statement, now)))
        if tally.clawback is not None:
            state = statement_lines.taken_back(tally.clawback, now)
            taken_back[tally.clawback.id].append((tally, state))
    for each in statement_lines.in_order(wanted):
        yield StatementRecord(
            statement=each,
            progress=statement_lines.progress(each, now),
            lines=statement_lines.lines(settled[each.id]),
            clawbacks=statement_lines.lines(taken_back[each.id]),
        )
