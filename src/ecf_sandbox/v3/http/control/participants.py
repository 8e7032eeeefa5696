"""Handlers of what schools, appropriate bodies and the department do about people (V3-REG)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlHandler, ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import IneligibilityReason, Outcome, Role, WorkingPattern
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.http.control.context import path_id, reading_context, writing_context
from ecf_sandbox.v3.http.control.people import shown
from ecf_sandbox.v3.service import (
    department_people,
    inductions,
    leaving,
    mentoring,
    merging,
    programmes,
    registration,
)
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.mentoring import Assignment
from ecf_sandbox.v3.service.person_changes import known_person
from ecf_sandbox.v3.service.registration import Attendance


def add_participant(request: ControlRequest) -> Reply:
    """Register somebody at a school; a known number takes that person up (V3-REG-1, V3-REG-2)."""
    said = request.body
    with writing_context(request) as at:
        request.server.check_people(at.store.people_count() + 1)
        name, number = said.get("full_name"), said.get("teacher_reference_number")
        history, is_new = registration.register(at, _attendance(said), name, number)
        return ok(shown(at, history), status=201 if is_new else 200)


def get_sandbox_participant(request: ControlRequest) -> Reply:
    """Show everything about a person."""
    with reading_context(request) as at:
        return ok(shown(at, known_person(at, path_id(request))))


def _join(at: WorldContext, person_id: str, said: Json) -> History:
    return registration.join(at, person_id, _attendance(said))


def _leave(at: WorldContext, person_id: str, said: Json) -> History:
    school_id = _lower(said.get("school_id"))
    return leaving.leave(at, person_id, _role(said), _day(said["on"]), school_id)


def _change_lead_provider(at: WorldContext, person_id: str, said: Json) -> History:
    return programmes.change_lead_provider(at, person_id, _role(said), said["provider"])


def _change_programme(at: WorldContext, person_id: str, said: Json) -> History:
    if said["programme"] == "school_led":
        return programmes.make_school_led(at, person_id)
    return programmes.make_provider_led(at, person_id, said.get("provider"))


def _assign_mentor(at: WorldContext, person_id: str, said: Json) -> History:
    if said["mentor_id"] is None:
        return mentoring.end(at, person_id)
    asked = Assignment(
        mentor_id=said["mentor_id"].lower(),
        started_on=_maybe_day(said.get("started_on")),
        finished_on=_maybe_day(said.get("finished_on")),
    )
    return mentoring.assign(at, person_id, asked)


def _open_induction(at: WorldContext, person_id: str, said: Json) -> History:
    body = said.get("appropriate_body", inductions.APPROPRIATE_BODY)
    return inductions.open_induction(at, person_id, _day(said["started_on"]), body)


def _update_induction(at: WorldContext, person_id: str, said: Json) -> History:
    facts: dict[str, Any] = {
        name: _maybe_day(said[name]) for name in ("started_on", "finished_on") if name in said
    }
    if "outcome" in said:
        facts["outcome"] = Outcome(said["outcome"]) if said["outcome"] else None
    return inductions.change_induction(at, person_id, facts)


def _update(at: WorldContext, person_id: str, said: Json) -> History:
    history = known_person(at, person_id)
    if facts := _facts(said):
        history = department_people.correct(at, person_id, facts)
    if "working_pattern" in said:
        pattern = {"working_pattern": WorkingPattern(said["working_pattern"])}
        history = department_people.correct_at_school(at, person_id, Role.ECT, pattern)
    if "email" in said:
        email = {"email": said["email"]}
        history = department_people.correct_at_school(at, person_id, _role(said), email)
    return history


def _set_eligibility(at: WorldContext, person_id: str, said: Json) -> History:
    history, role = known_person(at, person_id), _role(said)
    if "ineligible_on" in said:
        reason = IneligibilityReason(said["reason"]) if "reason" in said else None
        day = _maybe_day(said["ineligible_on"])
        history = department_people.set_ineligibility(at, person_id, role, day, reason)
    if "eligible" in said:
        history = department_people.make_eligible(at, person_id, role)
    return history


def _merge(at: WorldContext, person_id: str, said: Json) -> History:
    return merging.merge(at, person_id, said["into"].lower())


def _acting(act: Callable[[WorldContext, str, Json], History], status: int = 200) -> ControlHandler:
    """Return the handler of an act on the person that the path names."""

    def handle(request: ControlRequest) -> Reply:
        with writing_context(request) as at:
            return ok(shown(at, act(at, path_id(request), request.body)), status=status)

    return handle


def _attendance(said: Json) -> Attendance:
    schedule, pattern = said.get("schedule_identifier"), said.get("working_pattern")
    return Attendance(
        role=_role(said),
        school_id=said["school_id"].lower(),
        started_on=_maybe_day(said.get("started_on")),
        provider=said.get("provider"),
        email=said.get("email"),
        working_pattern=WorkingPattern(pattern) if pattern else None,
        cohort=int(said["cohort"]) if "cohort" in said else None,
        schedule_identifier=ScheduleIdentifier(schedule) if schedule else None,
        training_started_on=_maybe_day(said.get("training_started_on")),
        mentor_id=_lower(said.get("mentor_id")),
        carry_over=said.get("carry_over", False),
        only_here=said.get("only_here", False),
    )


def _facts(said: Json) -> dict[str, Any]:
    """Return what a body says of the person, by the names that Person has."""
    facts: dict[str, Any] = {}
    if "full_name" in said:
        facts["full_name"] = said["full_name"]
    if "teacher_reference_number" in said:
        facts["trn"] = said["teacher_reference_number"]
    for name in ("record_started_on", "record_completed_on"):
        if name in said:
            facts[name] = _maybe_day(said[name])
    return facts


def _role(said: Json) -> Role:
    return Role(said["participant_type"])


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lower(given: str | None) -> str | None:
    return given and given.lower()


HANDLERS: Mapping[str, ControlHandler] = {
    "addParticipant": add_participant,
    "getSandboxParticipant": get_sandbox_participant,
    "updateSandboxParticipant": _acting(_update),
    "joinSchool": _acting(_join),
    "leaveSchool": _acting(_leave),
    "changeLeadProvider": _acting(_change_lead_provider),
    "changeProgramme": _acting(_change_programme),
    "assignMentor": _acting(_assign_mentor),
    "openInduction": _acting(_open_induction, status=201),
    "updateInduction": _acting(_update_induction),
    "setEligibility": _acting(_set_eligibility),
    "mergeParticipant": _acting(_merge),
}
