"""Values of the domain as rows of a world's file, with ids as they are; `writing` stores them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecf_sandbox.v3.domain.contract_periods import ContractPeriod
from ecf_sandbox.v3.domain.declarations import Declaration, Evidence
from ecf_sandbox.v3.domain.organisations import School, Uplifts
from ecf_sandbox.v3.domain.people import Induction, Person, WorkingPattern
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleIdentifier
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import (
    Mentorship,
    Programme,
    SchoolPeriod,
    TrainingPeriod,
)
from ecf_sandbox.v3.store.codes import ROLES, codes

Columns = dict[str, Any]
Keys = Mapping[str, int]

_PROGRAMMES = codes(Programme)
_SCHEDULES = codes(ScheduleIdentifier)
_DECLARATION_TYPES = codes(DeclarationType)
_EVIDENCE = codes(Evidence)
_WORKING_PATTERNS = codes(WorkingPattern)


def person(value: Person) -> Columns:
    """Return the columns of a person."""
    return {
        "id": value.id,
        "full_name": value.full_name,
        "trn": value.trn,
        "ect_record_id": value.ect.record_id,
        "mentor_record_id": value.mentor.record_id,
        **_since("ect_eligible", value.ect.eligible),
        **_since("mentor_eligible", value.mentor.eligible),
        "ect_ineligible_on": _day(value.ect.ineligible_on),
        "mentor_ineligible_on": _day(value.mentor.ineligible_on),
        "mentor_ineligible_reason": value.mentor.ineligible_reason,
        "ect_frozen_year": value.ect.frozen_year,
        "mentor_frozen_year": value.mentor.frozen_year,
        "record_started_on": _day(value.record_started_on),
        "record_completed_on": _day(value.record_completed_on),
        "merged_into": value.merged_into,
        "recorded_at": value.recorded_at,
    }


def school_period(value: SchoolPeriod) -> Columns:
    """Return the columns of a school period."""
    return {
        "key": value.id,
        "person": value.person_id,
        "role": ROLES[value.role],
        "school": value.school_id,
        **_days(value),
        "email": value.email,
        "working_pattern": _code(_WORKING_PATTERNS, value.working_pattern),
        "recorded_at": value.recorded_at,
    }


def training_period(value: TrainingPeriod, person_id: str, keys: Keys) -> Columns:
    """Return the columns of a person's training period."""
    interest, withdrawal, deferral = value.interest, value.withdrawal, value.deferral
    return {
        "key": value.id,
        "person": person_id,
        "school_period": value.school_period_id,
        "role": ROLES[value.role],
        "programme": _PROGRAMMES[value.programme],
        "partnership": value.partnership.id if value.partnership else None,
        "interest_provider": keys[interest.provider] if interest else None,
        "interest_year": interest.cohort if interest else None,
        "schedule_identifier": _code(_SCHEDULES, value.schedule_identifier),
        **_days(value),
        "withdrawn_at": withdrawal.at if withdrawal else None,
        "withdrawal_reason": withdrawal.reason if withdrawal else None,
        "deferred_at": deferral.at if deferral else None,
        "deferral_reason": deferral.reason if deferral else None,
        "recorded_at": value.recorded_at,
    }


def mentorship(value: Mentorship) -> Columns:
    """Return the columns of a mentorship."""
    return {
        "key": value.id,
        "ect": value.ect_id,
        "ect_school_period": value.ect_school_period_id,
        "mentor": value.mentor_id,
        "mentor_school_period": value.mentor_school_period_id,
        **_days(value),
    }


def induction(value: Induction) -> Columns:
    """Return the columns of an induction period."""
    return {
        "key": value.id,
        "person": value.person_id,
        "appropriate_body": value.appropriate_body,
        **_days(value),
        "outcome": value.outcome,
    }


def plain(value: object) -> Columns:
    """Return the columns of a row that needs nothing else to be known."""
    if isinstance(value, SchoolPeriod):
        return school_period(value)
    if isinstance(value, Mentorship):
        return mentorship(value)
    if isinstance(value, Induction):
        return induction(value)
    raise TypeError(value)


def declaration(value: Declaration, keys: Keys) -> Columns:
    """Return the columns of a declaration."""
    settled, clawback = value.settled, value.clawback
    return {
        "id": value.id,
        "person": value.person_id,
        "training_period": value.training_period_id,
        "provider": keys[value.provider],
        "cohort": value.cohort,
        "role": ROLES[value.role],
        "type": _DECLARATION_TYPES[value.declaration_type],
        "declared_at": value.declared_at,
        "evidence": _code(_EVIDENCE, value.evidence_held),
        "delivery_partner": value.delivery_partner_id,
        "mentor": value.mentor_id,
        "pupil_premium": value.uplifts.pupil_premium,
        "sparsity": value.uplifts.sparsity,
        "eligible_at": settled.eligible_at if settled else None,
        "statement": settled.statement.id if settled else None,
        "voided_at": value.voided_at,
        "clawed_at": clawback.at if clawback else None,
        "clawback_statement": clawback.statement.id if clawback else None,
        "recorded_at": value.recorded_at,
    }


def statement(value: Statement, keys: Keys) -> Columns:
    """Return the columns of a statement."""
    return {
        "id": value.id,
        "provider": keys[value.provider],
        "cohort": value.cohort,
        "year": value.year,
        "month": value.month,
        "deadline": value.deadline.toordinal(),
        "payment_date": value.payment_date.toordinal(),
        "authorised_at": value.authorised_at,
        "recorded_at": value.recorded_at,
    }


def contract_period(value: ContractPeriod) -> Columns:
    """Return the columns of a contract period."""
    return {
        "year": value.year,
        **_days(value),
        "enabled": value.enabled,
        **_since("frozen", value.frozen),
        "mentor_rule": value.mentor_rule,
        "detailed_evidence": value.detailed_evidence,
        "uplifts": value.uplifts,
    }


def school(value: School) -> Columns:
    """Return the columns of a school; its uplifts are rows of their own."""
    return {
        "id": value.id,
        "urn": value.urn,
        "name": value.name,
        "tutor_name": value.tutor_name,
        "tutor_email": value.tutor_email,
        "contact_email": value.contact_email,
        "second_contact_email": value.second_contact_email,
        "register_eligible": value.register_eligible,
        "marked_eligible": value.marked_eligible,
        "recorded_at": value.recorded_at,
    }


def uplifts(value: Uplifts) -> Columns:
    """Return the columns of a school's uplifts in a year."""
    return {"pupil_premium": value.pupil_premium, "sparsity": value.sparsity}


def _code(codes_of: Mapping[str, int], word: str | None) -> int | None:
    return None if word is None else codes_of[word]


def _since(name: str, value: Since | None) -> Columns:
    at, by_time = (value.at, value.by_time) if value else (None, None)
    return {f"{name}_at": at, f"{name}_by_time": by_time}


def _days(period: Period) -> Columns:
    return {
        "started_on": period.started_on.toordinal(),
        "finished_on": _day(period.finished_on),
    }


def _day(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None
