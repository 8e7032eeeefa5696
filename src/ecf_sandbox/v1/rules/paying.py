"""What facts and time make of a declaration."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import ALWAYS, Instant
from ecf_sandbox.v1.domain.declarations import Declaration, DeclarationView, Settlement, State
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.schedules import DeclarationType, Payment, Schedule

Calendar = tuple[Payment, ...]


def state_at(now: Instant, facts: Settlement) -> State:
    """Return the state that recorded facts have at a moment.

    What was recorded counts whatever now is; only payable, paid and clawed-back wait for
    their instants, so that travelling back needs no job.

    Rules: PAY-1, PAY-3, PAY-4, PAY-6, VOID-1, VOID-2.
    """
    if facts.voided_at is not None:
        return _voided_state(now, facts)
    if facts.ineligible_at is not None:
        return State.INELIGIBLE
    if facts.eligible_at is None:
        return State.SUBMITTED
    if _reached(now, facts.paid_at):
        return State.PAID
    return State.PAYABLE if _reached(now, facts.payable_at) else State.ELIGIBLE


def updated_at(now: Instant, recorded: Instant, facts: Settlement) -> Instant:
    """Return the latest of the recorded changes and of what time brought by now (PAY-5)."""
    return max([recorded, *(at for at in _transitions(facts) if at <= now)])


def recorded_at(declaration: Declaration, stamp: Instant, edition: Edition) -> Instant:
    """Return the stamp that a declaration keeps when another change is recorded.

    The later of the two; in the service edition that of the change recorded last.

    Rules: PAY-5.
    """
    return stamp if edition.last_recorded_counts else max(declaration.recorded, stamp)


def seen(declaration: Declaration, *, now: Instant) -> DeclarationView:
    """Return a declaration as it looks now."""
    facts = declaration.settlement
    return DeclarationView(
        declaration, state_at(now, facts), updated_at(now, declaration.recorded, facts)
    )


def since(now: Instant, declaration: Declaration) -> Instant:
    """Return when a declaration came into the state that it has at a moment."""
    facts = declaration.settlement
    arrivals: dict[State, Instant | None] = {
        State.ELIGIBLE: facts.eligible_at,
        State.PAYABLE: facts.payable_at,
        State.PAID: facts.paid_at,
        State.INELIGIBLE: facts.ineligible_at,
        State.VOIDED: facts.voided_at,
        State.AWAITING_CLAWBACK: facts.voided_at,
        State.CLAWED_BACK: facts.clawed_back_at,
    }
    arrived = arrivals.get(state_at(now, facts))
    return declaration.made_at if arrived is None else arrived


def becomes(now: Instant, facts: Settlement) -> list[tuple[State, Instant]]:
    """Return what time alone makes of a declaration after a moment, in order.

    Rules: PAY-3, PAY-4, PAY-6.
    """
    moments = sorted({at for at in _transitions(facts) if at > now})
    return [(state_at(at, facts), at) for at in moments]


def unchanged_range(facts: Settlement, *, now: Instant) -> range:
    """Return the nows around this one at which a declaration looks the same (PAY-3, PAY-5)."""
    settled = _transitions(facts)
    return range(
        max((at for at in settled if at <= now), default=ALWAYS.start),
        min((at for at in settled if at > now), default=ALWAYS.stop),
    )


def first_view(declaration: Declaration) -> DeclarationView:
    """Return a declaration as its first answer showed it (DECL-10)."""
    return DeclarationView(declaration, declaration.first_state, declaration.created)


def become_eligible(facts: Settlement, calendar: Calendar, *, at: Instant) -> Settlement:
    """Return what eligibility settles: the first payment still open at that moment.

    Past the last one a declaration stays eligible.

    Rules: PAY-1, PAY-2, REG-3.
    """
    payment = next_payment(calendar, at)
    if payment is None:
        return replace(facts, eligible_at=at)
    return replace(facts, eligible_at=at, payable_at=payment.payable_at, paid_at=payment.paid_at)


def become_ineligible(facts: Settlement, *, at: Instant) -> Settlement:
    """Return what a refusal to pay settles: nothing more will come (DECL-13, PAY-7)."""
    return replace(facts, ineligible_at=at, payable_at=None, paid_at=None)


def become_void(facts: Settlement, calendar: Calendar, *, at: Instant) -> Settlement:
    """Return what a void settles: the end, or for what was paid a clawback to come.

    Rules: VOID-1, VOID-2, PAY-6.
    """
    if state_at(at, facts) is not State.PAID:
        return replace(facts, voided_at=at, payable_at=None, paid_at=None)
    payment = next_payment(calendar, at)
    return replace(facts, voided_at=at, clawed_back_at=payment.paid_at if payment else None)


def forfeits(schedule: Schedule, edition: Edition, *, withdrawn_at: Instant) -> bool:
    """Return whether a withdrawal came too early for anything to be paid.

    On a standard schedule that is up to the end of the started milestone. What was paid
    by then stays paid, which is for the caller to ask of each declaration.

    Rules: PAY-7.
    """
    closes = schedule.milestones[DeclarationType.STARTED].closes
    return (
        edition.early_withdrawal_forfeits
        and schedule.is_standard
        and closes is not None
        and withdrawn_at < closes
    )


def is_unpaid(now: Instant, facts: Settlement) -> bool:
    """Return whether a declaration stands and its payment is not made yet (PAY-7)."""
    return state_at(now, facts) in (State.SUBMITTED, State.ELIGIBLE, State.PAYABLE)


def next_payment(calendar: Calendar, at: Instant) -> Payment | None:
    """Return the first payment whose milestone date has not ended, None past the last (PAY-2)."""
    return next((payment for payment in calendar if at < payment.payable_at), None)


def _transitions(facts: Settlement) -> list[Instant]:
    """Return the instants that time alone will bring, or has brought."""
    instants = (facts.payable_at, facts.paid_at, facts.clawed_back_at)
    return [at for at in instants if at is not None]


def _voided_state(now: Instant, facts: Settlement) -> State:
    if facts.paid_at is None:
        return State.VOIDED
    reached = _reached(now, facts.clawed_back_at)
    return State.CLAWED_BACK if reached else State.AWAITING_CLAWBACK


def _reached(now: Instant, at: Instant | None) -> bool:
    return at is not None and at <= now
