"""Rows of a world's file, as `selects` reads them, as values of the domain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.declarations import Clawback, Declaration, Evidence, Settled
from ecf_sandbox.v3.domain.organisations import (
    DeliveryPartner,
    Partnership,
    School,
    Uplifts,
)
from ecf_sandbox.v3.domain.people import (
    IdChange,
    Induction,
    IneligibilityReason,
    Outcome,
    Person,
    Role,
    RoleFacts,
    WorkingPattern,
)
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleIdentifier
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import (
    Deferral,
    DeferralReason,
    Interest,
    Mentorship,
    Programme,
    SchoolPeriod,
    TrainingPeriod,
    Withdrawal,
    WithdrawalReason,
)
from ecf_sandbox.v3.store.codes import words
from ecf_sandbox.v3.store.ids import Stored, shown

Row = tuple[Any, ...]
Slugs = Mapping[int, str]

# A look-up takes a third of the time that calling an enumeration does.
_ROLES = words(Role)
_WORKING_PATTERNS = words(WorkingPattern)
_PROGRAMMES = words(Programme)
_SCHEDULES = words(ScheduleIdentifier)
_DECLARATION_TYPES = words(DeclarationType)
_EVIDENCE = words(Evidence)


def day(number: int | None) -> date | None:
    """Return a day, None where there is none."""
    return date.fromordinal(number) if number else None


_day = date.fromordinal


def _id(id_: Stored | None) -> str | None:
    return None if id_ is None else shown(id_)


def _since(at: int | None, by_time: int | None) -> Since | None:
    return None if at is None else Since(Instant(at), bool(by_time))


def person(row: Row) -> Person:
    """Return a person from a row of PEOPLE."""
    ect = RoleFacts(
        record_id=shown(row[3]),
        eligible=_since(row[5], row[6]),
        ineligible_on=day(row[9]),
        frozen_year=row[12],
    )
    mentor = RoleFacts(
        record_id=shown(row[4]),
        eligible=_since(row[7], row[8]),
        ineligible_on=day(row[10]),
        ineligible_reason=IneligibilityReason(row[11]) if row[11] else None,
        frozen_year=row[13],
    )
    return Person(
        id=shown(row[0]),
        full_name=row[1],
        trn=row[2],
        ect=ect,
        mentor=mentor,
        record_started_on=day(row[14]),
        record_completed_on=day(row[15]),
        merged_into=_id(row[16]),
        recorded_at=row[17],
    )


def school_period(row: Row) -> SchoolPeriod:
    """Return a school period from a row of SCHOOL_PERIODS."""
    return SchoolPeriod(
        id=row[0],
        person_id=shown(row[1]),
        role=_ROLES[row[2]],
        school_id=shown(row[3]),
        started_on=_day(row[4]),
        finished_on=day(row[5]),
        email=row[6],
        working_pattern=_WORKING_PATTERNS[row[7]] if row[7] else None,
        recorded_at=row[8],
    )


def training_period(row: Row, slugs: Slugs) -> TrainingPeriod:
    """Return a training period from a row of TRAINING_PERIODS."""
    return TrainingPeriod(
        id=row[1],
        school_period_id=row[2],
        role=_ROLES[row[3]],
        programme=_PROGRAMMES[row[4]],
        interest=None if row[5] is None else Interest(slugs[row[5]], row[6]),
        schedule_identifier=_SCHEDULES[row[7]] if row[7] else None,
        started_on=_day(row[8]),
        finished_on=day(row[9]),
        withdrawal=None if row[10] is None else Withdrawal(row[10], WithdrawalReason(row[11])),
        deferral=None if row[12] is None else Deferral(row[12], DeferralReason(row[13])),
        recorded_at=row[14],
        partnership=None if row[15] is None else partnership(row[15:], slugs),
    )


def partnership(row: Row, slugs: Slugs) -> Partnership:
    """Return a partnership from a row of PARTNERSHIPS."""
    return Partnership(
        id=shown(row[0]),
        provider=slugs[row[1]],
        cohort=row[2],
        school_id=shown(row[3]),
        delivery_partner_id=shown(row[4]),
        recorded_at=row[5],
    )


def mentorship(row: Row) -> Mentorship:
    """Return a mentorship from a row of MENTORSHIPS."""
    return Mentorship(
        id=row[0],
        ect_id=shown(row[1]),
        ect_school_period_id=row[2],
        mentor_id=shown(row[3]),
        mentor_school_period_id=row[4],
        started_on=_day(row[5]),
        finished_on=day(row[6]),
    )


def induction(row: Row) -> Induction:
    """Return an induction period from a row of INDUCTIONS."""
    return Induction(
        id=row[0],
        person_id=shown(row[1]),
        appropriate_body=row[2],
        started_on=_day(row[3]),
        finished_on=day(row[4]),
        outcome=Outcome(row[5]) if row[5] else None,
    )


def id_change(row: Row) -> IdChange:
    """Return an id change from a row of ID_CHANGES."""
    return IdChange(shown(row[1]), shown(row[2]), row[3])


def declaration(row: Row, slugs: Slugs, statements: Mapping[int, Statement]) -> Declaration:
    """Return a declaration from a row of DECLARATIONS, and statements by key."""
    return Declaration(
        id=shown(row[0]),
        person_id=shown(row[1]),
        training_period_id=row[2],
        provider=slugs[row[3]],
        cohort=row[4],
        role=_ROLES[row[5]],
        declaration_type=_DECLARATION_TYPES[row[6]],
        declared_at=row[7],
        evidence_held=_EVIDENCE[row[8]] if row[8] else None,
        delivery_partner_id=shown(row[9]),
        mentor_id=_id(row[10]),
        uplifts=Uplifts(bool(row[11]), bool(row[12])),
        settled=None if row[13] is None else Settled(row[13], statements[row[14]]),
        voided_at=row[15],
        clawback=None if row[16] is None else Clawback(row[16], statements[row[17]]),
        recorded_at=row[18],
    )


def statement(row: Row, slugs: Slugs) -> Statement:
    """Return a statement from a row of STATEMENTS."""
    return Statement(
        id=shown(row[0]),
        provider=slugs[row[1]],
        cohort=row[2],
        year=row[3],
        month=row[4],
        deadline=_day(row[5]),
        payment_date=_day(row[6]),
        recorded_at=row[7],
        authorised_at=row[8],
    )


def school(row: Row, uplifts: Mapping[int, Uplifts]) -> School:
    """Return a school from a row of SCHOOLS, and its uplifts by year."""
    return School(
        id=shown(row[0]),
        urn=row[1],
        name=row[2],
        tutor_name=row[3],
        tutor_email=row[4],
        contact_email=row[5],
        second_contact_email=row[6],
        register_eligible=bool(row[7]),
        marked_eligible=bool(row[8]),
        recorded_at=row[9],
        uplifts=uplifts,
    )


def delivery_partner(row: Row) -> DeliveryPartner:
    """Return a delivery partner from a row of DELIVERY_PARTNERS."""
    return DeliveryPartner(shown(row[0]), row[1], row[2])
