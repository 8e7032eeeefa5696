"""Handlers of schools (V3-REG-10, V3-REG-13)."""

from collections.abc import Mapping
from typing import Any

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import listed, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.http.control.context import path_id, reading_context, writing_context
from ecf_sandbox.v3.service import schools
from ecf_sandbox.v3.service.schools import SchoolInCohort, SchoolRecord, UpliftChanges


def list_schools(request: ControlRequest) -> Reply:
    """List every school with what is recorded of it."""
    with reading_context(request) as at:
        return listed({"schools": []}, map(_shown, schools.schools(at)))


def add_school(request: ControlRequest) -> Reply:
    """Add a school; what is left out is made up, not there, or usual."""
    with writing_context(request) as at:
        made = schools.add(at, _facts(request.body), _uplifts(request.body))
        return ok(_shown(made), status=201)


def update_school(request: ControlRequest) -> Reply:
    """Change the facts that are sent, and leave the others."""
    with writing_context(request) as at:
        said = request.body
        return ok(_shown(schools.update(at, path_id(request), _facts(said), _uplifts(said))))


def _facts(said: Json) -> Mapping[str, Any]:
    return {name: value for name, value in said.items() if name != "uplifts"}


def _uplifts(said: Json) -> UpliftChanges:
    return {int(year): changes for year, changes in said.get("uplifts", {}).items()}


def _shown(record: SchoolRecord) -> Json:
    school = record.school
    return {
        "id": school.id,
        "name": school.name,
        "urn": school.urn,
        "tutor_name": school.tutor_name,
        "tutor_email": school.tutor_email,
        "contact_email": school.contact_email,
        "second_contact_email": school.second_contact_email,
        "register_eligible": school.register_eligible,
        "marked_eligible": school.marked_eligible,
        "eligible": school.is_eligible,
        "uplifts": {
            str(year): {"pupil_premium": each.pupil_premium, "sparsity": each.sparsity}
            for year, each in sorted(school.uplifts.items())
        },
        "cohorts": [_in_cohort(year, each) for year, each in sorted(record.cohorts.items())],
        "created_at": wire(school.recorded_at),
        "updated_at": wire(record.updated_at),
    }


def _in_cohort(year: int, each: SchoolInCohort) -> Json:
    return {
        "cohort": str(year),
        "induction_programme_choice": each.choice,
        "partnerships": each.partnered,
        "expressions_of_interest": each.interested,
    }


HANDLERS = {
    "listSchools": list_schools,
    "addSchool": add_school,
    "updateSchool": update_school,
}
