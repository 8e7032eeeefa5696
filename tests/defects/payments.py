"""Defects of voids and payments."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY, Instant
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.participants import Person
from ecf_sandbox.v1.domain.schedules import Payment
from ecf_sandbox.v1.rules import paying, voiding
from ecf_sandbox.v1.service import declarations
from tests.defects import defect
from tests.kit.breaking import change_result, nothing, retitle


@defect("VOID-1")
def the_ineligible_cannot_be_voided(patch):
    """A void of what is ineligible is refused."""
    patch.setattr(voiding, "VOIDABLE", voiding.VOIDABLE - {State.INELIGIBLE})


@defect("VOID-1")
def the_payable_cannot_be_voided(patch):
    """A void of what is payable is refused."""
    patch.setattr(voiding, "VOIDABLE", voiding.VOIDABLE - {State.PAYABLE})


@defect("VOID-1", also="PAY-5")
def what_was_payable_awaits_clawback(patch):
    """A void of what is payable counts as one of what was paid."""
    patch.setattr(paying, "become_void", _void_as_paid(paying.become_void))


def _void_as_paid(true):
    def become_void(facts, calendar, *, at):
        payable = facts.payable_at is not None and facts.payable_at <= at
        return true(replace(facts, paid_at=facts.payable_at) if payable else facts, calendar, at=at)

    return become_void


@defect("VOID-2", also="LIST-7 PAY-6 VOID-3")
def what_was_paid_is_voided(patch):
    """A void of what was paid asks for nothing back."""
    patch.setattr(
        paying,
        "become_void",
        lambda facts, _, *, at: replace(facts, voided_at=at, payable_at=None, paid_at=None),
    )


@defect("VOID-3")
def a_void_can_be_repeated(patch):
    """A second void is accepted."""
    patch.setattr(voiding, "can_void", nothing)


@defect("VOID-3")
def a_repeated_void_has_no_title(patch):
    """The refusal of a second void is titled base."""
    retitle(patch, voiding, "can_void", "base")


@defect("PAY-1", also="DECL-11 PAY-8 REG-1 REG-2 REG-3 VOID-1")
def everybody_is_eligible(patch):
    """A declaration begins as eligible whatever is known of funding."""
    patch.setattr(Person, "eligible_for_funding", property(lambda _: True))


@defect("PAY-1", also="REG-2 REG-3")
def qts_does_not_matter(patch):
    """Without QTS a declaration begins as eligible."""
    patch.setattr(Person, "eligible_for_funding", property(lambda self: self.eligible))


@defect("PAY-2", also="PAY-6 TIME-3")
def the_milestone_date_is_too_late(patch):
    """What becomes eligible on a milestone's last day waits for the next payment."""
    true = paying.next_payment
    patch.setattr(paying, "next_payment", lambda calendar, at: true(calendar, Instant(at + DAY)))


@defect("PAY-2", also="PAY-6")
def the_instant_after_is_in_time(patch):
    """What becomes eligible right after a milestone's last day is paid with it."""
    true = paying.next_payment
    patch.setattr(paying, "next_payment", lambda calendar, at: true(calendar, Instant(at - 1)))


@defect("PAY-2", also="LIST-5 LIST-7 TIME-1")
def the_date_declared_chooses_the_payment(patch):
    """A backdated declaration belongs to the payment of its date."""
    true = declarations._record_declaration

    def record_declaration(context, claim, record):
        return true(replace(context, now=claim.declaration_date), claim, record)

    patch.setattr(declarations, "_record_declaration", record_declaration)


@defect("PAY-2", also="PAY-6")
def past_the_last_payment_comes_another(patch):
    """What comes too late is paid with the last payment all the same."""
    change_result(
        patch,
        paying,
        "next_payment",
        lambda payment, calendar, _: payment or (calendar[-1] if calendar else None),
    )


def _with_payments(patch, change):
    true = paying.next_payment

    def next_payment(calendar, at):
        payment = true(calendar, at)
        return payment and change(payment)

    patch.setattr(paying, "next_payment", next_payment)


@defect("PAY-3", also="LIST-7 PAY-2 PAY-5 PAY-8 TIME-3")
def payable_on_the_milestone_date(patch):
    """It is payable a day early, from the milestone date itself on."""
    _with_payments(patch, lambda it: Payment(Instant(it.payable_at - DAY), it.paid_at))


@defect("PAY-3", also="PAY-2 PAY-8 TIME-3")
def payable_an_instant_early(patch):
    """The last instant of the milestone date is payable."""
    _with_payments(patch, lambda it: Payment(Instant(it.payable_at - 1), it.paid_at))


@defect(
    "PAY-3",
    also="PAY-4 LIST-7 PAY-2 PAY-5 PAY-6 PAY-7 REG-3 TIME-3 VOID-1 VOID-2 VOID-3",
)
def states_stay_behind(patch):
    """A declaration is seen as it was when it was recorded, whatever now is."""
    patch.setattr(
        paying,
        "seen",
        lambda declaration, *, now: paying.DeclarationView(
            declaration,
            paying.state_at(declaration.created, declaration.settlement),
            declaration.recorded,
        ),
    )


@defect("PAY-4", also="LIST-7 PAY-2 PAY-3 PAY-5 PAY-6 PAY-7 PAY-8 TIME-3")
def paid_at_the_end_of_the_payment_date(patch):
    """It is paid a day late."""
    _with_payments(patch, lambda it: Payment(it.payable_at, Instant(it.paid_at + DAY)))


@defect("PAY-4", also="PAY-2 PAY-5 PAY-7 PAY-8 TIME-3")
def paid_before_it_is_payable(patch):
    """A payment date before the milestone's end pays at once."""
    _with_payments(
        patch,
        lambda it: (
            Payment(it.payable_at, Instant(it.paid_at - DAY)) if it.paid_at == it.payable_at else it
        ),
    )


@defect("PAY-5", also="PAY-6 TIME-3")
def what_time_brings_moves_nothing(patch):
    """updated_at is that of the last recorded change, whatever time has brought."""
    patch.setattr(paying, "updated_at", lambda now, recorded, facts: recorded)


@defect("PAY-5", also="DECL-1 LIST-7 REG-3")
def updated_at_is_of_what_will_come(patch):
    """Transitions count before they happen."""
    true = paying.updated_at
    patch.setattr(
        paying, "updated_at", lambda now, recorded, facts: true(Instant(2**62), recorded, facts)
    )


@defect("PAY-5")
def what_is_recorded_after_now_does_not_count(patch):
    """A change that was recorded later than now is not shown."""
    true = paying.updated_at
    patch.setattr(
        paying, "updated_at", lambda now, recorded, facts: true(now, min(recorded, now), facts)
    )


@defect("PAY-6", also="LIST-7 VOID-2")
def clawed_back_at_once(patch):
    """What was paid is clawed back as soon as it is voided."""
    _clawed_back_at(patch, lambda facts: facts.voided_at)


@defect("PAY-6", also="LIST-7 VOID-3")
def never_clawed_back(patch):
    """What was paid awaits clawback for ever."""
    _clawed_back_at(patch, lambda facts: None)


@defect("PAY-6", also="LIST-7")
def clawed_back_when_payable(patch):
    """The clawback is made at the end of the milestone instead of the payment date."""
    true = paying.become_void

    def become_void(facts, calendar, *, at):
        return true(facts, tuple(Payment(it.payable_at, it.payable_at) for it in calendar), at=at)

    patch.setattr(paying, "become_void", become_void)


def _clawed_back_at(patch, when):
    change_result(
        patch,
        paying,
        "become_void",
        lambda facts, *_, **__: replace(facts, clawed_back_at=when(facts)),
    )
