"""Declaring, voiding and showing declarations."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import NotFound, refuse_any
from ecf_sandbox.v1.domain.declarations import (
    Claim,
    Declaration,
    DeclarationView,
    Settlement,
    given,
)
from ecf_sandbox.v1.domain.participants import TrainingRecord
from ecf_sandbox.v1.domain.queries import DeclarationQuery
from ecf_sandbox.v1.rules import declaring, paying, voiding
from ecf_sandbox.v1.rules.ownership import (
    Ownership,
    judged_record,
    known_participant,
    ownership_of,
    right_course,
)
from ecf_sandbox.v1.service.provider_context import (
    ProviderContext,
    record_of,
    schedule_of,
)


def declare(context: ProviderContext, claim: Claim) -> DeclarationView:
    """Record a declaration; an exact copy of a standing one answers as it did at first.

    Rules: DECL-1 to DECL-13.
    """
    record = record_of(context, claim.participant_id)
    history = context.store.declarations_of(record.person) if record else []
    copy = declaring.exact_copy(claim, history, context.provider)
    if copy and context.edition.replays_copies:
        return paying.first_view(copy)

    known = ownership_of(record, context.provider, claim.course_identifier, context.edition)
    found = record if known is Ownership.OWN else None
    judged = judged_record(record, known, context.edition)
    schedule = schedule_of(context, judged) if judged else None
    refuse_any(
        declaring.given_date(claim),
        declaring.given_type(claim) if context.edition.asks_for_type_first else (),
        declaring.readable_date(claim, now=context.now),
        declaring.within_milestone(claim, schedule) if schedule else (),
        declaring.given_type(claim),
        known_participant(known, "DECL-9"),
        declaring.not_after_withdrawal(claim, found, context.edition) if found else (),
        right_course(known, "DECL-9"),
        declaring.evidence_for(claim) if judged else (),
        declaring.type_in_schedule(claim, schedule) if schedule else (),
        declaring.place_is_free(claim, history) if judged else (),
    )
    assert found is not None, "the rules refuse whom they do not know"
    return _record_declaration(context, claim, found)


def void(context: ProviderContext, declaration_id: str) -> DeclarationView:
    """Void a declaration, or ask for its payment back.

    Rules: VOID-1, VOID-2, VOID-3, AUTH-4.
    """
    declaration = _own_declaration(context, declaration_id)
    refuse_any(voiding.can_void(paying.state_at(context.now, declaration.settlement)))
    calendar = context.edition.schedules.calendar(declaration.cohort)
    settlement = paying.become_void(declaration.settlement, calendar, at=context.now)
    stamp = context.store.stamp(context.now)
    recorded = paying.recorded_at(declaration, stamp, context.edition)
    voided = context.store.settle(declaration, settlement, recorded=recorded)
    return paying.seen(voided, now=context.now)


def declaration(context: ProviderContext, declaration_id: str) -> DeclarationView:
    """Return one of the provider's declarations (AUTH-4)."""
    return paying.seen(_own_declaration(context, declaration_id), now=context.now)


def unchanged_range(context: ProviderContext, sighting: DeclarationView) -> range:
    """Return the nows around the context's at which a declaration looks as it does (PAY-3)."""
    return paying.unchanged_range(sighting.declaration.settlement, now=context.now)


def declarations(
    context: ProviderContext, query: DeclarationQuery, page: Page | None = None
) -> Iterator[DeclarationView]:
    """Yield the provider's declarations, oldest first; without a page, all of them (LIST-5)."""
    listed = context.store.declarations(
        context.provider,
        query,
        page,
        earlier_providers=context.edition.lists_earlier_providers,
        now=context.now,
    )
    return (paying.seen(each, now=context.now) for each in listed)


def _record_declaration(
    context: ProviderContext, claim: Claim, record: TrainingRecord
) -> DeclarationView:
    namesakes = context.store.declarations_of_namesakes(record.person)
    facts = _settled(context, record, duplicate=declaring.is_second_with_trn(claim, namesakes))
    stamp = context.store.stamp(context.now)
    made = Declaration(
        id=context.store.next_declaration_id(),
        provider=record.provider,
        participant_id=record.person.id,
        cohort=record.person.cohort,
        declaration_type=given(claim.declaration_type),
        declaration_date=given(claim.declaration_date),
        course_identifier=given(claim.course_identifier),
        evidence_held=claim.evidence_held and given(claim.evidence_held),
        schedule_identifier=record.schedule_identifier,
        made_at=context.now,
        first_state=paying.state_at(context.now, facts),
        settlement=facts,
        created=stamp,
        recorded=stamp,
    )
    context.store.add_declaration(made, record)
    return paying.first_view(made)


def _settled(context: ProviderContext, record: TrainingRecord, *, duplicate: bool) -> Settlement:
    """Return the facts that a new declaration begins with (PAY-1, PAY-7, DECL-13)."""
    facts = Settlement()
    if record.person.eligible_for_funding:
        calendar = context.edition.schedules.calendar(record.person.cohort)
        facts = paying.become_eligible(facts, calendar, at=context.now)
    forfeited = record.withdrawn_at is not None and paying.forfeits(
        schedule_of(context, record), context.edition, withdrawn_at=record.withdrawn_at
    )
    if duplicate or forfeited:
        facts = paying.become_ineligible(facts, at=context.now)
    return facts


def _own_declaration(context: ProviderContext, declaration_id: str) -> Declaration:
    found = context.store.declaration(declaration_id, context.provider)
    if found is None:
        raise NotFound
    return found
