"""Participants that a test asked for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody in a provider state; what the state or the API has none of is None.

    `course_identifier` is the course to name in actions and declarations. Of an id that nobody
    has (API v3), what every participant has is empty.
    """

    id: str
    provider: str
    participant_type: str
    course_identifier: str
    schedule_identifier: str
    cohort: str
    school_urn: str
    mentor_id: str | None = None
    other_participant_id: str | None = None
    third_participant_id: str | None = None
    fourth_participant_id: str | None = None
    other_provider: str | None = None
    declaration_id: str | None = None
    declaration_type: str | None = None
    training_record_id: str | None = None
    school_id: str | None = None
    partnership_id: str | None = None
    delivery_partner_id: str | None = None
    statement_id: str | None = None


_OF_EVERYBODY = (
    "participant_type",
    "course_identifier",
    "schedule_identifier",
    "cohort",
    "school_urn",
)


def participant(told: Any) -> Participant:  # noqa: ANN401  # JSON
    """Return whom the control API built."""
    others = {name: value for name, value in told.items() if name != "participant_id"}
    return Participant(id=told["participant_id"], **{**dict.fromkeys(_OF_EVERYBODY, ""), **others})
