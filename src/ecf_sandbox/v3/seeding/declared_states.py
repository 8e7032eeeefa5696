"""Declarations in any state that can be at now, for somebody new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.instants import DAY, SECOND, Instant, moment
from ecf_sandbox.engine.domain.problems import Problem, Rejected
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType, Milestone, ScheduleIdentifier
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.seeding.building import BuiltPerson
from ecf_sandbox.v3.seeding.recipes import Recipe
from ecf_sandbox.v3.seeding.state_setup import StateSetup, TooEarly
from ecf_sandbox.v3.seeding.weighted_recipes import evidence

_HOUR = 3600 * SECOND
# How long before a statement's deadline something is declared that it pays.
_BEFORE_DEADLINE = 10 * DAY


@dataclass(frozen=True, slots=True)
class _Sending:
    """When a declaration is sent, and voided if it is."""

    sent: Instant
    voided: Instant | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The declaration that is asked for."""

    role: Role
    cohort: int
    schedule: ScheduleIdentifier
    kind: DeclarationType
    state: State


def declared(setup: StateSetup, wanted: Wanted) -> BuiltPerson:
    """Build a declaration; raises TooEarly before it can be, Rejected where it never can.

    Rules: V3-PAY-1 to V3-PAY-5.
    """
    setup.begun(wanted.cohort)
    period = setup.store.contract_periods()[wanted.cohort]
    milestone = period.schedules[wanted.schedule].milestones.get(wanted.kind)
    if milestone is None:
        why = f"#/params/schedule_identifier has no {wanted.kind}: choose another one"
        raise Rejected(Problem("schedule_identifier", why))
    sending = _SENDINGS[wanted.state](setup, milestone, list(_paying(setup, wanted.cohort)))
    act = {
        "declare": wanted.kind.value,
        "at": moment(sending.sent),
        "dated": moment(_dated(sending.sent, milestone)),
        "evidence": evidence(wanted.kind, detailed=period.detailed_evidence),
    }
    acts: list[Mapping[str, Any]] = [act]
    if sending.voided is not None:
        acts.append({"void": wanted.kind.value, "at": moment(sending.voided)})
    school = setup.school()
    setup.partnership(school, setup.provider, wanted.cohort)
    (person,) = setup.build([_recipe(setup, wanted, acts)], {1: school})
    return person


def _recipe(setup: StateSetup, wanted: Wanted, acts: Sequence[Mapping[str, Any]]) -> Recipe:
    started = min(date(wanted.cohort, 9, 1), setup.today)
    said: dict[str, Any] = {
        "id": 1,
        "role": wanted.role.value,
        "cohort": wanted.cohort,
        "schedule": wanted.schedule.value,
        "registered": min(date(wanted.cohort, 6, 1), london.day_before(setup.today)),
        "started": started,
        "acts": acts,
    }
    if wanted.state is State.SUBMITTED:
        said["induction"] = "none"
    elif wanted.role is Role.ECT:
        said["induction"] = date(wanted.cohort, 6, 1)
    return Recipe(said)


def _dated(sent: Instant, milestone: Milestone) -> Instant:
    """Return the date of a declaration: an hour ago, or the last that its window allows."""
    closes = milestone.closes
    latest = Instant(sent - _HOUR)
    if closes is not None:
        latest = min(latest, Instant(closes - _HOUR))
    return max(latest, Instant(min(milestone.opens + SECOND, sent)))


def _paying(setup: StateSetup, cohort: int) -> Iterator[Statement]:
    """Yield the provider's statements of a cohort, by their deadlines."""
    known = setup.store.statements().values()
    mine = (each for each in known if (each.provider, each.cohort) == (setup.provider, cohort))
    yield from sorted(mine, key=lambda each: each.deadline)


def _sent_now(setup: StateSetup, milestone: Milestone, _: Sequence[Statement]) -> _Sending:
    if milestone.opens >= setup.now:
        raise TooEarly(Instant(milestone.opens + _HOUR))
    return _Sending(setup.now)


def _voided_now(setup: StateSetup, milestone: Milestone, paying: Sequence[Statement]) -> _Sending:
    sent = _sent_now(setup, milestone, paying).sent
    return _Sending(sent, sent)


def _sendings(
    milestone: Milestone, paying: Sequence[Statement]
) -> Iterator[tuple[Statement, Instant]]:
    """Yield the statements that can settle a type, and when it is sent then."""
    for each in paying:
        sent = max(each.payable_at - _BEFORE_DEADLINE, milestone.opens + DAY)
        if sent < each.payable_at:
            yield each, Instant(sent)


def _until_payable(
    setup: StateSetup, milestone: Milestone, paying: Sequence[Statement]
) -> _Sending:
    usable = list(_sendings(milestone, paying))
    for statement, sent in usable:
        if statement.payable_at <= setup.now < statement.payment_at:
            return _Sending(sent)
    raise _later(setup, (statement.payable_at for statement, _ in usable))


def _until_paid(setup: StateSetup, milestone: Milestone, paying: Sequence[Statement]) -> _Sending:
    usable = list(_sendings(milestone, paying))
    for statement, sent in reversed(usable):
        if statement.payment_at <= setup.now:
            return _Sending(sent)
    raise _later(setup, (statement.payment_at for statement, _ in usable))


def _awaiting(setup: StateSetup, milestone: Milestone, paying: Sequence[Statement]) -> _Sending:
    return _Sending(_until_paid(setup, milestone, paying).sent, setup.now)


def _clawed_back(setup: StateSetup, milestone: Milestone, paying: Sequence[Statement]) -> _Sending:
    usable = [
        (back.payment_at, _Sending(sent, Instant(statement.payment_at + DAY)))
        for statement, sent in _sendings(milestone, paying)
        if (back := _next_after(statement, paying)) is not None
    ]
    for settled, sending in reversed(usable):
        if settled <= setup.now:
            return sending
    raise _later(setup, (settled for settled, _ in usable))


def _next_after(statement: Statement, paying: Sequence[Statement]) -> Statement | None:
    return next((each for each in paying if each.deadline > statement.payment_date), None)


def _later(setup: StateSetup, instants: Iterator[Instant]) -> Exception:
    ahead = [at for at in instants if at > setup.now]
    if ahead:
        return TooEarly(min(ahead))
    why = "#/params/cohort has no statement left that brings this: choose a later one"
    return Rejected(Problem("cohort", why))


_SENDINGS: Mapping[State, Callable[[StateSetup, Milestone, Sequence[Statement]], _Sending]] = {
    State.SUBMITTED: _sent_now,
    State.ELIGIBLE: _sent_now,
    State.PAYABLE: _until_payable,
    State.PAID: _until_paid,
    State.VOIDED: _voided_now,
    State.AWAITING_CLAWBACK: _awaiting,
    State.CLAWED_BACK: _clawed_back,
}
