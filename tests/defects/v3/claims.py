"""Defects of what a declaration is judged by, what it shows, and of taking it back."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.declarations import State
from ecf_sandbox.v3.domain.history import Changes
from ecf_sandbox.v3.domain.london import day_of
from ecf_sandbox.v3.rules import (
    declaration_case,
    declaration_dates,
    declaration_steps,
    evidence,
    paying,
    voiding,
)
from ecf_sandbox.v3.service import declarations
from tests.defects import defect
from tests.defects.v3.declarations import change_step
from tests.defects.v3.enrolments import change_attributes
from tests.kit.breaking import change_result


@defect("V3-DECL-1")
def nobody_says_who_declared(patch):
    """A declaration does not name the provider that made it."""
    change_attributes(patch, "declaration", lambda shown: {**shown, "lead_provider_name": ""})


@defect("V3-DECL-4")
def the_first_training_decides(patch):
    """A declaration is judged by the first training period with the provider."""
    true = declaration_case.case

    def case(claim, known):
        history, found = known.history, true(claim, known)
        if history is None or found.training is None:
            return found
        mine = [each for each in history.training(found.role) if each.provider == known.provider]
        first = replace(history, training_periods=(mine[0],))
        return replace(true(claim, replace(known, history=first)), known=known)

    patch.setattr(declaration_case, "case", case)


@defect("V3-DECL-6")
def what_holds_no_date_is_long_ago(patch):
    """A value that holds no date is compared as if it were one."""
    long_ago = declaration_dates.DeclarationDate(day_of(Instant(0)), Instant(0), Instant(0))
    patch.setattr(declaration_steps, "_compared", lambda case: case.date or long_ago)


@defect("V3-DECL-18")
def a_copy_is_made_again(patch):
    """Of a declaration that is there already another one is made."""

    def place_taken(case):
        history = case.known.history
        copied = history and any(
            each.declared_at == case.date.as_london for each in history.standing(case.role)
        )
        return None if copied else declaration_steps.place_taken(case)

    change_step(patch, 8, refuse=place_taken)


@defect("V3-DECL-19")
def any_retained_takes_any_evidence(patch):
    """A retention point takes what other retention points take."""
    change_result(
        patch,
        evidence,
        "allowed",
        lambda found, kind, *_: (
            (*found, *evidence._ATTENDED, *evidence._ENGAGED) if "retained" in kind else found
        ),
    )


@defect("V3-VOID-1")
def what_is_seen_can_be_voided(patch):
    """A provider voids what another one declared."""
    true = declarations.void

    def void(context, declaration_id, **named):
        known = context.store.declarations([declaration_id]).get(declaration_id)
        theirs = replace(context, provider=known.provider) if known else context
        return true(theirs, declaration_id, **named)

    patch.setattr(declarations, "void", void)


@defect("V3-VOID-2")
def the_voided_stay_on_their_statement(patch):
    """A voided declaration shows the statement that it was on."""

    def shown_statement(*about):
        settled = paying.settlement_at(*about)
        return settled.statement if settled else None

    patch.setattr(paying, "shown_statement", shown_statement)


@defect("V3-VOID-5")
def nothing_is_voided_without_a_statement_left(patch):
    """In a cohort whose statements have all closed nothing can be voided."""
    change_result(
        patch,
        voiding,
        "voiding",
        lambda found, declaration, _, statements, now: [
            *found,
            *(
                ()
                if voiding._next(declaration, statements, now)
                else [Problem("participant_declaration_id", "It is too late", "V3-VOID-5")]
            ),
        ],
    )


@defect("V3-VOID-6")
def funding_is_not_restored(patch):
    """A mentor whose `completed` is taken back stays without funding."""
    patch.setattr(voiding, "funding_restored", lambda *_: Changes())


@defect("V3-PAY-1")
def a_clawback_shows_what_is_below(patch):
    """What awaits clawback is shown as paid."""
    change_result(
        patch,
        paying,
        "state_at",
        lambda found, *_: State.PAID if found is State.AWAITING_CLAWBACK else found,
    )


@defect("V3-PAY-7", also="V3-VOID-3 V3-PAY-5")
def the_paid_are_voided_like_any_other(patch):
    """The state at the time of a void does not matter: it is a void, never a clawback."""

    def voided(declaration, _, __, now):
        return replace(declaration, voided_at=now)

    patch.setattr(voiding, "voided", voided)
