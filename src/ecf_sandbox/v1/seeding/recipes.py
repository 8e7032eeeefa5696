"""Recipes: the situations that a participant can be brought into, as data."""

from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant, parse_date_time
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.participants import ParticipantType
from ecf_sandbox.v1.domain.schedules import DeclarationType

SEPTEMBER = "ecf-standard-september"
FIRST_ADDED = parse_date_time("2021-06-01T09:00:00Z")


class Verb(StrEnum):
    """What can happen to a participant."""

    DECLARE = "declare"
    VOID = "void"
    DEFER = "defer"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CHANGE_SCHEDULE = "change-schedule"
    TRANSFER = "transfer"
    LEAVE_SCHOOL = "leave-school"


class Side(StrEnum):
    """The two providers of a recipe: whose participant it ends as, and the other."""

    OURS = "ours"
    OTHER = "other"


class Checkpoint(StrEnum):
    """What a step can wait for: the end of a milestone, or the payment of what was declared."""

    CLOSED = "closed"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens: `what` is the type, reason, schedule or side that the verb takes.

    It happens `at` that instant where the schedule allows, else as soon after as it does
    (`after` a milepost of its own schedule, not before the milestone opens, in order).
    `becomes` is the state that a declaration is meant to reach with time.
    """

    verb: Verb
    what: str = ""
    at: Instant
    after: tuple[DeclarationType, Checkpoint] | None = None
    becomes: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The facts that the registration journey finds out (REG-2); all good unless said."""

    email_validated: bool = True
    teacher_reference_number_validated: bool | None = True
    qts: bool | None = True
    eligible_for_funding: bool | None = True
    pupil_premium_uplift: bool = False
    sparsity_uplift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A situation, whoever is in it; `dataclasses.replace` varies type, schedule and cohort."""

    participant_type: ParticipantType = ParticipantType.ECT
    schedule_identifier: str = SEPTEMBER
    cohort: int = 2021
    registration: Registration = Registration()
    added_at: Instant = FIRST_ADDED
    added_by: Side = Side.OURS
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Who is brought into a situation; the TRN counts once registration knows of one."""

    id: str
    full_name: str
    email: str
    teacher_reference_number: str
    school_urn: str
    mentor_id: str | None = None
