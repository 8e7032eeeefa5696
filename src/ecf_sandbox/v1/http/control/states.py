"""Handlers of provider states, in Pact's convention."""

from collections.abc import Mapping

from ecf_sandbox.engine.http.control.provider_states import asked_state, list_of, too_early
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v1.http.control.context import check_room, writing_context
from ecf_sandbox.v1.seeding.provider_states import ProviderState, provider_states
from ecf_sandbox.v1.seeding.state_setup import BuiltState, TooEarly, set_up
from ecf_sandbox.v1.service.world_context import WorldContext

_OTHERS = ("other_participant_id", "third_participant_id")


def list_states(request: ControlRequest) -> Reply:  # noqa: ARG001  # a handler like the others
    """List every state with its parameters, at their defaults."""
    return list_of(provider_states())


def set_up_state(request: ControlRequest) -> Reply:
    """Build a state for somebody new."""
    wanted = asked_state(request, provider_states())
    if wanted is None:
        return ok({})
    situation, asked = wanted
    with writing_context(request) as at:
        check_room(request, at.store, people=len(situation.parts))
        return ok(_told(_built(at, situation, asked)))


def _built(at: WorldContext, situation: ProviderState, asked: Mapping[str, str]) -> BuiltState:
    try:
        return set_up(at.store, at.edition, situation, asked, now=at.now)
    except TooEarly as early:
        raise too_early(early.holds_from, at.now) from None


def _told(built: BuiltState) -> Json:
    """Return a state flat, as a verifier needs it; what there is none of is left out."""
    record, made = built.record, built.declaration
    person = record.person
    told = {
        "participant_id": person.id,
        "provider": record.provider,
        "participant_type": person.participant_type,
        "course_identifier": person.participant_type.course,
        "schedule_identifier": record.schedule_identifier,
        "cohort": str(person.cohort),
        "school_urn": record.school_urn,
        "mentor_id": record.mentor_id,
        **dict(zip(_OTHERS, built.others, strict=False)),
        "other_provider": built.other_provider,
        "declaration_id": made and made.id,
        "declaration_type": made and made.declaration_type,
    }
    return {name: value for name, value in told.items() if value is not None}


HANDLERS = {"listStates": list_states, "setUpState": set_up_state}
