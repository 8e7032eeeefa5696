"""Handlers of a world's faults and rate limit (LIM-1)."""

import orjson

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import SECOND, Instant, wire
from ecf_sandbox.engine.http import faults
from ecf_sandbox.engine.http.control.replies import invalid, nothing, ok
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
    said = [_with_its_end(request, each) for each in request.body]
    try:
        text = orjson.dumps(said).decode()
    except orjson.JSONEncodeError:
        raise invalid("A number in a body has more than 64 bits: send it as text.") from None
    fault_settings.set_faults(world, text)
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
    text, _ = fault_settings.read(world, patient=True)
    hits, real = fault_settings.hits(world), real_now()
    known = zip(orjson.loads(text), faults.read(text), strict=True)
    return {
        "faults": [
            {**said, "hits": hits.get(position, 0)}
            for position, (said, fault) in enumerate(known)
            if fault.in_force(real)
        ]
    }


def _with_its_end(request: ControlRequest, said: Json) -> Json:
    """Return a fault with the moment of real time at which it ends, if it does by itself."""
    said = dict(said)
    if "for_seconds" in said:
        ends = real_now() + said.pop("for_seconds") * SECOND
        said["ends_at"] = wire(Instant(ends + SECOND - 1))  # what is written is cut to seconds
    elif "ends_at" in said:
        said["ends_at"] = wire(request.moment(said["ends_at"]))
    return said


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
