"""Records as the API writes them, attributes in the document's order."""

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v1.domain.declarations import DeclarationView, State
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import TrainingRecord

_PAYABLE_STATES = (State.ELIGIBLE, State.PAYABLE)


def participant(record: TrainingRecord, edition: Edition) -> Json:
    """Return one provider's record of a participant (PART-1, REG-2)."""
    person = record.person
    hidden = edition.hides_unvalidated_email and not person.email_validated
    number, validated = person.teacher_reference_number, person.teacher_reference_number_validated
    if validated is None and edition.takes_unchecked_number_for_invalid:
        validated = False
    return {
        "id": person.id,
        "type": "participant",
        "attributes": {
            "email": None if hidden else person.email,
            "full_name": person.full_name,
            "mentor_id": record.mentor_id,
            "school_urn": record.school_urn,
            "participant_type": person.participant_type,
            "cohort": str(person.cohort),
            "status": record.status,
            "teacher_reference_number": number,
            "teacher_reference_number_validated": number and validated,
            "eligible_for_funding": person.eligible_for_funding,
            "pupil_premium_uplift": person.pupil_premium_uplift,
            "sparsity_uplift": person.sparsity_uplift,
            "training_status": record.training_status,
            "schedule_identifier": record.schedule_identifier,
            "updated_at": wire(record.recorded),
        },
    }


def declaration(sighting: DeclarationView) -> Json:
    """Return a declaration as it looks at one moment (DECL)."""
    made, state = sighting.declaration, sighting.state
    return {
        "id": made.id,
        "type": "participant-declaration",
        "attributes": {
            "participant_id": made.participant_id,
            "declaration_type": made.declaration_type,
            "course_identifier": made.course_identifier,
            "eligible_for_payment": state in _PAYABLE_STATES,
            "declaration_date": wire(made.declaration_date),
            "updated_at": wire(sighting.updated_at),
            "voided": state is State.VOIDED,
            "state": state,
            "has_passed": None,
        },
    }
