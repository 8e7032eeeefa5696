"""Schools and partnerships of API v3 that a test asked for."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school in a provider state; what the state has none of is None.

    `delivery_partner_id` is one that the provider may make a partnership with.
    """

    id: str
    urn: str
    provider: str
    cohort: str | None = None
    partnership_id: str | None = None
    delivery_partner_id: str | None = None
    participant_id: str | None = None
    other_participant_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A partnership in a provider state, and who trains under it, if anybody."""

    id: str
    provider: str
    cohort: str
    school_id: str
    school_urn: str
    delivery_partner_id: str
    participant_id: str | None = None
    other_participant_id: str | None = None


def school(told: Any) -> School:  # noqa: ANN401  # JSON
    """Return a school that the control API built."""
    return School(id=told["school_id"], urn=told["school_urn"], **_others(School, told))


def partnership(told: Any) -> Partnership:  # noqa: ANN401  # JSON
    """Return a partnership that the control API built."""
    return Partnership(id=told["partnership_id"], **_others(Partnership, told))


def _others(kind: type[School | Partnership], told: Any) -> dict[str, str]:  # noqa: ANN401  # JSON
    """Return what is told and has a field of that name."""
    return {each.name: told[each.name] for each in fields(kind) if each.name in told}
