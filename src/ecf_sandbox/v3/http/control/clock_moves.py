"""Where v3's clocks can be sent, and what a move passes."""

from typing import cast

from ecf_sandbox.engine.domain.instants import Instant, in_range, wire
from ecf_sandbox.engine.http.control.declining import declining
from ecf_sandbox.engine.http.control.replies import conflict
from ecf_sandbox.engine.http.control.requests import ClockMoves
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.rules.clock_moves import Landmark, Passed
from ecf_sandbox.v3.service import clock_moves
from ecf_sandbox.v3.service.clock_moves import Destination
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.passed_people import people_of
from ecf_sandbox.v3.store.passed_people import Person
from ecf_sandbox.v3.store.records import Records


def destination(session: Session, _: str, said: Json, start: Instant) -> Instant:
    """Return what a move asks for; raises ControlError where nothing is left after its start."""
    asked = Destination(
        to=Landmark(said["to"]),
        cohort=int(said["cohort"]) if "cohort" in said else None,
        schedule=ScheduleIdentifier(said["schedule"]) if "schedule" in said else None,
        participant_id=said["participant_id"].lower() if "participant_id" in said else None,
    )
    with declining():
        found = clock_moves.next_moment(_context(session, start), asked)
    if found is None or not in_range(found):
        raise conflict(f"There is no {asked.to} after {wire(start)}{_of_whom(said)}.")
    return found


def passed(session: Session, _: str, start: Instant, end: Instant) -> list[Json]:
    """Return what lies between two moments, in order of time."""
    context = _context(session, end)
    return [_shown(context.store, each) for each in clock_moves.passed(context, start, end)]


def _context(session: Session, now: Instant) -> WorldContext:
    return WorldContext(cast("Records", session), now)


def _of_whom(said: Json) -> str:
    named = [str(said[name]) for name in ("schedule", "cohort", "participant_id") if name in said]
    return f" for {' of '.join(named)}" if named else " in this world"


def _shown(records: Records, each: Passed) -> Json:
    people = people_of(records, each)
    shown = {
        "at": wire(each.at),
        "what": each.what,
        "schedule": each.schedule,
        "cohort": None if each.cohort is None else str(each.cohort),
        "declaration_type": each.declaration_type,
        "declarations": each.declarations,
        "clawbacks": each.clawbacks,
        "participants": each.participants,
        "people": None if people is None else list(map(_person, people)),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _person(person: Person) -> Json:
    id_, full_name = person
    return {"id": id_, "full_name": full_name}


CLOCK_MOVES = ClockMoves(destination=destination, passed=passed)
