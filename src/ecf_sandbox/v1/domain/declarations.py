"""Declarations: what a provider claims, and the facts that became of it."""

from enum import Enum, StrEnum
from typing import TypeVar

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.nouns import noun
from ecf_sandbox.v1.domain.participants import Course
from ecf_sandbox.v1.domain.schedules import DeclarationType

Value = TypeVar("Value")


class Unusable(Enum):
    """What stands where a request has no usable value."""

    MISSING = "missing"
    UNREADABLE = "unreadable"


def given(value: Value | Unusable) -> Value:
    """Return a value that the rules have made sure of."""
    assert not isinstance(value, Unusable), "no rule lets that pass"
    return value


class Evidence(StrEnum):
    """What shows that a participant was retained or completed (DECL-8)."""

    TRAINING_EVENT_ATTENDED = "training-event-attended"
    SELF_STUDY_MATERIAL_COMPLETED = "self-study-material-completed"
    OTHER = "other"


class State(StrEnum):
    """Where a declaration stands; derived from facts and now, never stored."""

    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    PAYABLE = "payable"
    PAID = "paid"
    VOIDED = "voided"
    INELIGIBLE = "ineligible"
    AWAITING_CLAWBACK = "awaiting-clawback"
    CLAWED_BACK = "clawed-back"


@noun(frozen=True, slots=True)
class Claim:
    """All that a provider sends to declare; `evidence_held` is None for `started`.

    `day` is the midnight of a date that has no time, which makes it unreadable (DECL-7).
    """

    participant_id: str | Unusable
    declaration_type: DeclarationType | Unusable
    declaration_date: Instant | Unusable
    course_identifier: Course | Unusable
    evidence_held: Evidence | Unusable | None
    day: Instant | None = None


@noun(frozen=True, slots=True)
class Settlement:
    """The facts that decide a declaration's state, and the instants they settle.

    `eligible_at`, `ineligible_at` and `voided_at` are recorded. `payable_at`, `paid_at` and
    `clawed_back_at` follow from those and the cohort's calendar, and hold only what will
    come: none once voided before payment, none once ineligible.
    """

    eligible_at: Instant | None = None
    ineligible_at: Instant | None = None
    voided_at: Instant | None = None
    payable_at: Instant | None = None
    paid_at: Instant | None = None
    clawed_back_at: Instant | None = None


@noun(frozen=True, slots=True)
class Declaration:
    """A declaration on record.

    `schedule_identifier` is the one held when declared (PAY-8), `first_state` what the
    first answer said (DECL-10). `created` and `recorded` are stamps (TIME-3): of the
    declaration, and of the latest change recorded to it (PAY-5).
    """

    id: str
    provider: str
    participant_id: str
    cohort: int
    declaration_type: DeclarationType
    declaration_date: Instant
    course_identifier: Course
    evidence_held: Evidence | None
    schedule_identifier: str
    made_at: Instant
    first_state: State
    settlement: Settlement
    created: Instant
    recorded: Instant


@noun(frozen=True, slots=True)
class DeclarationView:
    """A declaration as it looks at one moment."""

    declaration: Declaration
    state: State
    updated_at: Instant
