"""Handlers of a world's faults and rate limit (LIM-1)."""

import orjson

from ecf_sandbox.engine.http.control.replies import nothing, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store import fault_settings
from ecf_sandbox.engine.store.world import World


def get_faults(request: ControlRequest) -> Reply:
    """List the faults in force, each with how often it has struck."""
    return ok(_faults(request.world))


def set_faults(request: ControlRequest) -> Reply:
    """Replace all faults; none of the new ones has struck yet."""
    world = request.world
    fault_settings.set_faults(world, orjson.dumps(request.body).decode())
    return ok(_faults(world))


def clear_faults(request: ControlRequest) -> Reply:
    """Remove all faults."""
    fault_settings.set_faults(request.world, "[]")
    return nothing()


def get_limits(request: ControlRequest) -> Reply:
    """Show the rate limit."""
    return ok(_limits(request.world))


def set_limits(request: ControlRequest) -> Reply:
    """Set the rate limit, or remove it; the count starts anew."""
    world, limit = request.world, request.body["rate_limit"]
    fault_settings.set_rate_limit(world, None if limit is None else orjson.dumps(limit).decode())
    return ok(_limits(world))


def _faults(world: World) -> Json:
    faults, _ = fault_settings.read(world, patient=True)
    hits = fault_settings.hits(world)
    return {
        "faults": [
            {**fault, "hits": hits.get(position, 0)}
            for position, fault in enumerate(orjson.loads(faults))
        ]
    }


def _limits(world: World) -> Json:
    _, limit = fault_settings.read(world, patient=True)
    return {"rate_limit": None if limit is None else orjson.loads(limit)}


HANDLERS = {
    "getFaults": get_faults,
    "setFaults": set_faults,
    "clearFaults": clear_faults,
    "getLimits": get_limits,
    "setLimits": set_limits,
}
