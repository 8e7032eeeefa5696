"""Handlers by operationId: parse, ask the use case, serialize."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import ALWAYS
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v1.http import parsing, record_cache, serializers
from ecf_sandbox.v1.http.validation import Query
from ecf_sandbox.v1.service import declarations, participants
from ecf_sandbox.v1.service.provider_context import ProviderContext

Row = Json
Handler = Callable[["Call"], Json]
CsvHandler = Callable[["Call"], Iterator[Row]]


@dataclass(slots=True)
class Call:
    """One request, checked against the document; `pieces` is the world's shelf of JSON.

    A handler whose answer is right at other nows than the context's says at which, in `nows`.
    """

    context: ProviderContext
    path: Mapping[str, str]
    query: Query
    body: Json
    pieces: record_cache.Pieces
    nows: range


def get_participants(call: Call) -> Json:
    """List one page of the provider's participants (LIST-1, LIST-2)."""
    store, provider = call.context.store, call.context.provider
    stamps = store.record_stamps(
        provider, parsing.participant_query(call.query), parsing.page(call.query)
    )
    call.nows = ALWAYS
    return {"data": record_cache.participants(call.pieces, stamps, store, call.context.edition)}


def get_participant(call: Call) -> Json:
    """Show one of the provider's participants."""
    record = participants.participant(call.context, parsing.path_id(call.path["id"]))
    call.nows = ALWAYS
    return {"data": serializers.participant(record, call.context.edition)}


def defer_participant(call: Call) -> Json:
    """Give a participant a break."""
    record = participants.defer(call.context, parsing.deferral(_said_of_participant(call)))
    return {"data": serializers.participant(record, call.context.edition)}


def resume_participant(call: Call) -> Json:
    """Take a participant back from a break."""
    record = participants.resume(call.context, parsing.resumption(_said_of_participant(call)))
    return {"data": serializers.participant(record, call.context.edition)}


def withdraw_participant(call: Call) -> Json:
    """End a participant's training with the provider."""
    record = participants.withdraw(call.context, parsing.withdrawal(_said_of_participant(call)))
    return {"data": serializers.participant(record, call.context.edition)}


def change_participant_schedule(call: Call) -> Json:
    """Move a participant to another schedule."""
    change = parsing.schedule_change(_said_of_participant(call), call.context.edition)
    record = participants.change_schedule(call.context, change)
    return {"data": serializers.participant(record, call.context.edition)}


def create_declaration(call: Call) -> Json:
    """Record a declaration, or return the same one again."""
    claim = parsing.claim(parsing.attributes(call.body), call.context.edition)
    made = declarations.declare(call.context, claim)
    return {"data": serializers.declaration(made)}


def get_declarations(call: Call) -> Json:
    """List one page of the provider's declarations."""
    found = declarations.declarations(
        call.context, parsing.declaration_query(call.query), parsing.page(call.query)
    )
    return {"data": [serializers.declaration(each) for each in found]}


def get_declaration(call: Call) -> Json:
    """Show one of the provider's declarations."""
    found = declarations.declaration(call.context, parsing.path_id(call.path["id"]))
    call.nows = declarations.unchanged_range(call.context, found)
    return {"data": serializers.declaration(found)}


def void_declaration(call: Call) -> Json:
    """Void a declaration, or ask for its payment back."""
    voided = declarations.void(call.context, parsing.path_id(call.path["id"]))
    return {"data": serializers.declaration(voided)}


def get_participants_csv(call: Call) -> Iterator[Row]:
    """Yield every participant that the filters find (LIST-6)."""
    query = parsing.participant_query(call.query)
    for record in call.context.store.all_records(call.context.provider, query):
        yield serializers.participant(record, call.context.edition)


def get_declarations_csv(call: Call) -> Iterator[Row]:
    """Yield every declaration that the filters find (LIST-6)."""
    for found in declarations.declarations(call.context, parsing.declaration_query(call.query)):
        yield serializers.declaration(found)


def _said_of_participant(call: Call) -> Mapping[str, Json]:
    """Return what an action says, about the participant that its path names (ACT-1)."""
    return {**parsing.attributes(call.body), "participant_id": call.path["id"]}


OPERATIONS: Mapping[str, Handler] = {
    "getParticipants": get_participants,
    "getParticipantsAlias": get_participants,
    "getParticipant": get_participant,
    "deferParticipant": defer_participant,
    "deferParticipantAlias": defer_participant,
    "resumeParticipant": resume_participant,
    "resumeParticipantAlias": resume_participant,
    "withdrawParticipant": withdraw_participant,
    "withdrawParticipantAlias": withdraw_participant,
    "changeParticipantSchedule": change_participant_schedule,
    "changeParticipantScheduleAlias": change_participant_schedule,
    "createDeclaration": create_declaration,
    "getDeclarations": get_declarations,
    "getDeclaration": get_declaration,
    "voidDeclaration": void_declaration,
}

CSV_OPERATIONS: Mapping[str, CsvHandler] = {
    "getParticipantsCsv": get_participants_csv,
    "getParticipantsAliasCsv": get_participants_csv,
    "getDeclarationsCsv": get_declarations_csv,
}
