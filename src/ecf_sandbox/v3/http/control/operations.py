"""The control operations that register worlds have beyond the engine's, by operationId."""

from collections.abc import Mapping

from ecf_sandbox.engine.http.control.requests import ControlHandler
from ecf_sandbox.v3.http.control import (
    cohorts,
    declarations,
    delivery_partners,
    history,
    participants,
    partnerships,
    people_search,
    personas,
    schedules,
    schools,
    statements,
    states,
)

CONTROL_OPERATIONS: Mapping[str, ControlHandler] = {
    **participants.HANDLERS,
    **personas.HANDLERS,
    **people_search.HANDLERS,
    **declarations.HANDLERS,
    **history.HANDLERS,
    **schools.HANDLERS,
    **delivery_partners.HANDLERS,
    **partnerships.HANDLERS,
    **cohorts.HANDLERS,
    **schedules.HANDLERS,
    **statements.HANDLERS,
    **states.HANDLERS,
}
