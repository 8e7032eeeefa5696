"""What the department does to statements and cohorts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.paying import is_paid

SETTLED_BY_PAYMENT = {State.PAYABLE, State.AWAITING_CLAWBACK}


def authorising(statement: Statement, states: Iterable[State], now: Instant) -> Iterator[Problem]:
    """Yield why a statement cannot be authorised; `states` are of what is in it.

    Rules: V3-REG-17.
    """
    if is_paid(statement, now):
        why = "This statement is paid already: authorise one that is payable"
        yield conflict(why, "V3-REG-17")
    elif now < statement.payable_at:
        why = f"This statement is open to the end of {statement.deadline}: move the clock past it"
        yield conflict(why, "V3-REG-17")
    elif not SETTLED_BY_PAYMENT.intersection(states):
        why = "This statement has nothing to settle: choose one with a payable declaration in it"
        yield conflict(why, "V3-REG-17")


def changing_cohort(period: ContractPeriod, others: Iterable[ContractPeriod]) -> Iterator[Problem]:
    """Yield why a contract period cannot have its days (V3-COHORT-1, V3-COHORT-4)."""
    assert period.finished_on, "a contract period has an end"
    if period.finished_on < period.started_on:
        why = f"#/finished_on {period.finished_on} is before #/started_on {period.started_on}"
        yield conflict(f"{why}: choose a later day", "V3-COHORT-1")
        return
    for each in others:
        if each.year != period.year and each.overlaps(period):
            why = (
                f"{period.started_on} to {period.finished_on} overlaps cohort {each.year}, "
                f"{each.started_on} to {each.finished_on}: choose other days"
            )
            yield conflict(why, "V3-COHORT-1")


def opening_cohort(year: int, last: ContractPeriod) -> Iterator[Problem]:
    """Yield why a year cannot be opened: only the one after the last can (V3-COHORT-4)."""
    if year != last.year + 1:
        why = f"There is no cohort {year}, and the next one to open is {last.year + 1}"
        yield conflict(why, "V3-COHORT-4")


def frozen_from(frozen_at: Instant, now: Instant) -> Since:
    """Return since when payments are frozen by a call.

    A moment after now is waited for; any other is an act, which counts at every now.

    Rules: V3-COHORT-2, V3-PAY-2.
    """
    return Since(frozen_at, by_time=frozen_at > now)


def following(period: ContractPeriod) -> ContractPeriod:
    """Return the contract period of the next year, as opened; its schedules follow from its year.

    Rules: V3-COHORT-4.
    """
    assert period.finished_on, "a contract period has an end"
    return replace(
        period,
        year=period.year + 1,
        started_on=_year_later(period.started_on),
        finished_on=_year_later(period.finished_on),
        frozen=None,
    )


def _year_later(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)
