"""What the department does to statements and cohorts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.schedules import Milestone, Schedule
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules.paying import is_paid

SETTLED_BY_PAYMENT = {State.PAYABLE, State.AWAITING_CLAWBACK}


def authorising(statement: Statement, states: Iterable[State], now: Instant) -> Iterator[Problem]:
    """Yield why a statement cannot be authorised; `states` are of what is in it.

    Rules: V3-REG-17.
    """
    if is_paid(statement, now):
        yield Problem("statement_id", "This statement is paid already", "V3-REG-17")
    elif now < statement.payable_at:
        why = f"This statement is open to the end of {statement.deadline}"
        yield Problem("statement_id", why, "V3-REG-17")
    elif not SETTLED_BY_PAYMENT.intersection(states):
        yield Problem("statement_id", "This statement has nothing to settle", "V3-REG-17")


def following(period: ContractPeriod) -> ContractPeriod:
    """Return the contract period of the next year, as opened: its schedules a year later.

    Rules: V3-COHORT-4.
    """
    assert period.finished_on, "a contract period has an end"
    return replace(
        period,
        year=period.year + 1,
        started_on=_year_later(period.started_on),
        finished_on=_year_later(period.finished_on),
        frozen=None,
        schedules={name: _following(each) for name, each in period.schedules.items()},
    )


def _following(schedule: Schedule) -> Schedule:
    milestones = {
        kind: Milestone(
            kind,
            _year_later(each.start_date),
            _year_later(each.milestone_date) if each.milestone_date else None,
        )
        for kind, each in schedule.milestones.items()
    }
    return Schedule(schedule.cohort + 1, schedule.identifier, milestones)


def _year_later(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)
