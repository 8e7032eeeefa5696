"""Handlers by operationId: parse, ask the use case, serialize."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar, cast

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.operations import Operation, reads, writes
from ecf_sandbox.engine.http.requests import ProviderRequest, Query
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.queries import ListQuery, SortKey
from ecf_sandbox.v3.http import parsing, record_cache, serializers
from ecf_sandbox.v3.http.record_cache import Piece
from ecf_sandbox.v3.rules.declaration_case import Claim
from ecf_sandbox.v3.rules.partnering import PartnershipClaim
from ecf_sandbox.v3.service import acts, declarations, organisations, participants, partnerships
from ecf_sandbox.v3.service.acts import ScheduleChange
from ecf_sandbox.v3.service.context import ProviderContext
from ecf_sandbox.v3.store.paging import Row
from ecf_sandbox.v3.store.records import Records

View = TypeVar("View")
LONG_PAGE = 100


def provider_context(request: ProviderRequest) -> ProviderContext:
    """Return what the use cases work with: the records of a v3 world, a provider, and now."""
    records = cast("Records", request.session)
    return ProviderContext(records, request.now, request.provider)


def _many(
    request: ProviderRequest, found: Iterable[View], serialize: Callable[[View], Json]
) -> Json:
    _holds_all_day(request)
    return {"data": [serialize(each) for each in found]}


def _one(request: ProviderRequest, found: View, serialize: Callable[[View], Json]) -> Json:
    _holds_all_day(request)
    return {"data": serialize(found)}


def _holds_all_day(request: ProviderRequest) -> None:
    """Say that an answer is right for the whole London day: time changes things at 00:00 only."""
    today = london.day_of(request.now)
    request.valid_at = range(london.start_of(today), london.start_of(london.day_after(today)))


def _asked(request: ProviderRequest) -> ListQuery:
    return cast("ListQuery", request.query["list"])


def _id(request: ProviderRequest) -> str:
    return parsing.path_id(request.path["id"])


def _participant(request: ProviderRequest) -> Callable[[participants.ParticipantView], Json]:
    return lambda view: serializers.participant(view, request.provider, request.now)


def _pieces(
    request: ProviderRequest,
    kind: Hashable,
    listed: Sequence[Row],
    views: Callable[[ProviderContext, Mapping[str, Instant]], Iterable[View]],
    serialize: Callable[[View], Json],
) -> list[Piece]:
    """Return the JSON of rows of a list, kept by kind for whom it is the same."""
    _holds_all_day(request)
    context = provider_context(request)
    shared, today = request.session.shared, context.today
    return record_cache.pieces_of(shared, kind, today, listed, partial(views, context), serialize)


def _list(request: ProviderRequest, pieces: Sequence[Piece]) -> Json:
    """Return a list of records, told apart from others by the records' own hashes."""
    request.digest = record_cache.digest_of(pieces)
    return {"data": [each.json for each in pieces]}


def _participants(request: ProviderRequest, listed: Sequence[Row]) -> list[Piece]:
    kind = ("participant", request.provider)
    return _pieces(request, kind, listed, participants.views, _participant(request))


def _transfers(request: ProviderRequest, listed: Sequence[Row]) -> list[Piece]:
    kind, today = ("transfers", request.provider), london.day_of(request.now)
    serialize = partial(serializers.transfers, today=today)
    return _pieces(request, kind, listed, participants.transfer_views, serialize)


def _declarations(request: ProviderRequest, listed: Sequence[Row]) -> list[Piece]:
    return _pieces(request, "declaration", listed, declarations.views, serializers.declaration)


def _schools(request: ProviderRequest, listed: Sequence[Row]) -> list[Piece]:
    cohort = _asked(request).cohort or 0
    kind = ("school", request.provider, cohort)
    views = partial(organisations.school_views, cohort=cohort)
    return _pieces(request, kind, listed, views, serializers.school)


def get_participants(request: ProviderRequest) -> Json:
    """List one page of the provider's participants."""
    listed = participants.listed(provider_context(request), _asked(request))
    return _list(request, _participants(request, listed))


def get_participant(request: ProviderRequest) -> Json:
    """Show one of the provider's participants."""
    listed = participants.listed_one(provider_context(request), _id(request))
    return {"data": _participants(request, listed)[0].json}


def defer_participant(request: ProviderRequest) -> Json:
    """Give a participant a break."""
    course, reason = request.body.get("course_identifier"), request.body.get("reason")
    found = acts.defer(provider_context(request), _id(request), course, reason)
    return _one(request, found, _participant(request))


def withdraw_participant(request: ProviderRequest) -> Json:
    """End a participant's training with the provider."""
    course, reason = request.body.get("course_identifier"), request.body.get("reason")
    found = acts.withdraw(provider_context(request), _id(request), course, reason)
    return _one(request, found, _participant(request))


def resume_participant(request: ProviderRequest) -> Json:
    """Take a participant back from a break, or after a withdrawal."""
    course = request.body.get("course_identifier")
    found = acts.resume(provider_context(request), _id(request), course)
    return _one(request, found, _participant(request))


def change_participant_schedule(request: ProviderRequest) -> Json:
    """Move a participant to another schedule or cohort."""
    asked = ScheduleChange(**request.body)
    found = acts.change_schedule(provider_context(request), _id(request), asked)
    return _one(request, found, _participant(request))


def get_transfers(request: ProviderRequest) -> Json:
    """List one page of people who change school."""
    listed = participants.transfers(provider_context(request), _asked(request))
    return _list(request, _transfers(request, listed))


def get_participant_transfers(request: ProviderRequest) -> Json:
    """Show one person's changes of school."""
    listed = participants.transfers_of(provider_context(request), _id(request))
    return {"data": _transfers(request, listed)[0].json}


def get_unfunded_mentors(request: ProviderRequest) -> Json:
    """List one page of mentors whom the provider never trained."""
    found = participants.unfunded_mentors(provider_context(request), _asked(request))
    return _many(request, found, serializers.unfunded_mentor)


def get_unfunded_mentor(request: ProviderRequest) -> Json:
    """Show one of them."""
    found = participants.unfunded_mentor(provider_context(request), _id(request))
    return _one(request, found, serializers.unfunded_mentor)


def create_declaration(request: ProviderRequest) -> Json:
    """Record a declaration."""
    found = declarations.declare(provider_context(request), Claim(**request.body))
    return _one(request, found, serializers.declaration)


def get_declarations(request: ProviderRequest) -> Json:
    """List one page of the declarations that the provider sees."""
    listed = declarations.listed(provider_context(request), _asked(request))
    return _list(request, _declarations(request, listed))


def get_declaration(request: ProviderRequest) -> Json:
    """Show one of them."""
    listed = declarations.listed_one(provider_context(request), _id(request))
    return {"data": _declarations(request, listed)[0].json}


def void_declaration(request: ProviderRequest) -> Json:
    """Void a declaration, or ask for its payment back."""
    found = declarations.void(provider_context(request), _id(request))
    return _one(request, found, serializers.declaration)


def get_partnerships(request: ProviderRequest) -> Json:
    """List one page of the provider's partnerships."""
    found = partnerships.partnerships(provider_context(request), _asked(request))
    return _many(request, found, serializers.partnership)


def get_partnership(request: ProviderRequest) -> Json:
    """Show one of the provider's partnerships."""
    found = partnerships.partnership(provider_context(request), _id(request))
    return _one(request, found, serializers.partnership)


def create_partnership(request: ProviderRequest) -> Json:
    """Make a partnership."""
    found = partnerships.create(provider_context(request), PartnershipClaim(**request.body))
    return _one(request, found, serializers.partnership)


def update_partnership(request: ProviderRequest) -> Json:
    """Go on with another delivery partner."""
    found = partnerships.update(provider_context(request), _id(request), request.body)
    return _one(request, found, serializers.partnership)


def get_schools(request: ProviderRequest) -> Json:
    """List one page of schools."""
    listed = organisations.schools(provider_context(request), _asked(request))
    return _list(request, _schools(request, listed))


def get_school(request: ProviderRequest) -> Json:
    """Show one school in a cohort."""
    listed = organisations.school(provider_context(request), _id(request), _asked(request))
    return {"data": _schools(request, listed)[0].json}


def get_delivery_partners(request: ProviderRequest) -> Json:
    """List one page of the provider's delivery partners."""
    found = organisations.delivery_partners(provider_context(request), _asked(request))
    return _many(request, found, serializers.delivery_partner)


def get_delivery_partner(request: ProviderRequest) -> Json:
    """Show one of them."""
    found = organisations.delivery_partner(provider_context(request), _id(request))
    return _one(request, found, serializers.delivery_partner)


def get_statements(request: ProviderRequest) -> Json:
    """List one page of the provider's output statements."""
    found = organisations.statements(provider_context(request), _asked(request))
    return _many(request, found, serializers.statement)


def get_statement(request: ProviderRequest) -> Json:
    """Show one of them."""
    found = organisations.statement(provider_context(request), _id(request))
    return _one(request, found, serializers.statement)


def _is_long(query: Query) -> bool:
    """Return whether a list may take long in a big world, even if it is short mostly.

    Time changes hundreds of thousands of records at one instant, which are looked through
    where change matters.
    """
    asked: ListQuery = query["list"]
    by_change = any(each.key is SortKey.UPDATED_AT for each in asked.sort)
    return by_change or asked.updated_since is not None or asked.page.size > LONG_PAGE


OPERATIONS: Mapping[str, Operation] = {
    "getParticipants": reads(get_participants, _is_long),
    "getParticipant": reads(get_participant),
    "deferParticipant": writes(defer_participant),
    "resumeParticipant": writes(resume_participant),
    "withdrawParticipant": writes(withdraw_participant),
    "changeParticipantSchedule": writes(change_participant_schedule),
    "getTransfers": reads(get_transfers, _is_long),
    "getParticipantTransfers": reads(get_participant_transfers),
    "getUnfundedMentors": reads(get_unfunded_mentors, _is_long),
    "getUnfundedMentor": reads(get_unfunded_mentor),
    "createDeclaration": writes(create_declaration),
    "getDeclarations": reads(get_declarations, _is_long),
    "getDeclaration": reads(get_declaration),
    "voidDeclaration": writes(void_declaration),
    "getPartnerships": reads(get_partnerships, _is_long),
    "getPartnership": reads(get_partnership),
    "createPartnership": writes(create_partnership),
    "updatePartnership": writes(update_partnership),
    "patchPartnership": writes(update_partnership),
    "getSchools": reads(get_schools, _is_long),
    "getSchool": reads(get_school),
    "getDeliveryPartners": reads(get_delivery_partners, _is_long),
    "getDeliveryPartner": reads(get_delivery_partner),
    "getStatements": reads(get_statements, _is_long),
    "getStatement": reads(get_statement),
}
