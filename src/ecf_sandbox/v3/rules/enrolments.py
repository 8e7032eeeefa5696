"""What a provider sees of a person in a role: statuses, and what else follows from facts.

Where a function takes a training period, it is the latest one of the role with the provider.
"""

from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import NO_UPLIFTS, School, Uplifts
from ecf_sandbox.v3.domain.people import Induction, Person, Role, WorkingPattern
from ecf_sandbox.v3.domain.training import (
    Deferral,
    Mentorship,
    ParticipantStatus,
    TrainingPeriod,
    TrainingStatus,
    Withdrawal,
)


def training_status(training: TrainingPeriod) -> TrainingStatus:
    """Return the provider's view: the later of withdrawal and deferral, withdrawn at a tie.

    Rules: V3-STATUS-1.
    """
    withdrawal, deferral = training.withdrawal, training.deferral
    if withdrawal and not (deferral and deferral.at > withdrawal.at):
        return TrainingStatus.WITHDRAWN
    return TrainingStatus.DEFERRED if deferral else TrainingStatus.ACTIVE


def participant_status(
    training: TrainingPeriod, history: History, today: date
) -> ParticipantStatus:
    """Return where a training period's days stand on `today`.

    Rules: V3-STATUS-2, V3-STATUS-3, V3-STATUS-4.
    """
    ends = training.finished_on
    ending = ParticipantStatus.LEAVING if training.ends_after(today) else ParticipantStatus.LEFT
    if training_status(training) is not TrainingStatus.ACTIVE:
        return ending
    completed = completed_on(history, training.role)
    if completed and (ends is None or completed <= ends):
        return ParticipantStatus.ACTIVE
    if ends is not None:
        return ending
    return ParticipantStatus.JOINING if training.started_on > today else ParticipantStatus.ACTIVE


def shown_withdrawal(training: TrainingPeriod) -> Withdrawal | None:
    """Return the withdrawal while it is what counts (V3-PART-8)."""
    withdrawn = training_status(training) is TrainingStatus.WITHDRAWN
    return training.withdrawal if withdrawn else None


def shown_deferral(training: TrainingPeriod) -> Deferral | None:
    """Return the deferral while it is what counts (V3-PART-8)."""
    deferred = training_status(training) is TrainingStatus.DEFERRED
    return training.deferral if deferred else None


def completed_on(history: History, role: Role) -> date | None:
    """Return when an ECT's induction, or a mentor's funding, ended (V3-PART-13, V3-PART-14)."""
    if role is Role.ECT:
        return induction_end(history)
    return history.person.mentor.ineligible_on


def concluded_induction(history: History) -> Induction | None:
    """Return the ended induction period that has an outcome, pass or fail alike."""
    ended = (each for each in history.inductions if each.outcome and not each.is_open)
    return next(ended, None)


def induction_end(history: History) -> date | None:
    """Return when an induction was completed, else what the teaching record says.

    Rules: V3-PART-13.
    """
    concluded = concluded_induction(history)
    return concluded.finished_on if concluded else history.person.record_completed_on


def induction_start(history: History) -> date | None:
    """Return the first day of the earliest induction period, else the teaching record's.

    Rules: V3-PART-12.
    """
    starts = [each.started_on for each in history.inductions]
    return min(starts, default=history.person.record_started_on)


def latest_induction_end(history: History) -> date | None:
    """Return the end of the induction period that started last, None while it is open.

    Rules: V3-PART-12.
    """
    latest = max(history.inductions, key=lambda each: each.started_on, default=None)
    return latest.finished_on if latest else None


def eligible_for_funding(person: Person, role: Role, now: Instant) -> bool | None:
    """Return whether eligibility came no later than ineligibility, None if neither is known.

    Eligibility that still waits for its day is not known yet.

    Rules: V3-PART-9, V3-REG-11.
    """
    facts = person.facts(role)
    if facts.eligible is None or not facts.eligible.counts(now):
        return None if facts.ineligible_on is None else False
    if facts.ineligible_on is None:
        return True
    return london.day_of(facts.eligible.at) <= facts.ineligible_on


def current_mentorship(
    training: TrainingPeriod, history: History, today: date
) -> Mentorship | None:
    """Return an ECT's earliest mentorship in the school period that is not over.

    None for mentors, and where there is none.

    Rules: V3-PART-7.
    """
    if training.role is Role.MENTOR:
        return None
    mentorships = history.mentorships_in(history.school_period_of(training))
    return next((each for each in mentorships if not each.ended_before(today)), None)


def working_pattern(history: History, role: Role) -> WorkingPattern | None:
    """Return the working pattern of an ECT's latest school period, whoever trains there.

    Rules: V3-PART-15.
    """
    if role is Role.MENTOR:
        return None
    return history.at_school(role)[-1].working_pattern


def first_recorded(history: History, role: Role) -> Instant:
    """Return when the earliest school period of a role was recorded (V3-PART-11)."""
    return history.at_school(role)[0].recorded_at


def uplifts(school: School, cohort: ContractPeriod) -> Uplifts:
    """Return the uplifts of a school in a cohort, none where that cohort pays none.

    Rules: V3-PART-10, V3-DECL-16.
    """
    return school.uplifts.get(cohort.year, NO_UPLIFTS) if cohort.uplifts else NO_UPLIFTS


def full_name(person: Person) -> str:
    """Return the name, `Unknown` for somebody without one (V3-PART-3)."""
    return person.full_name or "Unknown"
