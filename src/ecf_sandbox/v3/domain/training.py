"""Where people are, who trains them, and who mentors whom."""

from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.people import Role, WorkingPattern
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier


class Programme(StrEnum):
    """Who leads the training: a lead provider, or the school (ECTs only)."""

    PROVIDER_LED = "provider_led"
    SCHOOL_LED = "school_led"


class TrainingStatus(StrEnum):
    """The provider's doing (V3-STATUS-1)."""

    ACTIVE = "active"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


class ParticipantStatus(StrEnum):
    """What follows from a training period's days and today (V3-STATUS-2)."""

    JOINING = "joining"
    ACTIVE = "active"
    LEAVING = "leaving"
    LEFT = "left"


class DeferralReason(StrEnum):
    """Why somebody takes a break (V3-ACT-3)."""

    BEREAVEMENT = "bereavement"
    LONG_TERM_SICKNESS = "long-term-sickness"
    PARENTAL_LEAVE = "parental-leave"
    CAREER_BREAK = "career-break"
    OTHER = "other"


class WithdrawalReason(StrEnum):
    """Why somebody leaves (V3-ACT-4)."""

    LEFT_TEACHING_PROFESSION = "left-teaching-profession"
    MOVED_SCHOOL = "moved-school"
    MENTOR_NO_LONGER_BEING_MENTOR = "mentor-no-longer-being-mentor"
    SWITCHED_TO_SCHOOL_LED = "switched-to-school-led"
    CHANGED_LEAD_PROVIDER = "changed-lead-provider"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPeriod(Period):
    """A person in a role at a school; only ECTs have a working pattern."""

    id: int
    person_id: str
    role: Role
    school_id: str
    recorded_at: Instant
    email: str | None = None
    working_pattern: WorkingPattern | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """A school's wish to be trained by a provider in a cohort, before any partnership."""

    provider: str
    cohort: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A provider says that somebody left; `at` is when that was recorded."""

    at: Instant
    reason: WithdrawalReason


@dataclass(frozen=True, slots=True)
class Deferral:
    """A provider says that somebody takes a break; `at` is when that was recorded."""

    at: Instant
    reason: DeferralReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPeriod(Period):
    """A person's training, which lies inside one school period.

    Provider-led under a partnership (confirmed), or on an interest alone; or school-led,
    with neither and no schedule. A partnership may keep the interest that came before it.
    """

    id: int
    school_period_id: int
    role: Role
    recorded_at: Instant
    programme: Programme = Programme.PROVIDER_LED
    partnership: Partnership | None = None
    interest: Interest | None = None
    schedule_identifier: ScheduleIdentifier | None = None
    withdrawal: Withdrawal | None = None
    deferral: Deferral | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.partnership is not None

    @property
    def provider(self) -> str | None:
        """The provider of its partnership: training is with nobody else."""
        return self.partnership.provider if self.partnership else None

    @property
    def cohort(self) -> int | None:
        """The partnership's cohort, else the interest's."""
        owner = self.partnership or self.interest
        return owner.cohort if owner else None

    def is_in(self, cohort: int) -> bool:
        """Return whether it is under a partnership of a cohort, or carries interest for it."""
        owners = (self.partnership, self.interest)
        return any(owner is not None and owner.cohort == cohort for owner in owners)


@dataclass(frozen=True, slots=True)
class Attendance:
    """A school period, and the training in it by its first day."""

    school_period: SchoolPeriod
    training: tuple[TrainingPeriod, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentorship(Period):
    """A mentor has an ECT, both at one school."""

    id: int
    ect_id: str
    ect_school_period_id: int
    mentor_id: str
    mentor_school_period_id: int
