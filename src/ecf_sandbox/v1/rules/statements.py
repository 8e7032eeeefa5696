"""What each payment pays, and takes back (PAY-8)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ecf_sandbox.engine.domain.instants import DAY, Instant
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.schedules import DeclarationType, Payment, Schedules
from ecf_sandbox.v1.domain.statements import (
    DeclarationCount,
    PaymentDue,
    Statement,
    StatementLine,
    StatementState,
)
from ecf_sandbox.v1.rules.paying import state_at

_TYPES, _STATES = tuple(DeclarationType), tuple(State)

_Lots = dict[tuple[str, int, Payment], list[DeclarationCount]]


def statements(
    schedules: Schedules,
    counts: Iterable[DeclarationCount],
    providers: Sequence[str],
    *,
    now: Instant,
) -> Iterator[Statement]:
    """Yield every payment to each provider as it looks now, also while it is empty.

    In order of payment date, then cohort, then provider. `counts` are of declarations that
    belong to a payment (PAY-2). One that was voided when paid stays in it, and is taken back
    in the payment of PAY-6, if there was one left.

    Rules: PAY-6, PAY-8.
    """
    dues = tuple(payments(schedules))
    paid, taken_back = _by_payment(counts, dues)
    for due in dues:
        for provider in providers:
            key = provider, due.cohort, due.payment
            yield Statement(
                provider,
                due,
                progress(due.payment, now=now),
                tuple(_lines(paid[key], schedules, now=now)),
                tuple(_lines(taken_back[key], schedules, sign=-1, now=now)),
            )


def _by_payment(
    counts: Iterable[DeclarationCount], dues: Iterable[PaymentDue]
) -> tuple[_Lots, _Lots]:
    """Sort counts by the payment that they are in, and by the one that takes them back."""
    paid: _Lots = defaultdict(list)
    taken_back: _Lots = defaultdict(list)
    made_at = {(each.cohort, each.payment.paid_at): each.payment for each in dues}
    for each in counts:
        facts = each.settlement
        assert facts.payable_at is not None, "a count is of what belongs to a payment"
        assert facts.paid_at is not None, "a count is of what belongs to a payment"
        payment = Payment(facts.payable_at, facts.paid_at)
        paid[each.provider, each.cohort, payment].append(each)
        if facts.clawed_back_at is not None:
            later = made_at[each.cohort, facts.clawed_back_at]
            taken_back[each.provider, each.cohort, later].append(each)
    return paid, taken_back


def payments(schedules: Schedules) -> Iterator[PaymentDue]:
    """Yield the payments of every cohort's calendar with their dates as published, in order.

    Rules: PAY-2.
    """
    found = {
        PaymentDue(
            milestone.payment_date,
            schedule.cohort,
            Instant(milestone.closes - DAY),
            Payment(milestone.closes, max(milestone.closes, milestone.payment_date)),
        )
        for schedule in schedules
        if schedule.is_standard
        for milestone in schedule.milestones.values()
        if milestone.closes is not None and milestone.payment_date is not None
    }
    return iter(sorted(found, key=lambda due: (due.payment_date, due.cohort, due.milestone_date)))


def progress(payment: Payment, *, now: Instant) -> StatementState:
    """Return whether declarations still join a payment, it waits for its date, or is made."""
    if now >= payment.paid_at:
        return StatementState.PAID
    return StatementState.PAYABLE if now >= payment.payable_at else StatementState.OPEN


def _lines(
    counts: Iterable[DeclarationCount], schedules: Schedules, *, sign: int = 1, now: Instant
) -> Iterator[StatementLine]:
    """Yield a line for each type and state, in the order of both."""
    numbers: Counter[tuple[DeclarationType, State]] = Counter()
    shares: Counter[tuple[DeclarationType, State]] = Counter()
    for each in counts:
        key = each.declaration_type, state_at(now, each.settlement)
        numbers[key] += each.declarations
        shares[key] += sign * each.declarations * _share(each, schedules)
    for kind, state in sorted(numbers, key=_order):
        yield StatementLine(kind, state, numbers[kind, state], shares[kind, state])


def _order(key: tuple[DeclarationType, State]) -> tuple[int, int]:
    return _TYPES.index(key[0]), _STATES.index(key[1])


def _share(count: DeclarationCount, schedules: Schedules) -> int:
    """Return what one of the declarations is worth, on the schedule held when declared."""
    schedule = schedules.get(count.schedule_identifier, count.cohort)
    assert schedule is not None, f"{count.schedule_identifier} is unknown to the edition"
    return schedule.milestones[count.declaration_type].output_percentage
