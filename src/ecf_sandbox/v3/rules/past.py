"""What happened to a person, from what is recorded of them, and what time has brought by now."""

from collections.abc import Collection, Iterator

from ecf_sandbox.engine.domain.acts import PROVIDER, TIME, Act
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.actors import DEPARTMENT, SCHOOL
from ecf_sandbox.v3.domain.declarations import Declaration, State
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules.paying import settlement


def of_person(history: History, urns: dict[str, str], now: Instant) -> Iterator[Act]:
    """Yield registration, schools joined, eligibility and merges; `urns` are schools' by id.

    Rules: V3-REG-1, V3-REG-2, V3-REG-11, V3-REG-12.
    """
    by_recording = sorted(history.school_periods, key=lambda each: each.recorded_at)
    for place, each in enumerate(by_recording):
        details = {
            "participant_type": each.role,
            "school_urn": urns[each.school_id],
            "started_on": each.started_on.isoformat(),
        }
        word = "joined-school" if place else "registered"
        yield Act(at=each.recorded_at, by=SCHOOL, act=word, details=details)
    for change in history.id_changes:
        yield Act(
            at=change.changed_at, by=DEPARTMENT, act="merged", details={"from": change.from_id}
        )
    for role in Role:
        eligible = history.person.facts(role).eligible
        if eligible is not None and eligible.counts(now):
            by = TIME if eligible.by_time else DEPARTMENT
            yield Act(
                at=eligible.at, by=by, act="became-eligible", details={"participant_type": role}
            )


def of_training(history: History) -> Iterator[Act]:
    """Yield when providers deferred and withdrew, as the training tells (V3-ACT-6)."""
    for each in history.training_periods:
        for word, leave in (("deferred", each.deferral), ("withdrawn", each.withdrawal)):
            if leave is not None:
                details = {"course_identifier": each.role.course, "reason": leave.reason}
                yield Act(
                    at=leave.at, by=PROVIDER, provider=each.provider, act=word, details=details
                )


def made(declaration: Declaration) -> Act:
    """Return how a declaration was made (V3-DECL-14)."""
    state = State.SUBMITTED if declaration.settled is None else State.ELIGIBLE
    return Act(
        at=declaration.recorded_at,
        by=PROVIDER,
        provider=declaration.provider,
        act="declared",
        details={**naming(declaration), "state": state},
    )


def of_declaration(
    declaration: Declaration, history: History, statements: Collection[Statement], now: Instant
) -> Iterator[Act]:
    """Yield what a declaration has become by now, up to where it was taken back.

    Rules: V3-PAY-2, V3-PAY-3, V3-PAY-4, V3-PAY-5, V3-REG-17.
    """
    for by, at, state in turns(declaration, history, statements):
        if at <= now:
            yield Act(at=at, by=by, act=f"declaration-{state}", details=naming(declaration))


def turns(
    declaration: Declaration, history: History, statements: Collection[Statement]
) -> Iterator[tuple[str, Instant, State]]:
    """Yield who brings each state, and when, up to where it was taken back."""
    clawback = declaration.clawback
    end = clawback.at if clawback else declaration.voided_at
    settled = settlement(declaration, history.person, statements)
    if settled is not None:
        brought = [
            (TIME, settled.statement.payable_at, State.PAYABLE),
            (*_payment(settled.statement), State.PAID),
        ]
        if declaration.settled is None:
            brought.append((TIME, settled.eligible_at, State.ELIGIBLE))
        yield from (each for each in brought if end is None or each[1] <= end)
    if clawback is not None:
        yield (*_payment(clawback.statement), State.CLAWED_BACK)


def _payment(statement: Statement) -> tuple[str, Instant]:
    """Return who brings a statement's payment, and when (V3-PAY-4, V3-REG-17)."""
    if statement.authorised_at is not None:
        return DEPARTMENT, statement.authorised_at
    return TIME, statement.payment_at


def naming(declaration: Declaration) -> dict[str, str]:
    """Return how a declaration is named in the details of an act."""
    return {
        "declaration_id": declaration.id,
        "declaration_type": declaration.declaration_type,
        "course_identifier": declaration.role.course,
    }
