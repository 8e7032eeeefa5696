"""Handlers of a world's clock (TIME-4)."""

from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.creation import clock_from
from ecf_sandbox.engine.domain.durations import parse_duration
from ecf_sandbox.engine.domain.instants import Instant, in_range, wire
from ecf_sandbox.engine.http.control.context import ControlRequest
from ecf_sandbox.engine.http.control.replies import conflict, ok
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.world_file import read_clock, write_clock
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.rules import clock_moves
from ecf_sandbox.v1.rules.clock_moves import Landmark, Passed


def get_clock(call: ControlRequest) -> Reply:
    """Show what time it is in a world."""
    with call.world.reading(patient=True) as store:
        return ok(_shown(read_clock(store)))


def set_clock(call: ControlRequest) -> Reply:
    """Set a world's time, or stop it, or let it go on."""
    with call.world.writing(patient=True) as store:
        now = read_clock(store).at(real_now())
        asked = call.moment(call.body["now"]) if "now" in call.body else now
        clock = clock_from(asked, ticking=call.body.get("ticking", True))
        write_clock(store.db, clock)
    return ok(_shown(clock))


def release_clock(call: ControlRequest) -> Reply:
    """Put a world back on real time."""
    with call.world.writing(patient=True) as store:
        write_clock(store.db, Clock())
    return ok(_shown(Clock()))


def advance_clock(call: ControlRequest) -> Reply:
    """Move a world's time by a duration or to a landmark, and tell what the move passed.

    A frozen clock stays frozen, and a ticking one ticks on.
    """
    world = call.world
    with world.writing(patient=True) as store:
        clock = read_clock(store)
        start = clock.at(real_now())
        end = _destination(call, world.edition, start)
        write_clock(store.db, clock_from(end, ticking=clock.ticking))
        found = clock_moves.passed(world.edition.schedules, start=start, end=end)
        counts = store.paid_between(start, end)
    shown = {"now": wire(end), "ticking": clock.ticking}
    return ok({**shown, "passed": [_told(each, counts) for each in found]})


def _destination(call: ControlRequest, edition: Edition, start: Instant) -> Instant:
    if "by" in call.body:
        return _moved(start, call.body["by"])
    if "schedule" not in call.body:
        return call.moment(call.body["to"])
    cohort = int(call.body.get("cohort", 2021))
    schedule = edition.schedules.get(call.body["schedule"], cohort)
    if schedule is None:
        raise conflict(f"Cohort {cohort} has no {call.body['schedule']} in this edition.")
    calendar = edition.schedules.calendar(cohort)
    found = clock_moves.landmark(Landmark(call.body["to"]), schedule, calendar, now=start)
    if found is None:
        raise conflict(f"{schedule.identifier} has no {call.body['to']} left after {wire(start)}.")
    return found


def _moved(start: Instant, by: str) -> Instant:
    try:
        end = parse_duration(by).after(start)
    except (ValueError, OverflowError):
        raise conflict(f"{by} leads out of the years 2000 to 2099.") from None
    if not in_range(end):
        raise conflict(f"{by} leads out of the years 2000 to 2099.")
    return end


def _shown(clock: Clock) -> Json:
    return {"now": wire(clock.at(real_now())), "ticking": clock.ticking}


def _told(each: Passed, counts: dict[tuple[int, Instant], int]) -> Json:
    told = {"at": wire(each.at), "what": each.what}
    if each.schedule is None or each.milestone is None:
        paid = counts.get((each.cohort, each.at), 0)
        return {**told, "cohort": str(each.cohort), "declarations": paid}
    return {
        **told,
        "schedule": each.schedule.identifier,
        "cohort": str(each.cohort),
        "declaration_type": each.milestone.declaration_type,
    }


HANDLERS = {
    "getClock": get_clock,
    "setClock": set_clock,
    "releaseClock": release_clock,
    "advanceClock": advance_clock,
}
