"""Defects of states, statements, voiding and seeing declarations."""

from dataclasses import replace

from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules import declaration_steps, declared, paying, voiding
from ecf_sandbox.v3.store import listing as store
from tests.defects import defect
from tests.kit.breaking import change_result, nothing

HOUR = 3_600_000_000


@defect("V3-PAY-2")
def the_submitted_stay_so(patch):
    """Becoming eligible does nothing for what was declared before."""
    patch.setattr(paying, "settlement", lambda declaration, *_: declaration.settled)


@defect("V3-PAY-3")
def nothing_is_payable(patch):
    """A passed deadline leaves declarations eligible."""
    change_result(
        patch,
        paying,
        "state_at",
        lambda found, *_: State.ELIGIBLE if found is State.PAYABLE else found,
    )


@defect("V3-PAY-4")
def payment_comes_an_hour_late(patch):
    """A statement is paid at one o'clock."""
    patch.setattr(
        paying,
        "is_paid",
        lambda statement, now: (
            statement.authorised_at is not None or statement.payment_at + HOUR <= now
        ),
    )


@defect("V3-PAY-5")
def a_clawback_is_awaited_for_ever(patch):
    """The payment of the clawback's statement changes nothing."""
    change_result(
        patch,
        paying,
        "state_at",
        lambda found, *_: State.AWAITING_CLAWBACK if found is State.CLAWED_BACK else found,
    )


@defect("V3-PAY-6")
def the_voided_keep_their_statement(patch):
    """A voided declaration still names a statement."""

    def shown_statement(declaration, person, statements, now):
        settled = paying.settlement_at(declaration, person, statements, now)
        return settled.statement if settled else None

    patch.setattr(paying, "shown_statement", shown_statement)


@defect("V3-PAY-6")
def an_uplift_is_paid_before_its_declaration(patch):
    """`uplift_paid` is true as soon as an uplift is kept."""
    patch.setattr(paying, "uplift_paid", lambda declaration, _: bool(declaration.uplifts))


@defect("V3-VOID-3")
def the_paid_are_voided(patch):
    """What is paid is voided without a clawback."""
    true = voiding.voided
    patch.setattr(
        voiding,
        "voided",
        lambda declaration, _, statements, now: true(declaration, State.ELIGIBLE, statements, now),
    )


@defect("V3-VOID-4")
def the_voided_are_voided_again(patch):
    """A declaration can be taken back twice."""
    patch.setattr(voiding, "voiding", nothing)


@defect("V3-STATEMENT-1", "V3-DECL-3")
def a_statement_closes_a_day_early(patch):
    """The day of the deadline does not count any more."""
    true = paying.next_statement

    def next_statement(statements, provider, cohort, day):
        later = [each for each in statements if each.deadline != day]
        return true(later, provider, cohort, day)

    for module in (paying, voiding, declared, declaration_steps):
        patch.setattr(module, "next_statement", next_statement)


@defect("V3-PAY-3")
def payable_at_the_deadline_day(patch):
    """A statement closes at the beginning of its deadline's day."""
    true = Statement.payable_at
    patch.setattr(Statement, "payable_at", property(lambda it: true.fget(it) - 24 * HOUR))


@defect("V3-LIST-3")
def others_declarations_are_not_seen(patch):
    """Only the provider's own declarations are seen."""
    own = "d.provider = :provider"
    change_result(
        patch, store, "declarations", lambda it, *_: replace(it, where=[own, *it.where[1:]])
    )


@defect("V3-LIST-2")
def whoever_is_both_is_deferred_alone(patch):
    """The filter by training status finds one status a person."""
    patch.setitem(store._STATUS, "withdrawn", "e.withdrawn AND NOT e.deferred")
