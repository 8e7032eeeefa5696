"""A school changes the lead provider or the programme, the department the partnership."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.organisations import Partnership
from ecf_sandbox.v3.domain.people import Person, Role
from ecf_sandbox.v3.domain.periods import earliest
from ecf_sandbox.v3.domain.training import Programme, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.placing import (
    SCHEDULE_OUT_OF_FROZEN,
    YEAR_OUT_OF_FROZEN,
    Placement,
    owner,
    placement,
    provider_led,
)
from ecf_sandbox.v3.rules.schedule_changed import with_frozen_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is on record around a switch, and the id that new training gets."""

    contract_periods: ContractPeriods
    partnerships: Collection[Partnership]
    new_id: str
    now: Instant

    @property
    def today(self) -> date:
        return london.day_of(self.now)


def present_or_next(
    history: History, school_period: SchoolPeriod, today: date
) -> TrainingPeriod | None:
    """Return the earliest training at a school that is not over (V3-REG-6, V3-REG-7)."""
    training = history.training_within(school_period)
    return next((each for each in training if not each.ended_before(today)), None)


def switching(
    history: History, school_period: SchoolPeriod, programme: Programme, today: date
) -> Iterator[Problem]:
    """Yield why a school cannot move somebody to a provider's or its own programme.

    Rules: V3-REG-6, V3-REG-7.
    """
    if school_period.ended_before(today):
        yield Problem("school_id", "#/school_id has nobody of that id any more", "V3-REG-6")
    if programme is Programme.SCHOOL_LED and school_period.role is Role.MENTOR:
        yield Problem("programme", "#/programme school_led is for ECTs only", "V3-REG-7")
    present = present_or_next(history, school_period, today)
    if programme is Programme.SCHOOL_LED and present and present.programme is programme:
        yield Problem("programme", "#/programme is the participant's present one", "V3-REG-7")


def provider_changed(
    training: TrainingPeriod, history: History, provider: str, setting: Setting
) -> Changes:
    """Return what changing the lead provider of the present or next training does.

    Rules: V3-REG-6.
    """
    person, place = _moved_on(training, history, setting)
    school_period = history.school_period_of(training)
    starts = max(training.started_on, setting.today)
    new = _new_training(school_period, starts, provider, place, setting)
    if training.started_on >= setting.today:
        moved = replace(
            training,
            partnership=new.partnership,
            interest=new.interest,
            schedule_identifier=new.schedule_identifier,
        )
        return Changes(person=person, training_periods=(moved,))
    return (
        Changes(person=person)
        | _stopped(training, setting.today)
        | Changes(training_periods=(new,))
    )


def made_school_led(history: History, school_period: SchoolPeriod, setting: Setting) -> Changes:
    """Return what moving an ECT to school-led training does.

    Confirmed training that began before today ends yesterday, or keeps its earlier end.

    Rules: V3-REG-7.
    """
    new = TrainingPeriod(
        id=setting.new_id,
        school_period_id=school_period.id,
        role=Role.ECT,
        started_on=max(school_period.started_on, setting.today),
        finished_on=school_period.finished_on,
        recorded_at=setting.now,
        programme=Programme.SCHOOL_LED,
    )
    return _all_stopped(history, school_period, setting.today) | Changes(training_periods=(new,))


def made_provider_led(
    history: History, school_period: SchoolPeriod, provider: str, setting: Setting
) -> Changes | None:
    """Return what moving an ECT back to provider-led training does, None without a cohort.

    Rules: V3-REG-7, V3-REG-4.
    """
    starts = max(school_period.started_on, setting.today)
    place = placement(history, Role.ECT, starts, setting.contract_periods, setting.now)
    if place is None:
        return None
    last = max(
        (each for each in history.training(Role.ECT) if each.is_confirmed),
        key=lambda each: each.started_on,
        default=None,
    )
    person = _moved_on(last, history, setting)[0] if last else None
    new = _new_training(school_period, starts, provider, place, setting)
    stopped = _all_stopped(history, school_period, setting.today)
    return stopped | Changes(person=person, training_periods=(new,))


def moved_to(training: TrainingPeriod, partnership: Partnership, setting: Setting) -> Changes:
    """Return what moving training to another partnership does.

    An open period that began before today ends yesterday and goes on; any other changes itself.

    Rules: V3-REG-15.
    """
    if not training.is_open or training.started_on >= setting.today:
        return Changes(training_periods=(replace(training, partnership=partnership),))
    ended = replace(training, finished_on=london.day_before(setting.today))
    new = replace(
        training,
        id=setting.new_id,
        started_on=setting.today,
        partnership=partnership,
        interest=None,
        recorded_at=setting.now,
    )
    return Changes(training_periods=(ended, new))


def _new_training(
    school_period: SchoolPeriod, starts: date, provider: str, place: Placement, setting: Setting
) -> TrainingPeriod:
    under = owner(school_period.school_id, provider, place.cohort, setting.partnerships)
    schedule = place.schedule_identifier
    return provider_led(
        school_period, starts, under, schedule, new_id=setting.new_id, now=setting.now
    )


def _moved_on(
    training: TrainingPeriod, history: History, setting: Setting
) -> tuple[Person | None, Placement]:
    """Return the cohort and schedule that stay, or what an ECT of a frozen cohort comes to."""
    cohort, schedule = training.cohort, training.schedule_identifier
    assert cohort, "provider-led training has a cohort"
    assert schedule, "provider-led training has a schedule"
    frozen = setting.contract_periods.is_frozen(cohort, setting.now)
    if training.role is Role.ECT and training.is_confirmed and frozen:
        kept = with_frozen_year(history.person, Role.ECT, cohort)
        return kept, Placement(YEAR_OUT_OF_FROZEN, SCHEDULE_OUT_OF_FROZEN)
    return None, Placement(cohort, schedule)


def _stopped(training: TrainingPeriod, today: date) -> Changes:
    """Return training ended yesterday, or deleted if it is on interest or not begun."""
    on_interest = training.programme is Programme.PROVIDER_LED and not training.is_confirmed
    if on_interest or training.started_on >= today:
        return Changes(deleted=frozenset({training.id}))
    yesterday = london.day_before(today)
    ended = replace(training, finished_on=earliest(training.finished_on, yesterday))
    return Changes(training_periods=(ended,))


def _all_stopped(history: History, school_period: SchoolPeriod, today: date) -> Changes:
    changes = Changes()
    for each in history.training_within(school_period):
        if not each.ended_before(today):
            changes |= _stopped(each, today)
    return changes
