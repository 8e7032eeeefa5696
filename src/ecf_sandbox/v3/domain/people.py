"""People: who they are, and what is true of them whoever trains them."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.since import Since


class Course(StrEnum):
    """The course that each role is declared on."""

    INDUCTION = "ecf-induction"
    MENTOR = "ecf-mentor"


class Role(StrEnum):
    """Early career teacher, or mentor of one; a person may be both."""

    ECT = "ect"
    MENTOR = "mentor"

    @property
    def course(self) -> Course:
        return Course.INDUCTION if self is Role.ECT else Course.MENTOR


# An enumeration that is gone through makes a generator each time.
ROLES: Final = tuple(Role)


class WorkingPattern(StrEnum):
    """How much an ECT works (V3-PART-15)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"


class IneligibilityReason(StrEnum):
    """Why a mentor's training is funded no more (V3-PART-14)."""

    COMPLETED_DECLARATION_RECEIVED = "completed_declaration_received"
    COMPLETED_DURING_EARLY_ROLL_OUT = "completed_during_early_roll_out"
    STARTED_NOT_COMPLETED = "started_not_completed"


class Outcome(StrEnum):
    """How an induction ends."""

    PASS = "pass"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Induction(Period):
    """An induction period, which an appropriate body records."""

    id: int
    person_id: str
    appropriate_body: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class IdChange:
    """A person merged into another (V3-IDCHANGE-1)."""

    from_id: str
    to_id: str
    changed_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """What is recorded of a person in one role.

    `record_id` is the training record's, for ever. `ineligible_reason` is a mentor's.
    `frozen_year` is the year kept by whoever left a frozen cohort (V3-ACT-16).
    """

    record_id: str
    eligible: Since | None = None
    ineligible_on: date | None = None
    ineligible_reason: IneligibilityReason | None = None
    frozen_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person; `merged_into` is the survivor's id, once retired.

    `record_started_on` and `record_completed_on` are what the teaching record gives of the
    induction (V3-PART-12, V3-PART-13).
    """

    id: str
    full_name: str | None
    trn: str | None
    ect: RoleFacts
    mentor: RoleFacts
    recorded_at: Instant
    record_started_on: date | None = None
    record_completed_on: date | None = None
    merged_into: str | None = None

    def facts(self, role: Role) -> RoleFacts:
        """Return what is recorded of the person in a role."""
        return self.ect if role is Role.ECT else self.mentor

    def with_facts(self, role: Role, facts: RoleFacts) -> "Person":
        """Return the person with other facts of a role."""
        return replace(self, ect=facts) if role is Role.ECT else replace(self, mentor=facts)

    def is_eligible(self, role: Role, now: Instant) -> bool:
        """Return whether the person has become eligible in a role; then for ever (V3-REG-11)."""
        eligible = self.facts(role).eligible
        return eligible is not None and eligible.counts(now)
