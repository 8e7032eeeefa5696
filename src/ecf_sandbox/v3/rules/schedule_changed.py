"""What a change of schedule or cohort does."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.people import Person, Role
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.training import TrainingPeriod
from ecf_sandbox.v3.rules.schedule_changes import Surroundings, in_place, partnerships_in


def schedule_changed(
    training: TrainingPeriod,
    history: History,
    identifier: ScheduleIdentifier,
    cohort: int,
    around: Surroundings,
    new_id: int,
) -> Changes:
    """Return what moving P to a schedule of a cohort does.

    P ends yesterday and a new period begins today; a P that begins today or later changes
    itself. Leaving a frozen cohort keeps its year.

    Rules: V3-ACT-14, V3-ACT-15, V3-ACT-16, V3-ACT-17.
    """
    partnership = _partnership(training, cohort, around.partnerships)
    person = year_kept(history.person, training, cohort, around.contract_periods, around.now)
    if in_place(training, history, identifier, around.today):
        interest = training.interest and replace(training.interest, cohort=cohort)
        moved = replace(
            training, schedule_identifier=identifier, partnership=partnership, interest=interest
        )
        return Changes(person=person, training_periods=(moved,))
    yesterday = london.day_before(around.today)
    ended = replace(training, finished_on=earliest(training.finished_on, yesterday))
    new = TrainingPeriod(
        id=new_id,
        school_period_id=training.school_period_id,
        role=training.role,
        started_on=around.today,
        finished_on=_end(training, history, around.today),
        recorded_at=around.now,
        partnership=partnership,
        schedule_identifier=identifier,
    )
    return Changes(person=person, training_periods=(ended, new))


def year_kept(
    person: Person,
    training: TrainingPeriod,
    cohort: int,
    contract_periods: ContractPeriods,
    now: Instant,
) -> Person | None:
    """Return the person with the year that a move to a cohort keeps or clears, else None.

    Rules: V3-ACT-16.
    """
    if cohort == training.cohort:
        return None
    if contract_periods.is_frozen(training.cohort, now):
        return with_frozen_year(person, training.role, training.cohort)
    if contract_periods.is_frozen(cohort, now):
        return with_frozen_year(person, training.role, None)
    return None


def with_frozen_year(person: Person, role: Role, year: int | None) -> Person:
    """Return the person with a year kept for a role, or with none."""
    return person.with_facts(role, replace(person.facts(role), frozen_year=year))


def _partnership(
    training: TrainingPeriod, cohort: int, partnerships: Collection[Partnership]
) -> Partnership:
    """Return P's partnership, or the one that takes its place in another cohort (V3-ACT-15)."""
    present = training.partnership
    assert present, "P is confirmed"
    if cohort == training.cohort:
        return present
    found = partnerships_in(training, cohort, partnerships)
    same = [each for each in found if each.delivery_partner_id == present.delivery_partner_id]
    return (same or found)[-1]


def _end(training: TrainingPeriod, history: History, today: date) -> date | None:
    """Return the earliest of P's and the school period's ends that is not past."""
    ends = (training.finished_on, history.school_period_of(training).finished_on)
    return earliest(*(end for end in ends if end is not None and end >= today))
