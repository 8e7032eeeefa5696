"""Handlers of provider states, in Pact's convention."""

from collections.abc import Mapping
from difflib import get_close_matches

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import ControlError, conflict, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v1.http.control.participants import check_room, writing_context
from ecf_sandbox.v1.seeding.provider_states import ProviderState, provider_states
from ecf_sandbox.v1.seeding.state_setup import BuiltState, TooEarly, set_up
from ecf_sandbox.v1.service.world_context import WorldContext

_OTHERS = ("other_participant_id", "third_participant_id")


def list_states(request: ControlRequest) -> Reply:  # noqa: ARG001  # a handler like the others
    """List every state with its parameters, at their defaults."""
    listed = [{"state": each.name, "params": each.params} for each in provider_states().values()]
    return ok({"states": listed})


def set_up_state(request: ControlRequest) -> Reply:
    """Build a state for somebody new.

    To tear one down there is nothing to do, nor for an interaction that has none.
    """
    name = request.body["state"]
    if not name:
        return ok({})
    situation = _named(name)
    if request.body.get("action") == "teardown":
        return ok({})
    asked = _params(situation, request.body.get("params") or {})
    with writing_context(request) as at:
        check_room(request, at.store, people=len(situation.parts))
        return ok(_told(_built(at, situation, asked)))


def _named(name: str) -> ProviderState:
    found = provider_states().get(name)
    if found is None:
        nearest = get_close_matches(name, provider_states(), cutoff=0.5)
        near = " or ".join(f'"{each}"' for each in nearest)
        hint = f"Did you mean {near}?" if near else "GET lists the states that there are."
        raise ControlError("not_found", f'There is no state "{name:.80}". {hint}')
    return found


def _params(situation: ProviderState, asked: Json) -> Mapping[str, str]:
    """Return what is asked of a state as text; raises ControlError for what it does not take."""
    unknown = ", ".join(name for name in asked if name not in situation.params)
    if unknown:
        known = ", ".join(situation.params)
        raise conflict(f'"{situation.name}" takes {known}, and not {unknown}.')
    return {name: str(value) for name, value in asked.items()}


def _built(at: WorldContext, situation: ProviderState, asked: Mapping[str, str]) -> BuiltState:
    try:
        return set_up(at.store, at.edition, situation, asked, now=at.now)
    except TooEarly as early:
        raise ControlError(
            "too_early",
            f"This can be from {wire(early.holds_from)} on; now is {wire(at.now)}.",
        ) from None


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
