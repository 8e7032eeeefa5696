"""Handlers of participants: what schools and the department do (REG, PART-3)."""

from collections.abc import Mapping
from typing import Any

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.history import told
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v1.domain.participants import (
    ParticipantType,
    Person,
    Status,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.v1.http.control.context import (
    check_room,
    path_id,
    reading_context,
    writing_context,
)
from ecf_sandbox.v1.seeding.new_people import new_person
from ecf_sandbox.v1.seeding.recipes import SEPTEMBER
from ecf_sandbox.v1.service import registration
from ecf_sandbox.v1.service.history import history
from ecf_sandbox.v1.service.registration import Update
from ecf_sandbox.v1.store import enrolment
from ecf_sandbox.v1.store.additions import Placement
from ecf_sandbox.v1.store.records import Records


def add_participant(request: ControlRequest) -> Reply:
    """Add a participant; what is left out is made up, not known yet, or usual (REG-1)."""
    said = request.body
    with writing_context(request) as at:
        check_room(request, at.store, people=1)
        made_up = new_person(at.store, full_name=said.get("full_name"))
        person = Person(
            id=made_up.id,
            participant_type=ParticipantType(said["participant_type"]),
            cohort=int(said.get("cohort", 2021)),
            full_name=made_up.full_name,
            email=said.get("email", made_up.email),
            added_at=at.now,
            **{**_UNHEARD_OF, **_facts(said)},
        )
        placement = Placement(
            said.get("school_urn", made_up.school_urn),
            said.get("schedule_identifier", SEPTEMBER),
            _lower(said.get("mentor_id")),
        )
        record = registration.add(at, person, said["provider"], placement)
        return ok(shown(at.store, record), status=201)


def get_sandbox_participant(request: ControlRequest) -> Reply:
    """Show the current provider's record of a participant, hidden facts included."""
    with reading_context(request) as at:
        return ok(shown(at.store, registration.participant(at, path_id(request))))


def update_sandbox_participant(request: ControlRequest) -> Reply:
    """Change the facts that are sent, and leave the others (REG-2, REG-3)."""
    asked = Update(_facts(request.body), _enrolment(request.body))
    with writing_context(request) as at:
        return ok(shown(at.store, registration.update(at, path_id(request), asked)))


def transfer_participant(request: ControlRequest) -> Reply:
    """Move a participant to another provider, or to another school (PART-3)."""
    provider, school_urn = request.body["provider"], request.body["school_urn"]
    with writing_context(request) as at:
        moved = registration.transfer(at, path_id(request), provider, school_urn)
        return ok(shown(at.store, moved))


def get_history(request: ControlRequest) -> Reply:
    """Tell what happened to a participant, the oldest first (REG, ACT, DECL, VOID, PAY)."""
    with reading_context(request) as at:
        return told(history(at, path_id(request)))


def shown(store: Records, record: TrainingRecord) -> Json:
    """Return a record as the control API writes it: all that is known."""
    person = record.person
    return {
        "id": person.id,
        "email": person.email,
        "full_name": person.full_name,
        "mentor_id": record.mentor_id,
        "school_urn": record.school_urn,
        "participant_type": person.participant_type,
        "cohort": str(person.cohort),
        "status": record.status,
        "teacher_reference_number": person.teacher_reference_number,
        "teacher_reference_number_validated": person.teacher_reference_number_validated,
        "eligible_for_funding": person.eligible,
        "pupil_premium_uplift": person.pupil_premium_uplift,
        "sparsity_uplift": person.sparsity_uplift,
        "training_status": record.training_status,
        "schedule_identifier": record.schedule_identifier,
        "updated_at": wire(record.recorded),
        "provider": record.provider,
        "email_validated": person.email_validated,
        "qts": person.qts,
        "added_at": wire(person.added_at),
        **_leave(store, record),
    }


# What nobody has found out yet of somebody just added; by the names that Person has.
_UNHEARD_OF: Mapping[str, Any] = {
    "email_validated": False,
    "teacher_reference_number": None,
    "teacher_reference_number_validated": None,
    "qts": None,
    "eligible": None,
    "pupil_premium_uplift": False,
    "sparsity_uplift": False,
}
_OURS = {"eligible_for_funding": "eligible"}


def _facts(said: Json) -> Mapping[str, Any]:
    """Return what a body says of the person, by the names that Person has."""
    ours = {_OURS.get(name, name): value for name, value in said.items()}
    return {name: value for name, value in ours.items() if name in _UNHEARD_OF}


def _enrolment(said: Json) -> Mapping[str, Any]:
    """Return what a body says of the current record."""
    mentor = {"mentor_id": _lower(said["mentor_id"])} if "mentor_id" in said else {}
    return {**mentor, **({"status": Status(said["status"])} if "status" in said else {})}


def _leave(store: Records, record: TrainingRecord) -> Json:
    """Return since when and why the provider has deferred or withdrawn."""
    last = enrolment.last_leave(store, record)
    if record.training_status is TrainingStatus.ACTIVE or last is None:
        return {"deferred_at": None, "withdrawn_at": None, "training_status_reason": None}
    reason, at = last
    withdrawn_at = record.withdrawn_at
    return {
        "deferred_at": wire(at) if withdrawn_at is None else None,
        "withdrawn_at": withdrawn_at and wire(withdrawn_at),
        "training_status_reason": reason,
    }


def _lower(given: str | None) -> str | None:
    return given and given.lower()


HANDLERS = {
    "addParticipant": add_participant,
    "getSandboxParticipant": get_sandbox_participant,
    "updateSandboxParticipant": update_sandbox_participant,
    "transferParticipant": transfer_participant,
    "getParticipantHistory": get_history,
}
