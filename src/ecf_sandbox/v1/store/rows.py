"""Rows of the schema, read as the nouns of the domain."""

from collections.abc import Mapping
from typing import Any

from ecf_sandbox.v1.domain.declarations import Declaration, Evidence, Settlement, State
from ecf_sandbox.v1.domain.participants import (
    Course,
    ParticipantType,
    Person,
    Status,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.v1.domain.schedules import DeclarationType

Row = tuple[Any, ...]

# A look-up takes a third of the time that calling an enumeration does.
_PARTICIPANT_TYPES = {each.value: each for each in ParticipantType}
_TRAINING_STATUSES = {each.value: each for each in TrainingStatus}
_STATUSES = {each.value: each for each in Status}
_DECLARATION_TYPES = {each.value: each for each in DeclarationType}
_COURSES = {each.value: each for each in Course}
_EVIDENCE = {each.value: each for each in Evidence}
_STATES = {each.value: each for each in State}

RECORDS = """
    SELECT p.id, p.participant_type, p.cohort, p.full_name, p.email, p.email_validated,
        p.teacher_reference_number, p.teacher_reference_number_validated, p.qts, p.eligible,
        p.pupil_premium_uplift, p.sparsity_uplift, p.added_at,
        r.key, r.provider, r.school_urn, r.schedule_identifier, r.training_status, r.status,
        r.mentor_id, r.withdrawn_at, r.opened, r.recorded
    FROM records r JOIN people p ON p.key = r.person
"""
_PERSON_COLUMNS = 13

DECLARATIONS = """
    SELECT d.id, d.provider, p.id, p.cohort, d.declaration_type, d.declaration_date,
        d.course_identifier, d.evidence_held, d.schedule_identifier, d.made_at, d.first_state,
        d.eligible_at, d.ineligible_at, d.voided_at, d.payable_at, d.paid_at, d.clawed_back_at,
        d.created, d.recorded
    FROM declarations d JOIN people p ON p.key = d.person
"""


def training_record(row: Row, providers: Mapping[int, str]) -> TrainingRecord:
    """Return a row of `RECORDS` as a record; `providers` are slugs by key."""
    key, provider, school, schedule, training, status, mentor, withdrawn, opened, recorded = row[
        _PERSON_COLUMNS:
    ]
    return TrainingRecord(
        key,
        _person(row[:_PERSON_COLUMNS]),
        providers[provider],
        school,
        schedule,
        _TRAINING_STATUSES[training],
        _STATUSES[status],
        mentor,
        withdrawn,
        opened,
        recorded,
    )


def declaration(row: Row, providers: Mapping[int, str]) -> Declaration:
    """Return a row of `DECLARATIONS` as a declaration; `providers` are slugs by key."""
    id_, provider, person, cohort, kind, date, course, evidence, schedule, made, first = row[:11]
    created, recorded = row[17:]
    return Declaration(
        id_,
        providers[provider],
        person,
        cohort,
        _DECLARATION_TYPES[kind],
        date,
        _COURSES[course],
        _EVIDENCE[evidence] if evidence else None,
        schedule,
        made,
        _STATES[first],
        Settlement(*row[11:17]),
        created,
        recorded,
    )


def _person(row: Row) -> Person:
    id_, kind, cohort, name, email, emailed, trn, trn_valid, qts, eligible, pupil, sparse, at = row
    return Person(
        id_,
        _PARTICIPANT_TYPES[kind],
        cohort,
        name,
        email,
        bool(emailed),
        trn,
        _truth(trn_valid),
        _truth(qts),
        _truth(eligible),
        bool(pupil),
        bool(sparse),
        at,
    )


def _truth(value: int | None) -> bool | None:
    return None if value is None else bool(value)
