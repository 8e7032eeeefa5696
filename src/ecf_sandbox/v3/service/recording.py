"""Recording what an act made of a person, with all that follows from it for lists.

Everything here is written in the transaction of the act that causes it.

Rules: V3-LIST-8, V3-LIST-9, V3-LIST-10, V3-LIST-13, V3-TRANSFER-4, V3-UNFUNDED-3.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from ecf_sandbox.engine.domain.instants import Instant, midnight
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import ROLES, Role
from ecf_sandbox.v3.domain.training import Mentorship
from ecf_sandbox.v3.rules import ticks, unfunded
from ecf_sandbox.v3.rules.listing import latest_of_roles, providers_of
from ecf_sandbox.v3.rules.paying import state_at
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.school_summaries import summarise_schools
from ecf_sandbox.v3.service.transfer_stamps import newest_stamps, stamp_transfers
from ecf_sandbox.v3.store import mentor_rows, people, tick_rows, writing
from ecf_sandbox.v3.store.people import Summary
from ecf_sandbox.v3.store.tick_rows import Tick, Ticking

_Shown: TypeAlias = tuple[object, ...]


def record(
    context: WorldContext,
    before: History | None,
    after: History,
    stamp: Instant,
    *,
    touched: bool = True,
) -> None:
    """Write what differs between two histories of a person, and what follows from it.

    `touched` is False where nothing of the person itself is shown otherwise.
    """
    people.write(context.store, before, after, stamp, touched=touched)
    known = before or History(person=after.person)
    if _moves(known) != _moves(after):
        stamp_transfers(context, known, after, stamp)
    if known.training_periods != after.training_periods or known.mentorships != after.mentorships:
        _stamp_partnerships(context, known, after, stamp)
        _stamp_mentors(context, known, after, stamp)
        summarise_schools(context, known, after, stamp)
    if known.mentorships != after.mentorships or before is None or before.person != after.person:
        _write_person_ticks(context, known, after)
    if _shown_as_mentor(known) != _shown_as_mentor(after):
        writing.stamp(context.store.db, "people", [after.person.id], stamp, "unfunded_stamp")
    _stamp_settled(context, known, after, stamp)
    _write_ticks(context, known, after)
    if touched or known.person != after.person or _moves(known) != _moves(after):
        summarise(context, after, stamp if touched else None)
    if _mentoring(known) != _mentoring(after):
        mentor_rows.write(context.store, after.person.id)


def summarise(context: WorldContext, history: History, stamp: Instant | None = None) -> None:
    """Write anew what lists ask of a person; without a stamp the person's stays as it is."""
    enrolments = [
        (provider, training)
        for provider in providers_of(history)
        for training in latest_of_roles(history, provider)
    ]
    summary = Summary(
        enrolments=enrolments,
        sees_until={
            each.id: midnight(each.finished_on) if each.finished_on else None
            for _, each in enrolments
        },
        transfers=newest_stamps(context, history),
    )
    people.summarise(context.store, history.person, summary, stamp)


def write_declaration_ticks(context: WorldContext, history: History, ids: Iterable[str]) -> None:
    """Write when time alone changes declarations of a person."""
    wanted = set(ids)
    if not wanted:
        return
    statements = context.store.statements().values()
    for each in history.declarations:
        if each.id in wanted:
            found = ticks.of_declaration(each, history, statements)
            tick_rows.replace(context.store.db, Ticking.DECLARATION, each.id, found)


def _moves(history: History) -> _Shown:
    """Return what transfers depend on (V3-TRANSFER-1)."""
    completed = history.person.record_completed_on
    return (history.school_periods, history.training_periods, history.inductions, completed)


def _stamp_partnerships(
    context: WorldContext, before: History, after: History, stamp: Instant
) -> None:
    """Stamp partnerships under which somebody more, or less, trains today (V3-LIST-10).

    Or trained before: what time has told of the past would be taken back (V3-LIST-13).
    """
    changed = _in_training(before, context.today) ^ _in_training(after, context.today)
    ids = {partnership_id for _, partnership_id in changed}
    told = _told_by_time(before, context.now) ^ _told_by_time(after, context.now)
    ids |= {partnership_id for partnership_id, _ in told}
    if ids:
        writing.stamp(context.store.db, "partnerships", ids, stamp)


def _told_by_time(history: History, now: Instant) -> set[tuple[str, Instant]]:
    """Return when the number in training under each partnership has changed by time."""
    return {
        (each.partnership.id, at)
        for each in history.training_periods
        if each.partnership is not None
        for at in ticks.of_partnership([each])
        if at <= now
    }


def _in_training(history: History, today: date) -> set[tuple[int, str]]:
    return {
        (each.id, each.partnership.id)
        for each in history.training_periods
        if each.partnership is not None and each.contains(today)
    }


def _stamp_mentors(context: WorldContext, before: History, after: History, stamp: Instant) -> None:
    """Stamp mentors whom an assignment shows to a provider from now on (V3-UNFUNDED-3).

    Or was to have shown before: what time has told of the past would be taken back.
    """
    shown = _assignments(context, before)
    new = {mentor for _, mentor, _ in _assignments(context, after) - shown}
    told = set(_taking_over(before)) ^ set(_taking_over(after))
    new |= {mentor for mentor, at in told if at <= context.now}
    if new:
        writing.stamp(context.store.db, "people", new, stamp, "unfunded_stamp")


def _assignments(context: WorldContext, history: History) -> set[tuple[str, str, int]]:
    if not history.mentorships:
        return set()
    found = (
        (provider, unfunded.assignment(history, provider, context.today))
        for provider in providers_of(history)
    )
    return {
        (provider, each.mentor_id, each.mentor_school_period_id)
        for provider, each in found
        if each is not None
    }


def _mentoring(history: History) -> _Shown:
    """Return what decides whose mentors are never trained by whom (V3-UNFUNDED-1)."""
    if not history.mentorships:
        return ()
    trained = {
        (provider, role, training.school_period_id)
        for provider in providers_of(history)
        for role in ROLES
        if (training := history.latest(role, provider)) is not None
    }
    return (history.mentorships, trained)


def _shown_as_mentor(history: History) -> _Shown:
    """Return what an unfunded mentor shows of a person (V3-UNFUNDED-3)."""
    emails = tuple((each.id, each.email) for each in history.at_school(Role.MENTOR))
    return (history.person.full_name, history.person.trn, emails)


def _stamp_settled(context: WorldContext, before: History, after: History, stamp: Instant) -> None:
    """Stamp declarations whose state changes because the person became eligible (V3-LIST-9)."""
    roles = _newly_eligible(before, after)
    if not roles:
        return
    statements, now = context.store.statements().values(), context.now
    known = set(before.declarations)
    moved = {
        each.id
        for each in after.declarations
        if each in known
        and each.role in roles
        and state_at(each, before.person, statements, now)
        != state_at(each, after.person, statements, now)
    }
    if moved:
        writing.stamp(context.store.db, "declarations", moved, stamp)


def _newly_eligible(before: History, after: History) -> list[Role]:
    """Return the roles in which the person's eligibility is recorded otherwise."""
    if before.person is after.person:
        return []
    return [
        role
        for role in Role
        if before.person.facts(role).eligible != after.person.facts(role).eligible
    ]


def _write_person_ticks(context: WorldContext, before: History, after: History) -> None:
    db, found = context.store.db, ticks.of_participant(after)
    tick_rows.replace(db, Ticking.PARTICIPANT, after.person.id, found)
    known, now = set(_taking_over(before)), set(_taking_over(after))
    _move_ticks(context, Ticking.UNFUNDED_MENTOR, known, now)


def _write_ticks(context: WorldContext, before: History, after: History) -> None:
    if before.training_periods != after.training_periods:
        known, now = _of_partnerships(before), _of_partnerships(after)
        _move_ticks(context, Ticking.PARTNERSHIP, known, now)
    if before.declarations != after.declarations:
        gone = {each.id for each in before.declarations}
        for id_ in gone.difference(each.id for each in after.declarations):
            tick_rows.replace(context.store.db, Ticking.DECLARATION, id_, ())
    write_declaration_ticks(context, after, _declarations_to_settle(before, after))


def _move_ticks(context: WorldContext, what: Ticking, before: set[Tick], after: set[Tick]) -> None:
    tick_rows.drop(context.store.db, what, before - after)
    tick_rows.add(context.store.db, what, after - before)


def _of_partnerships(history: History) -> set[Tick]:
    """Return when a person's training changes what partnerships show (V3-LIST-10)."""
    return {
        (each.partnership.id, at)
        for each in history.training_periods
        if each.partnership is not None
        for at in ticks.of_partnership([each])
    }


def _declarations_to_settle(before: History, after: History) -> set[str]:
    """Return the declarations that are new or changed, or whose person became eligible."""
    roles = _newly_eligible(before, after)
    if not roles and before.declarations == after.declarations:
        return set()
    known = set(before.declarations)
    return {each.id for each in after.declarations if each not in known or each.role in roles}


def _taking_over(history: History) -> Iterator[Tick]:
    """Yield when an ECT's mentor ends by time, and each later one who may be shown then."""
    mine = [each for each in history.mentorships if each.ect_id == history.person.id]
    for each in mine:
        if each.finished_on is not None:
            at = london.start_of(london.day_after(each.finished_on))
            yield from ((later.mentor_id, at) for later in mine if _follows(later, each))


def _follows(later: Mentorship, earlier: Mentorship) -> bool:
    return (
        later.ect_school_period_id == earlier.ect_school_period_id
        and later.started_on > earlier.started_on
    )
