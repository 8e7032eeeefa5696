"""Declaring, voiding and showing declarations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.acts import PROVIDER
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.engine.store import acts
from ecf_sandbox.v3.domain.actors import DEPARTMENT
from ecf_sandbox.v3.domain.declarations import Declaration, State
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.rules import declaration_case, declared, declaring, past, paying, voiding
from ecf_sandbox.v3.rules.declaration_case import Case, Claim, Known
from ecf_sandbox.v3.service.acts_kept import keep
from ecf_sandbox.v3.service.context import ProviderContext, WorldContext
from ecf_sandbox.v3.service.ids import canonical_id
from ecf_sandbox.v3.service.recording import record
from ecf_sandbox.v3.store import listing
from ecf_sandbox.v3.store.paging import Listed, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """A declaration as it looks at one moment."""

    declaration: Declaration
    state: State
    statement: Statement | None
    uplift_paid: bool
    provider_name: str
    updated_at: Instant


def listed(context: ProviderContext, query: ListQuery) -> list[Row]:
    """Return a page of the declarations that the provider sees (V3-LIST-3, V3-LIST-4)."""
    found = listing.declarations(context.provider_key, query)
    return context.store.listed(found, query, context.now)


def listed_one(context: ProviderContext, declaration_id: str) -> list[Listed]:
    """Return one of them (V3-LIST-3)."""
    found = listing.declarations(context.provider_key, ListQuery())
    return context.store.listed_one(found, declaration_id, context.now)


def _stamped(
    context: ProviderContext, made: Declaration, history: History, stamp: Instant
) -> DeclarationView:
    """Return a declaration of somebody whose history is known, stamped just now (V3-LIST-3).

    A stamp comes after now, and so after all that time has changed.
    """
    statements, names = context.store.statements(), context.store.provider_names()
    return _view(context, made, history, stamp, statements, names)


def declare(context: ProviderContext, claim: Claim) -> DeclarationView:
    """Record a declaration (V3-DECL-3, V3-DECL-14, V3-DECL-17)."""
    case = _case(context, claim)
    refuse_any(declaring.judge(case))
    history, training = case.known.history, case.training
    assert history, "step 2 refuses unknown people"
    assert training, "step 20 refuses people without training"
    assert training.partnership, "L is confirmed"
    school = context.store.school(training.partnership.school_id)
    assert school, "a partnership is with a school"
    made = declared.made(case, school, context.store.new_id("declaration"))
    after = replace(history, declarations=(*history.declarations, made))
    ends = declared.ends_funding(made)
    if ends:
        after = after.after(declared.funding_ended(made, after, context.today))
    stamp = context.store.stamp(context.now)
    record(context, history, after, stamp, touched=ends)
    acts.keep(context.store, made.person_id, replace(past.made(made), recorded=stamp))
    return _stamped(context, made, after, stamp)


def void(context: ProviderContext, declaration_id: str, *, by: str = PROVIDER) -> DeclarationView:
    """Void a declaration of the provider's own, or ask for its payment back (V3-VOID-1 to -6)."""
    before = context.store.declarations([declaration_id]).get(declaration_id)
    if before is None or before.provider != context.provider:
        raise NotFound
    history = context.store.history(before.person_id)
    assert history, "a declaration is somebody's"
    statements = context.store.statements().values()
    state = paying.state_at(before, history.person, statements, context.now)
    refuse_any(voiding.voiding(before, state, statements, context.now))
    taken_back = voiding.voided(before, state, statements, context.now)
    others = tuple(each for each in history.declarations if each.id != before.id)
    after = replace(history, declarations=(*others, taken_back))
    restores = declared.ends_funding(taken_back)
    if restores:
        new_id = context.store.new_key()
        after = after.after(voiding.funding_restored(taken_back, after, new_id, context.now))
    stamp = context.store.stamp(context.now)
    record(context, history, after, stamp, touched=restores)
    became = State.VOIDED if taken_back.clawback is None else State.AWAITING_CLAWBACK
    details = {**past.naming(before), "state": became}
    keep(context, before.person_id, "declaration-voided", by=by, stamp=stamp, **details)
    return _stamped(context, taken_back, after, stamp)


def void_for_provider(context: WorldContext, declaration_id: str) -> DeclarationView:
    """Void any provider's declaration, as the department does (V3-VOID-2, V3-VOID-3)."""
    known = context.store.declarations([declaration_id]).get(declaration_id)
    if known is None:
        raise NotFound(Problem("declaration_id", f"There is no declaration {declaration_id:.80}"))
    theirs = ProviderContext(context.store, context.now, known.provider)
    return void(theirs, known.id, by=DEPARTMENT)


def _case(context: ProviderContext, claim: Claim) -> Case:
    participant_id = canonical_id(claim.participant_id)
    history = context.store.history(participant_id) if participant_id else None
    known = Known(
        provider=context.provider,
        history=history,
        contract_periods=context.store.contract_periods(),
        statements=context.store.statements_of(context.provider),
        now=context.now,
    )
    return declaration_case.case(claim, known)


def views(context: ProviderContext, stamps: Mapping[str, Instant]) -> list[DeclarationView]:
    """Return declarations as they look now, in the order of their stamps."""
    found = context.store.declarations(stamps)
    people = context.store.shown_histories({each.person_id for each in found.values()})
    statements, names = context.store.statements(), context.store.provider_names()
    return [
        _view(context, found[id_], people[found[id_].person_id], at, statements, names)
        for id_, at in stamps.items()
    ]


def _view(
    context: ProviderContext,
    made: Declaration,
    history: History,
    updated_at: Instant,
    statements: Mapping[str, Statement],
    names: Mapping[str, str],
) -> DeclarationView:
    person, known = history.person, statements.values()
    state = paying.state_at(made, person, known, context.now)
    return DeclarationView(
        declaration=made,
        state=state,
        statement=paying.shown_statement(made, person, known, context.now),
        uplift_paid=paying.uplift_paid(made, state),
        provider_name=names[made.provider],
        updated_at=updated_at,
    )
