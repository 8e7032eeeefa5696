"""Records as the API writes them, attributes in the document's order.

Rules: V3-FMT-2, V3-FMT-3.
"""

from datetime import date

from ecf_sandbox.engine.domain.instants import Instant, wire
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import IdChange, Role
from ecf_sandbox.v3.domain.training import Deferral, TrainingPeriod, Withdrawal
from ecf_sandbox.v3.domain.transfers import Side, Transfer
from ecf_sandbox.v3.rules import enrolments
from ecf_sandbox.v3.rules.listing import latest_of_roles
from ecf_sandbox.v3.rules.statements import month_name
from ecf_sandbox.v3.rules.transfers import transfer_status, transfer_type
from ecf_sandbox.v3.service.declarations import DeclarationView
from ecf_sandbox.v3.service.organisations import DeliveryPartnerView, SchoolView, StatementView
from ecf_sandbox.v3.service.participants import (
    ParticipantView,
    TransfersView,
    UnfundedMentorView,
)
from ecf_sandbox.v3.service.partnerships import PartnershipView


def participant(view: ParticipantView, provider: str, now: Instant) -> Json:
    """Return a participant (V3-PART-1)."""
    history = view.history
    return {
        "id": history.person.id,
        "type": "participant",
        "attributes": {
            "full_name": enrolments.full_name(history.person),
            "teacher_reference_number": history.person.trn,
            "updated_at": wire(view.updated_at),
            "ecf_enrolments": [
                _enrolment(each, view, now) for each in latest_of_roles(history, provider)
            ],
            "participant_id_changes": [_id_change(each) for each in history.id_changes],
        },
    }


def _enrolment(training: TrainingPeriod, view: ParticipantView, now: Instant) -> Json:
    """Return what a provider sees of a role (V3-PART-2)."""
    history, today, role = view.history, london.day_of(now), training.role
    facts, partnership = history.person.facts(role), training.partnership
    assert partnership, "an enrolment is confirmed"
    school = view.schools[partnership.school_id]
    uplifts = enrolments.uplifts(school, view.contract_periods[partnership.cohort])
    mentorship = enrolments.current_mentorship(training, history, today)
    return {
        "training_record_id": facts.record_id,
        "email": history.school_period_of(training).email,
        "mentor_id": mentorship.mentor_id if mentorship else None,
        "school_urn": school.urn,
        "participant_type": role,
        "cohort": str(partnership.cohort),
        "training_status": enrolments.training_status(training),
        "participant_status": enrolments.participant_status(training, history, today),
        "eligible_for_funding": enrolments.eligible_for_funding(history.person, role, now),
        "pupil_premium_uplift": uplifts.pupil_premium,
        "sparsity_uplift": uplifts.sparsity,
        "schedule_identifier": training.schedule_identifier,
        "delivery_partner_id": partnership.delivery_partner_id,
        "withdrawal": _pause(enrolments.shown_withdrawal(training)),
        "deferral": _pause(enrolments.shown_deferral(training)),
        "created_at": wire(enrolments.first_recorded(history, role)),
        **_induction(history, role),
        "mentor_funding_end_date": _day(facts.ineligible_on) if role is Role.MENTOR else None,
        "cohort_changed_after_payments_frozen": facts.frozen_year is not None,
        "mentor_ineligible_for_funding_reason": facts.ineligible_reason,
        "working_pattern": enrolments.working_pattern(history, role),
    }


def _induction(history: History, role: Role) -> Json:
    """Return an ECT's induction dates, null for mentors (V3-PART-12, V3-PART-13)."""
    ect = role is Role.ECT
    return {
        "induction_end_date": _day(enrolments.induction_end(history)) if ect else None,
        "most_recent_induction_period_end_date": (
            _day(enrolments.latest_induction_end(history)) if ect else None
        ),
        "overall_induction_start_date": (
            _day(enrolments.induction_start(history)) if ect else None
        ),
    }


def transfers(view: TransfersView, today: date) -> Json:
    """Return a person's transfers (V3-TRANSFER-2)."""
    return {
        "id": view.history.person.id,
        "type": "participant-transfer",
        "attributes": {
            "updated_at": wire(view.updated_at),
            "transfers": [_transfer(each, view, today) for each in view.transfers],
        },
    }


def _transfer(transfer: Transfer, view: TransfersView, today: date) -> Json:
    joining = transfer.joining
    return {
        "training_record_id": view.history.person.facts(transfer.role).record_id,
        "transfer_type": transfer_type(transfer),
        "status": transfer_status(transfer, today),
        "created_at": wire(transfer.leaving.training.recorded_at),
        "leaving": _side(transfer.leaving, transfer.left_on, view),
        "joining": _side(joining, transfer.joined_on, view) if joining else None,
    }


def _side(side: Side, day: date | None, view: TransfersView) -> Json:
    provider = side.training.provider
    return {
        "school_urn": view.schools[side.school_period.school_id].urn,
        "provider": view.names[provider] if provider else None,
        "date": _day(day),
    }


def unfunded_mentor(view: UnfundedMentorView) -> Json:
    """Return a mentor whom the provider never trained (V3-UNFUNDED-2)."""
    return {
        "id": view.person.id,
        "type": "unfunded-mentor",
        "attributes": {
            "full_name": enrolments.full_name(view.person),
            "email": view.email,
            "teacher_reference_number": view.person.trn,
            "created_at": wire(view.person.recorded_at),
            "updated_at": wire(view.updated_at),
        },
    }


def declaration(view: DeclarationView) -> Json:
    """Return a declaration as it looks at one moment (V3-DECL-1)."""
    made = view.declaration
    return {
        "id": made.id,
        "type": "participant-declaration",
        "attributes": {
            "participant_id": made.person_id,
            "declaration_type": made.declaration_type,
            "course_identifier": made.role.course,
            "declaration_date": wire(made.declared_at),
            "mentor_id": made.mentor_id,
            "state": view.state,
            "updated_at": wire(view.updated_at),
            "created_at": wire(made.recorded_at),
            "delivery_partner_id": made.delivery_partner_id,
            "statement_id": view.statement.id if view.statement else None,
            "clawback_statement_id": made.clawback.statement.id if made.clawback else None,
            "ineligible_for_funding_reason": None,
            "uplift_paid": view.uplift_paid,
            "evidence_held": made.evidence_held,
            "lead_provider_name": view.provider_name,
        },
    }


def partnership(view: PartnershipView) -> Json:
    """Return a partnership (V3-PARTNER-1)."""
    made = view.partnership
    return {
        "id": made.id,
        "type": "partnership",
        "attributes": {
            "cohort": str(made.cohort),
            "urn": view.school.urn,
            "school_id": made.school_id,
            "delivery_partner_id": made.delivery_partner_id,
            "delivery_partner_name": view.delivery_partner.name,
            "induction_tutor_name": view.school.tutor_name,
            "induction_tutor_email": view.school.induction_email,
            "participants_currently_training": view.currently_training,
            "created_at": wire(made.recorded_at),
            "updated_at": wire(view.updated_at),
        },
    }


def school(view: SchoolView) -> Json:
    """Return a school in a cohort (V3-SCHOOL-3)."""
    known, shown = view.school, view.expression_of_interest
    return {
        "id": known.id,
        "type": "school",
        "attributes": {
            "name": known.name,
            "urn": known.urn,
            "cohort": str(view.cohort),
            "in_partnership": view.in_partnership,
            "induction_programme_choice": view.choice,
            "expression_of_interest": shown,
            "induction_tutor_name": known.tutor_name if shown else None,
            "induction_tutor_email": known.induction_email if shown else None,
            "created_at": wire(known.recorded_at),
            "updated_at": wire(view.updated_at),
        },
    }


def delivery_partner(view: DeliveryPartnerView) -> Json:
    """Return a delivery partner (V3-DELIVERY-1)."""
    return {
        "id": view.delivery_partner.id,
        "type": "delivery-partner",
        "attributes": {
            "name": view.delivery_partner.name,
            "created_at": wire(view.delivery_partner.recorded_at),
            "updated_at": wire(view.updated_at),
            "cohort": [str(year) for year in view.years],
        },
    }


def statement(view: StatementView) -> Json:
    """Return an output statement (V3-STATEMENT-2)."""
    known = view.statement
    return {
        "id": known.id,
        "type": "statement",
        "attributes": {
            "month": month_name(known),
            "year": str(known.year),
            "cohort": str(known.cohort),
            "cut_off_date": _day(known.deadline),
            "payment_date": _day(known.payment_date),
            "paid": view.paid,
            "created_at": wire(known.recorded_at),
            "updated_at": wire(view.updated_at),
        },
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _pause(pause: Withdrawal | Deferral | None) -> Json:
    return {"reason": pause.reason, "date": wire(pause.at)} if pause else None


def _id_change(change: IdChange) -> Json:
    return {
        "from_participant_id": change.from_id,
        "to_participant_id": change.to_id,
        "changed_at": wire(change.changed_at),
    }
