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
from ecf_sandbox.v3.domain.training import Programme, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.placing import (
    SCHEDULE_OUT_OF_FROZEN,
    YEAR_OUT_OF_FROZEN,
    Placement,
    last_provider_led,
    named_provider,
    owner,
    placement,
    provider_led,
    school_led,
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


def trained_at(history: History, school_period: SchoolPeriod, today: date) -> TrainingPeriod | None:
    """Return the present or next training at a school, else the last one: withdrawn, say."""
    training = history.training_within(school_period)
    return present_or_next(history, school_period, today) or (training[-1] if training else None)


def attending(history: History, role: Role, today: date, rule: str) -> Iterator[Problem]:
    """Yield why nobody can change the training of somebody who is at no school.

    Rules: V3-REG-6, V3-REG-7.
    """
    if all(each.ended_before(today) for each in history.at_school(role)):
        why = f"#/participant_type: the participant is at no school as {role}: register one first"
        yield conflict(why, rule)


def attended(history: History, role: Role, today: date) -> SchoolPeriod:
    """Return where somebody trains: the present school or the next, one with training first."""
    periods = [each for each in history.at_school(role) if not each.ended_before(today)]
    trained = (each for each in periods if trained_at(history, each, today))
    return next(trained, periods[0])


def choosing_provider(provider: str | None) -> Iterator[Problem]:
    """Yield why an ECT cannot go back to a provider that nobody named (V3-REG-7)."""
    if provider is None:
        why = "#/provider is missing, and no provider trained the participant before: name one"
        yield conflict(why, "V3-REG-7")


def changing_provider(
    history: History, school_period: SchoolPeriod, provider: str, today: date
) -> Iterator[Problem]:
    """Yield why a school cannot change somebody's lead provider.

    Rules: V3-REG-6.
    """
    training = trained_at(history, school_period, today)
    present = present_or_next(history, school_period, today)
    if school_period.role is Role.MENTOR and history.person.mentor.ineligible_on is not None:
        yield conflict("#/provider: this mentor's funding has ended", "V3-REG-6")
    elif training is None or training.programme is Programme.SCHOOL_LED:
        why = "#/provider: no provider trains this participant: change the programme instead"
        yield conflict(why, "V3-REG-6")
    elif present is not None and named_provider(present) == provider:
        yield conflict("#/provider is the present one: name another", "V3-REG-6")


def switching(
    history: History, school_period: SchoolPeriod, programme: Programme, today: date
) -> Iterator[Problem]:
    """Yield why a school cannot move an ECT to a provider's or its own programme.

    Rules: V3-REG-7.
    """
    present = present_or_next(history, school_period, today)
    if present and present.programme is programme:
        why = "#/programme is the present one: name the other, or change the lead provider instead"
        yield conflict(why, "V3-REG-7")


def provider_changed(
    training: TrainingPeriod, history: History, provider: str, setting: Setting
) -> Changes:
    """Return what changing the lead provider of the present or next training does.

    Training at the school that follows it is deleted, as periods never overlap.

    Rules: V3-REG-6.
    """
    person, place = _moved_on(training, history, setting)
    school_period = history.school_period_of(training)
    new = _new_training(school_period, setting.today, provider, place, setting)
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
        | _all_stopped(history, school_period, setting.today)
        | Changes(training_periods=(new,))
    )


def made_school_led(history: History, school_period: SchoolPeriod, setting: Setting) -> Changes:
    """Return what moving an ECT to school-led training does.

    Confirmed training that began before today ends yesterday.

    Rules: V3-REG-7.
    """
    starts = max(school_period.started_on, setting.today)
    new = school_led(school_period, starts, new_id=setting.new_id, now=setting.now)
    return _all_stopped(history, school_period, setting.today) | Changes(training_periods=(new,))


def made_provider_led(
    history: History, school_period: SchoolPeriod, provider: str, setting: Setting
) -> Changes | None:
    """Return what moving an ECT back to provider-led training does, None without a cohort.

    Cohort and schedule are those of a registration. An ECT whose last provider-led training was
    confirmed in a cohort that is frozen now leaves it, and its year is kept.

    Rules: V3-REG-7, V3-REG-4.
    """
    starts = max(school_period.started_on, setting.today)
    place = placement(history, Role.ECT, starts, setting.contract_periods, setting.now)
    if place is None:
        return None
    last = last_provider_led(history, Role.ECT)
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
    """Return training that is not over ended yesterday, or deleted if on interest or not begun."""
    on_interest = training.programme is Programme.PROVIDER_LED and not training.is_confirmed
    if on_interest or training.started_on >= today:
        return Changes(deleted=frozenset({training.id}))
    ended = replace(training, finished_on=london.day_before(today))
    return Changes(training_periods=(ended,))


def _all_stopped(history: History, school_period: SchoolPeriod, today: date) -> Changes:
    changes = Changes()
    for each in history.training_within(school_period):
        if not each.ended_before(today):
            changes |= _stopped(each, today)
    return changes
