"""Participants as a provider knows them: who they are, and one record of their training."""

from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.nouns import noun


class Course(StrEnum):
    """The two ECF courses; each type of participant takes its own."""

    INDUCTION = "ecf-induction"
    MENTOR = "ecf-mentor"


class ParticipantType(StrEnum):
    """Early career teacher, or mentor of one."""

    ECT = "ect"
    MENTOR = "mentor"

    @property
    def course(self) -> Course:
        """The one course this type is declared on."""
        return Course.INDUCTION if self is ParticipantType.ECT else Course.MENTOR


class Status(StrEnum):
    """The school's view of a participant."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class TrainingStatus(StrEnum):
    """The provider's view of a participant."""

    ACTIVE = "active"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class DeferralReason(StrEnum):
    """Why a participant takes a break (ACT-2)."""

    BEREAVEMENT = "bereavement"
    LONG_TERM_SICKNESS = "long-term-sickness"
    PARENTAL_LEAVE = "parental-leave"
    CAREER_BREAK = "career-break"
    OTHER = "other"


class WithdrawalReason(StrEnum):
    """Why a participant leaves (ACT-4)."""

    LEFT_TEACHING_PROFESSION = "left-teaching-profession"
    MOVED_SCHOOL = "moved-school"
    MENTOR_NO_LONGER_BEING_MENTOR = "mentor-no-longer-being-mentor"
    SCHOOL_LEFT_FIP = "school-left-fip"
    STARTED_IN_ERROR = "started-in-error"
    OTHER = "other"


@noun(frozen=True, slots=True)
class Person:
    """What is true of a participant whoever trains them (PART-3).

    `eligible` is the department's word on funding, as recorded; what counts and what
    v1 shows also asks for QTS: see `eligible_for_funding`.
    """

    id: str
    participant_type: ParticipantType
    cohort: int
    full_name: str
    email: str
    email_validated: bool
    teacher_reference_number: str | None
    teacher_reference_number_validated: bool | None
    qts: bool | None
    eligible: bool | None
    pupil_premium_uplift: bool
    sparsity_uplift: bool
    added_at: Instant

    @property
    def eligible_for_funding(self) -> bool | None:
        """Whether funding is known to be due; nobody knows without QTS (REG-2)."""
        return None if self.qts is False else self.eligible


@noun(frozen=True, slots=True)
class TrainingRecord:
    """One provider's record of one person.

    `key` is the record's own, inside its world. `opened` is the stamp of its creation or
    of the transfer that reopened it; `recorded` that of its last change.
    """

    key: int
    person: Person
    provider: str
    school_urn: str
    schedule_identifier: str
    training_status: TrainingStatus
    status: Status
    mentor_id: str | None
    withdrawn_at: Instant | None
    opened: Instant
    recorded: Instant
