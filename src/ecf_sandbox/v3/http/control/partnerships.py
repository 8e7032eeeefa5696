"""Handlers of partnerships as the department makes and changes them (V3-REG-15)."""

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import listed, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.http.control.context import (
    asked_cohort,
    asked_provider,
    path_id,
    reading_context,
    writing_context,
)
from ecf_sandbox.v3.service import department_partnerships
from ecf_sandbox.v3.service.department_partnerships import Addition
from ecf_sandbox.v3.service.partnerships import PartnershipView


def list_partnerships(request: ControlRequest) -> Reply:
    """List partnerships, of one provider and cohort or of all."""
    with reading_context(request) as at:
        found = department_partnerships.partnerships(
            at, asked_provider(request), asked_cohort(request)
        )
        return listed({"partnerships": []}, map(_shown, found))


def add_partnership(request: ControlRequest) -> Reply:
    """Make a partnership, and move training to it where that is asked."""
    said = request.body
    asked = Addition(
        provider=said["provider"],
        cohort=int(said["cohort"]),
        school_id=said["school_id"].lower(),
        delivery_partner_id=said["delivery_partner_id"].lower(),
        move_from=said["move_from"].lower() if "move_from" in said else None,
    )
    with writing_context(request) as at:
        return ok(_shown(department_partnerships.add(at, asked)), status=201)


def update_partnership(request: ControlRequest) -> Reply:
    """Go on with another delivery partner."""
    partner_id = request.body["delivery_partner_id"].lower()
    with writing_context(request) as at:
        return ok(_shown(department_partnerships.change(at, path_id(request), partner_id)))


def _shown(view: PartnershipView) -> Json:
    known = view.partnership
    return {
        "id": known.id,
        "provider": known.provider,
        "cohort": str(known.cohort),
        "school_id": known.school_id,
        "school_urn": view.school.urn,
        "delivery_partner_id": known.delivery_partner_id,
        "delivery_partner_name": view.delivery_partner.name,
        "participants_currently_training": view.currently_training,
        "created_at": wire(known.recorded_at),
        "updated_at": wire(view.updated_at),
    }


HANDLERS = {
    "listPartnerships": list_partnerships,
    "addPartnership": add_partnership,
    "updatePartnership": update_partnership,
}
