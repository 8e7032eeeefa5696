"""Provider states, in Pact's convention: how a call names one, and what it asks of it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Protocol, TypeVar

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.control.replies import ControlError, conflict, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply


class Named(Protocol):
    """What a state of an API has: a name, and what it takes, with the defaults."""

    @property
    def name(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str]: ...


State = TypeVar("State", bound=Named)


def list_of(states: Mapping[str, Named]) -> Reply:
    """Answer with every state and its parameters, at their defaults."""
    return ok({"states": [{"state": each.name, "params": each.params} for each in states.values()]})


def asked_state(
    request: ControlRequest, states: Mapping[str, State]
) -> tuple[State, Mapping[str, str]] | None:
    """Return the state that a call wants, and what it asks of it as text; None for none.

    To tear one down there is nothing to do, nor for an interaction that has none. Raises
    ControlError for a state that is unknown, and for what one does not take.
    """
    name = request.body["state"]
    if not name:
        return None
    state = _named(states, name)
    if request.body.get("action") == "teardown":
        return None
    return state, _params(state, request.body.get("params") or {})


def too_early(holds_from: Instant, now: Instant) -> ControlError:
    """Return the refusal of a state that cannot be yet."""
    message = f"This can be from {wire(holds_from)} on; now is {wire(now)}."
    return ControlError("too_early", message)


def _named(states: Mapping[str, State], name: str) -> State:
    found = states.get(name)
    if found is None:
        nearest = get_close_matches(name, states, cutoff=0.5)
        near = " or ".join(f'"{each}"' for each in nearest)
        hint = f"Did you mean {near}?" if near else "GET lists the states that there are."
        raise ControlError("not_found", f'There is no state "{name:.80}". {hint}')
    return found


def _params(state: Named, asked: Json) -> Mapping[str, str]:
    unknown = ", ".join(name for name in asked if name not in state.params)
    if unknown:
        known = ", ".join(state.params)
        raise conflict(f'"{state.name}" takes {known}, and not {unknown}.')
    return {name: str(value) for name, value in asked.items()}
