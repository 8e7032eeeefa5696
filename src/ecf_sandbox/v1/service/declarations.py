"""Declaring, voiding and showing declarations."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.problems import NotFound, refuse_any
from ecf_sandbox.v1.domain.declarations import Claim, Declaration, Settlement, Sighting, given
from ecf_sandbox.v1.domain.participants import TrainingRecord
from ecf_sandbox.v1.domain.queries import DeclarationQuery, Page
from ecf_sandbox.v1.rules import declaring, paying, voiding
from ecf_sandbox.v1.rules.ownership import (
    Acquaintance,
    acquaintance,
    known_participant,
    right_course,
)
from ecf_sandbox.v1.service.provider_context import Desk, record_of, schedule_of


def declare(desk: Desk, claim: Claim) -> Sighting:
    """Record a declaration; an exact copy of a standing one answers as it did at first.

    Rules: DECL-1 to DECL-13.
    """
    record = record_of(desk, claim.participant_id)
    history = desk.store.declarations_of(record.person) if record else []
    copy = declaring.exact_copy(claim, history, desk.provider)
    if copy and desk.edition.replays_copies:
        return paying.first_seen(copy)

    known = acquaintance(record, desk.provider, claim.course_identifier, desk.edition)
    found = record if known is Acquaintance.OURS else None
    schedule = schedule_of(desk, found) if found else None
    refuse_any(
        declaring.readable_date(claim, now=desk.now),
        declaring.within_milestone(claim, schedule) if schedule else (),
        declaring.given_type(claim),
        known_participant(known),
        declaring.not_after_withdrawal(claim, found) if found else (),
        right_course(known),
        declaring.evidence_for(claim) if found else (),
        declaring.type_in_schedule(claim, schedule) if schedule else (),
        declaring.place_is_free(claim, history) if found else (),
    )
    assert found is not None, "the rules refuse whom they do not know"
    return _record_declaration(desk, claim, found)


def void(desk: Desk, declaration_id: str) -> Sighting:
    """Void a declaration, or ask for its payment back.

    Rules: VOID-1, VOID-2, VOID-3, AUTH-4.
    """
    declaration = _own_declaration(desk, declaration_id)
    refuse_any(voiding.can_void(paying.state_at(desk.now, declaration.settlement)))
    calendar = desk.edition.schedules.calendar(declaration.cohort)
    settlement = paying.become_void(declaration.settlement, calendar, at=desk.now)
    stamp = desk.store.stamp(desk.now)
    return paying.seen(desk.store.settle(declaration, settlement, stamp=stamp), now=desk.now)


def declaration(desk: Desk, declaration_id: str) -> Sighting:
    """Return one of the provider's declarations (AUTH-4)."""
    return paying.seen(_own_declaration(desk, declaration_id), now=desk.now)


def steady(desk: Desk, sighting: Sighting) -> range:
    """Return the nows around the desk's at which a declaration looks as it does (PAY-3)."""
    return paying.steady(sighting.declaration.settlement, now=desk.now)


def declarations(
    desk: Desk, query: DeclarationQuery, page: Page | None = None
) -> Iterator[Sighting]:
    """Yield the provider's declarations, oldest first; without a page, all of them (LIST-5)."""
    listed = desk.store.declarations(
        desk.provider,
        query,
        page,
        earlier_providers=desk.edition.lists_earlier_providers,
        now=desk.now,
    )
    return (paying.seen(each, now=desk.now) for each in listed)


def _record_declaration(desk: Desk, claim: Claim, record: TrainingRecord) -> Sighting:
    namesakes = desk.store.declarations_of_namesakes(record.person)
    facts = _settled(desk, record, duplicate=declaring.is_second_with_trn(claim, namesakes))
    stamp = desk.store.stamp(desk.now)
    made = Declaration(
        id=desk.store.next_declaration_id(),
        provider=record.provider,
        participant_id=record.person.id,
        cohort=record.person.cohort,
        declaration_type=given(claim.declaration_type),
        declaration_date=given(claim.declaration_date),
        course_identifier=given(claim.course_identifier),
        evidence_held=claim.evidence_held and given(claim.evidence_held),
        schedule_identifier=record.schedule_identifier,
        made_at=desk.now,
        first_state=paying.state_at(desk.now, facts),
        settlement=facts,
        created=stamp,
        recorded=stamp,
    )
    desk.store.add_declaration(made, record)
    return paying.first_seen(made)


def _settled(desk: Desk, record: TrainingRecord, *, duplicate: bool) -> Settlement:
    """Return the facts that a new declaration begins with (PAY-1, PAY-7, DECL-13)."""
    facts = Settlement()
    if record.person.eligible_for_funding:
        calendar = desk.edition.schedules.calendar(record.person.cohort)
        facts = paying.become_eligible(facts, calendar, at=desk.now)
    forfeited = record.withdrawn_at is not None and paying.forfeits(
        schedule_of(desk, record), desk.edition, withdrawn_at=record.withdrawn_at
    )
    if duplicate or forfeited:
        facts = paying.become_ineligible(facts, at=desk.now)
    return facts


def _own_declaration(desk: Desk, declaration_id: str) -> Declaration:
    found = desk.store.declaration(declaration_id, desk.provider)
    if found is None:
        raise NotFound
    return found
