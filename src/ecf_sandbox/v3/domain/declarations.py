"""Declarations: what a provider claims, and the facts that became of it."""

from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.organisations import NO_UPLIFTS, Uplifts
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import DeclarationType
from ecf_sandbox.v3.domain.statements import Statement


class Evidence(StrEnum):
    """What shows that somebody trained (V3-DECL-9)."""

    TRAINING_EVENT_ATTENDED = "training-event-attended"
    SELF_STUDY_MATERIAL_COMPLETED = "self-study-material-completed"
    MATERIALS_ENGAGED_WITH_OFFLINE = "materials-engaged-with-offline"
    ENGAGEMENT_MET = "75-percent-engagement-met"
    ENGAGEMENT_MET_REDUCED_INDUCTION = "75-percent-engagement-met-reduced-induction"
    ONE_TERM_INDUCTION = "one-term-induction"
    OTHER = "other"


class State(StrEnum):
    """Where a declaration stands; derived from facts and now, never stored (V3-PAY-1)."""

    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    PAYABLE = "payable"
    PAID = "paid"
    VOIDED = "voided"
    AWAITING_CLAWBACK = "awaiting-clawback"
    CLAWED_BACK = "clawed-back"


@dataclass(frozen=True, slots=True)
class Settled:
    """Since when a declaration is eligible, and the statement that settles it."""

    eligible_at: Instant
    statement: Statement


@dataclass(frozen=True, slots=True)
class Clawback:
    """A paid declaration taken back, and the statement that claws it back (V3-VOID-3)."""

    at: Instant
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration on record.

    `provider`, `cohort` and `role` are its training period's. `declared_at` is the date as
    London reads it. `settled` is recorded only if the person was eligible when it was made;
    else eligibility and statement follow from the person (V3-PAY-2).
    """

    id: str
    person_id: str
    training_period_id: int
    provider: str
    cohort: int
    role: Role
    declaration_type: DeclarationType
    declared_at: Instant
    evidence_held: Evidence | None
    delivery_partner_id: str
    recorded_at: Instant
    mentor_id: str | None = None
    uplifts: Uplifts = NO_UPLIFTS
    settled: Settled | None = None
    voided_at: Instant | None = None
    clawback: Clawback | None = None

    @property
    def stands(self) -> bool:
        """Whether it occupies its place: neither voided nor clawed back (V3-DECL-10)."""
        return self.voided_at is None and self.clawback is None
