"""Where v1's clocks can be sent, and what a move passes."""

from typing import cast

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.control.replies import conflict
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.rules import clock_moves
from ecf_sandbox.v1.rules.clock_moves import Landmark, Passed
from ecf_sandbox.v1.store.paid_people import paid_people
from ecf_sandbox.v1.store.records import Records

_FIRST_COHORT = 2021


def destination(_: Session, edition: str, said: Json, start: Instant) -> Instant:
    """Return the next landmark of a schedule; raises ControlError where none is left."""
    schedules = editions.edition(edition).schedules
    cohort = int(said.get("cohort", _FIRST_COHORT))
    schedule = schedules.get(said["schedule"], cohort)
    if schedule is None:
        raise conflict(f"Cohort {cohort} has no {said['schedule']} in this edition.")
    calendar = schedules.calendar(cohort)
    found = clock_moves.landmark(Landmark(said["to"]), schedule, calendar, now=start)
    if found is None:
        raise conflict(f"{schedule.identifier} has no {said['to']} left after {wire(start)}.")
    return found


def passed(session: Session, edition: str, start: Instant, end: Instant) -> list[Json]:
    """Return milestones and payments between two moments, in order of time."""
    records = cast("Records", session)
    counts = records.paid_between(start, end)
    schedules = editions.edition(edition).schedules
    found = clock_moves.passed(schedules, start=start, end=end)
    return [_shown(records, each, counts) for each in found]


def _shown(records: Records, each: Passed, counts: dict[tuple[int, Instant], int]) -> Json:
    shown = {"at": wire(each.at), "what": each.what}
    if each.schedule is None or each.milestone is None:
        paid = counts.get((each.cohort, each.at), 0)
        people = paid_people(records, each.cohort, each.at) if paid else []
        return {
            **shown,
            "cohort": str(each.cohort),
            "declarations": paid,
            "people": [{"id": id_, "full_name": name} for id_, name in people],
        }
    return {
        **shown,
        "schedule": each.schedule.identifier,
        "cohort": str(each.cohort),
        "declaration_type": each.milestone.declaration_type,
    }
