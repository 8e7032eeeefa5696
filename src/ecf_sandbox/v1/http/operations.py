"""Handlers by operationId: parse, ask the use case, serialize."""

from collections.abc import Mapping
from typing import cast

from ecf_sandbox.engine.domain.instants import ALWAYS
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.operations import File, Operation, reads, streams, writes
from ecf_sandbox.engine.http.requests import ProviderRequest, Query
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.http import csv, parsing, record_cache, serializers
from ecf_sandbox.v1.service import declarations, participants
from ecf_sandbox.v1.service.provider_context import ProviderContext
from ecf_sandbox.v1.store.records import Records

LONG_PAGE = 500


def provider_context(request: ProviderRequest) -> ProviderContext:
    """Return what the use cases work with: the records of a v1 world, and its edition."""
    records, edition = cast("Records", request.session), editions.edition(request.edition)
    return ProviderContext(records, edition, request.provider, request.now)


def get_participants(request: ProviderRequest) -> Json:
    """List one page of the provider's participants (LIST-1, LIST-2)."""
    context = provider_context(request)
    stamps = context.store.record_stamps(
        context.provider, parsing.participant_query(request.query), parsing.page(request.query)
    )
    request.valid_at = ALWAYS
    return {
        "data": record_cache.participants(
            request.session.shared, stamps, context.store, context.edition
        )
    }


def get_participant(request: ProviderRequest) -> Json:
    """Show one of the provider's participants."""
    context = provider_context(request)
    record = participants.participant(context, parsing.path_id(request.path["id"]))
    request.valid_at = ALWAYS
    return {"data": serializers.participant(record, context.edition)}


def defer_participant(request: ProviderRequest) -> Json:
    """Give a participant a break."""
    context = provider_context(request)
    record = participants.defer(context, parsing.deferral(_said_of_participant(request)))
    return {"data": serializers.participant(record, context.edition)}


def resume_participant(request: ProviderRequest) -> Json:
    """Take a participant back from a break."""
    context = provider_context(request)
    record = participants.resume(context, parsing.resumption(_said_of_participant(request)))
    return {"data": serializers.participant(record, context.edition)}


def withdraw_participant(request: ProviderRequest) -> Json:
    """End a participant's training with the provider."""
    context = provider_context(request)
    record = participants.withdraw(context, parsing.withdrawal(_said_of_participant(request)))
    return {"data": serializers.participant(record, context.edition)}


def change_participant_schedule(request: ProviderRequest) -> Json:
    """Move a participant to another schedule."""
    context = provider_context(request)
    change = parsing.schedule_change(_said_of_participant(request), context.edition)
    record = participants.change_schedule(context, change)
    return {"data": serializers.participant(record, context.edition)}


def create_declaration(request: ProviderRequest) -> Json:
    """Record a declaration, or return the same one again."""
    context = provider_context(request)
    claim = parsing.claim(parsing.attributes(request.body), context.edition)
    made = declarations.declare(context, claim)
    return {"data": serializers.declaration(made)}


def get_declarations(request: ProviderRequest) -> Json:
    """List one page of the provider's declarations."""
    found = declarations.declarations(
        provider_context(request),
        parsing.declaration_query(request.query),
        parsing.page(request.query),
    )
    return {"data": [serializers.declaration(each) for each in found]}


def get_declaration(request: ProviderRequest) -> Json:
    """Show one of the provider's declarations."""
    context = provider_context(request)
    found = declarations.declaration(context, parsing.path_id(request.path["id"]))
    request.valid_at = declarations.unchanged_range(context, found)
    return {"data": serializers.declaration(found)}


def void_declaration(request: ProviderRequest) -> Json:
    """Void a declaration, or ask for its payment back."""
    voided = declarations.void(provider_context(request), parsing.path_id(request.path["id"]))
    return {"data": serializers.declaration(voided)}


def get_participants_csv(request: ProviderRequest) -> File:
    """Write every participant that the filters find (LIST-6)."""
    context, query = provider_context(request), parsing.participant_query(request.query)
    found = context.store.all_records(context.provider, query)
    return csv.write(serializers.participant(each, context.edition) for each in found)


def get_declarations_csv(request: ProviderRequest) -> File:
    """Write every declaration that the filters find (LIST-6)."""
    query = parsing.declaration_query(request.query)
    found = declarations.declarations(provider_context(request), query)
    return csv.write(serializers.declaration(each) for each in found)


def _said_of_participant(request: ProviderRequest) -> Mapping[str, Json]:
    """Return what an action says, about the participant that its path names (ACT-1)."""
    return {**parsing.attributes(request.body), "participant_id": request.path["id"]}


def _is_long(query: Query) -> bool:
    return int(query.get("page", {}).get("per_page", 0)) > LONG_PAGE


OPERATIONS: Mapping[str, Operation] = {
    "getParticipants": reads(get_participants, _is_long),
    "getParticipantsAlias": reads(get_participants, _is_long),
    "getParticipant": reads(get_participant),
    "getParticipantsCsv": streams(get_participants_csv),
    "getParticipantsAliasCsv": streams(get_participants_csv),
    "deferParticipant": writes(defer_participant),
    "deferParticipantAlias": writes(defer_participant),
    "resumeParticipant": writes(resume_participant),
    "resumeParticipantAlias": writes(resume_participant),
    "withdrawParticipant": writes(withdraw_participant),
    "withdrawParticipantAlias": writes(withdraw_participant),
    "changeParticipantSchedule": writes(change_participant_schedule),
    "changeParticipantScheduleAlias": writes(change_participant_schedule),
    "createDeclaration": writes(create_declaration),
    "getDeclarations": reads(get_declarations, _is_long),
    "getDeclarationsCsv": streams(get_declarations_csv),
    "getDeclaration": reads(get_declaration),
    "voidDeclaration": writes(void_declaration),
}
