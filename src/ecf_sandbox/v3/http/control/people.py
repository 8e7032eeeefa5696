"""People as the control API writes them: everything that is recorded."""

from collections.abc import Callable, Mapping
from datetime import date

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import School
from ecf_sandbox.v3.domain.people import Induction, Role, RoleFacts
from ecf_sandbox.v3.domain.periods import in_order
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.placing import named_provider
from ecf_sandbox.v3.service.context import WorldContext

IdOf = Callable[[int], str]


def shown(context: WorldContext, history: History) -> Json:
    """Return a person with every period, oldest first."""
    person = history.person
    id_of = context.store.period_id
    schools = context.store.schools({each.school_id for each in history.school_periods})
    return {
        "id": person.id,
        "full_name": person.full_name,
        "teacher_reference_number": person.trn,
        "training_record_ids": {role.value: person.facts(role).record_id for role in Role},
        "created_at": wire(person.recorded_at),
        "record_started_on": _text(person.record_started_on),
        "record_completed_on": _text(person.record_completed_on),
        "school_periods": [
            _school_period(each, history, schools, id_of)
            for each in in_order(history.school_periods)
        ],
        "inductions": [_induction(each, id_of) for each in in_order(history.inductions)],
        "eligibility": {role.value: _eligibility(person.facts(role)) for role in Role},
        "declarations": [each.id for each in history.declarations],
        "participant_id_changes": [
            {
                "from_participant_id": each.from_id,
                "to_participant_id": each.to_id,
                "changed_at": wire(each.changed_at),
            }
            for each in history.id_changes
        ],
    }


def _school_period(
    value: SchoolPeriod, history: History, schools: Mapping[str, School], id_of: IdOf
) -> Json:
    return {
        "id": id_of(value.id),
        "participant_type": value.role,
        "school_id": value.school_id,
        "school_urn": schools[value.school_id].urn,
        "started_on": _text(value.started_on),
        "finished_on": _text(value.finished_on),
        "email": value.email,
        "working_pattern": value.working_pattern,
        "training_periods": [_training(each, id_of) for each in history.training_within(value)],
        "mentorships": [
            _mentorship(each, value.role, id_of) for each in history.mentorships_in(value)
        ],
    }


def _training(value: TrainingPeriod, id_of: IdOf) -> Json:
    withdrawal, deferral = value.withdrawal, value.deferral
    return {
        "id": id_of(value.id),
        "programme": value.programme,
        "provider": named_provider(value),
        "cohort": str(value.cohort) if value.cohort else None,
        "partnership_id": value.partnership.id if value.partnership else None,
        "interest": value.interest is not None and not value.is_confirmed,
        "schedule_identifier": value.schedule_identifier,
        "started_on": _text(value.started_on),
        "finished_on": _text(value.finished_on),
        "withdrawn_at": wire(withdrawal.at) if withdrawal else None,
        "withdrawal_reason": withdrawal.reason if withdrawal else None,
        "deferred_at": wire(deferral.at) if deferral else None,
        "deferral_reason": deferral.reason if deferral else None,
    }


def _mentorship(value: Mentorship, role: Role, id_of: IdOf) -> Json:
    return {
        "id": id_of(value.id),
        "with": value.mentor_id if role is Role.ECT else value.ect_id,
        "started_on": _text(value.started_on),
        "finished_on": _text(value.finished_on),
    }


def _induction(value: Induction, id_of: IdOf) -> Json:
    return {
        "id": id_of(value.id),
        "appropriate_body": value.appropriate_body,
        "started_on": _text(value.started_on),
        "finished_on": _text(value.finished_on),
        "outcome": value.outcome,
    }


def _eligibility(facts: RoleFacts) -> Json:
    return {
        "eligible_at": wire(facts.eligible.at) if facts.eligible else None,
        "ineligible_on": _text(facts.ineligible_on),
        "reason": facts.ineligible_reason,
        "frozen_year": str(facts.frozen_year) if facts.frozen_year else None,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
