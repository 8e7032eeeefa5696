"""What is accepted, but not what the department expects."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """Something that the department would query, about one of the three ids."""

    provider: str
    rule: str
    what: str
    why: str
    participant_id: str | None = None
    school_id: str | None = None
    partnership_id: str | None = None
