"""Handlers of a world's clock (TIME-4)."""

from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.creation import clock_from
from ecf_sandbox.engine.domain.durations import parse_duration
from ecf_sandbox.engine.domain.instants import Instant, in_range, is_moment, wire
from ecf_sandbox.engine.http.control.replies import conflict, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world_file import read_clock, write_clock


def get_clock(request: ControlRequest) -> Reply:
    """Show what time it is in a world."""
    with request.world.reading(patient=True) as session:
        return ok(_shown(read_clock(session)))


def set_clock(request: ControlRequest) -> Reply:
    """Set a world's time, or stop it, or let it go on."""
    with request.world.writing(patient=True) as session:
        now = read_clock(session).at(real_now())
        asked = request.moment(request.body["now"]) if "now" in request.body else now
        clock = clock_from(asked, ticking=request.body.get("ticking", True))
        write_clock(session.db, clock)
    return ok(_shown(clock))


def release_clock(request: ControlRequest) -> Reply:
    """Put a world back on real time."""
    with request.world.writing(patient=True) as session:
        write_clock(session.db, Clock())
    return ok(_shown(Clock()))


def advance_clock(request: ControlRequest) -> Reply:
    """Move a world's time by a duration or to a landmark, and tell what the move passed.

    A frozen clock stays frozen, and a ticking one ticks on.
    """
    world = request.world
    with world.writing(patient=True) as session:
        clock = read_clock(session)
        start = clock.at(real_now())
        end = _destination(request, session, world.edition, start)
        write_clock(session.db, clock_from(end, ticking=clock.ticking))
        passed = request.clock_moves.passed(session, world.edition, start, end)
    return ok({"now": wire(end), "ticking": clock.ticking, "passed": passed})


def _destination(
    request: ControlRequest, session: Session, edition: str, start: Instant
) -> Instant:
    if "by" in request.body:
        return _moved(request, start, request.body["by"])
    if is_moment(request.body["to"]):
        return request.moment(request.body["to"])
    return request.clock_moves.destination(session, edition, request.body, start)


def _moved(request: ControlRequest, start: Instant, by: str) -> Instant:
    try:
        end = parse_duration(by).after(start, request.zone)
    except (ValueError, OverflowError):
        raise conflict(f"{by} leads out of the years 2000 to 2099.") from None
    if not in_range(end):
        raise conflict(f"{by} leads out of the years 2000 to 2099.")
    return end


def _shown(clock: Clock) -> Json:
    return {"now": wire(clock.at(real_now())), "ticking": clock.ticking}


HANDLERS = {
    "getClock": get_clock,
    "setClock": set_clock,
    "releaseClock": release_clock,
    "advanceClock": advance_clock,
}
