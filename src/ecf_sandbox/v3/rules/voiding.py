"""When a declaration can be taken back, and what that does."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.declarations import Clawback, Declaration, State
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.rules.paying import next_statement

TAKEN_BACK = {State.VOIDED, State.AWAITING_CLAWBACK, State.CLAWED_BACK}


def voiding(
    declaration: Declaration, state: State, statements: Iterable[Statement], now: Instant
) -> Iterator[Problem]:
    """Yield why a declaration in a state cannot be voided.

    Rules: V3-VOID-3, V3-VOID-4, V3-VOID-5.
    """
    if state in TAKEN_BACK:
        yield _refused(f"is already {state}", "V3-VOID-4")
    elif state is State.PAID and not _next(declaration, statements, now):
        yield _refused(
            f"is paid, and cohort {declaration.cohort} has no statement left to claw it back",
            "V3-VOID-3",
        )


def voided(
    declaration: Declaration, state: State, statements: Iterable[Statement], now: Instant
) -> Declaration:
    """Return a declaration voided or, if it is paid, awaiting clawback.

    Rules: V3-VOID-2, V3-VOID-3, V3-PAY-7.
    """
    if state is not State.PAID:
        return replace(declaration, voided_at=now)
    statement = _next(declaration, statements, now)
    assert statement, "a rule refuses what no statement can claw back"
    return replace(declaration, clawback=Clawback(now, statement))


def funding_restored(
    declaration: Declaration, history: History, new_id: int, now: Instant
) -> Changes:
    """Return what taking back a mentor's `completed` does: funding and training go on.

    Training that is over goes on from the day after its end, unless that would not fit.

    Rules: V3-VOID-6.
    """
    person = history.person
    facts = replace(person.mentor, ineligible_on=None, ineligible_reason=None)
    latest = history.latest(Role.MENTOR, declaration.provider)
    going_on = _going_on(latest, history, new_id, now) if latest else None
    return Changes(
        person=replace(person, mentor=facts), training_periods=(going_on,) if going_on else ()
    )


def _going_on(
    latest: TrainingPeriod, history: History, new_id: int, now: Instant
) -> TrainingPeriod | None:
    if latest.finished_on is None or latest.ends_after(london.day_of(now)):
        return None
    school_period = history.school_period_of(latest)
    starts = london.day_after(latest.finished_on)
    if school_period.ended_before(starts):
        return None
    going_on = TrainingPeriod(
        id=new_id,
        school_period_id=latest.school_period_id,
        role=latest.role,
        started_on=starts,
        finished_on=school_period.finished_on,
        recorded_at=now,
        partnership=latest.partnership,
        schedule_identifier=latest.schedule_identifier,
    )
    others = history.training(Role.MENTOR)
    return None if any(each.overlaps(going_on) for each in others) else going_on


def _next(
    declaration: Declaration, statements: Iterable[Statement], now: Instant
) -> Statement | None:
    today = london.day_of(now)
    return next_statement(statements, declaration.provider, declaration.cohort, today)


def _refused(why: str, rule: str) -> Problem:
    title = "participant_declaration_id"
    return Problem(title, f"#/{title} {why}", rule)
