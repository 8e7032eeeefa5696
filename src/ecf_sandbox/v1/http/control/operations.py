"""The control operations that v1 worlds have beyond the engine's, by operationId."""

from collections.abc import Mapping

from ecf_sandbox.engine.http.control.requests import ClockMoves, ControlHandler
from ecf_sandbox.v1.http.control import (
    clock_moves,
    participants,
    personas,
    schedules,
    search,
    statements,
    states,
)

CONTROL_OPERATIONS: Mapping[str, ControlHandler] = {
    **participants.HANDLERS,
    **personas.HANDLERS,
    **search.HANDLERS,
    **schedules.HANDLERS,
    **states.HANDLERS,
    **statements.HANDLERS,
}

CLOCK_MOVES = ClockMoves(destination=clock_moves.destination, passed=clock_moves.passed)
