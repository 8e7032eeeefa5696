"""What schools, appropriate bodies and the department do in a story, dated back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import (
    Induction,
    IneligibilityReason,
    Outcome,
    Person,
    Role,
    WorkingPattern,
)
from ecf_sandbox.v3.domain.problems import refuse_any
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.training import Mentorship, Programme, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules import inductions, leaving, mentoring, merging, registering, switching
from ecf_sandbox.v3.rules.placing import owner, provider_led
from ecf_sandbox.v3.rules.switching import Setting
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import record

APPROPRIATE_BODY = "Northern Appropriate Body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Somebody registered at a school; without a provider an ECT is trained by the school."""

    person: Person
    role: Role
    school_id: str
    started_on: date
    provider: str | None
    cohort: int
    schedule_identifier: ScheduleIdentifier
    training_started_on: date
    email: str | None
    working_pattern: WorkingPattern | None
    only_here: bool = True


def register(context: WorldContext, said: Registration) -> None:
    """Register somebody new or known at a school (V3-REG-1, V3-REG-2, V3-REG-4)."""
    before = context.store.history(said.person.id)
    known = before or History(person=said.person)
    day = said.started_on
    statements = context.store.statements().values()
    refuse_any(
        registering.registering(known, said.role, said.school_id, day, statements, context.now)
    )
    period = SchoolPeriod(
        id=context.store.new_id("school-period"),
        person_id=said.person.id,
        role=said.role,
        school_id=said.school_id,
        started_on=day,
        recorded_at=context.now,
        email=said.email,
        working_pattern=said.working_pattern,
    )
    moved = registering.moved_away(known, said.role, day, only_here=said.only_here)
    training = _first_training(context, period, said)
    came = Changes(school_periods=(period,), training_periods=training)
    _change(context, before, known, moved | came)


def _first_training(
    context: WorldContext, period: SchoolPeriod, said: Registration
) -> tuple[TrainingPeriod, ...]:
    new_id = context.store.new_id("training-period")
    if said.provider is not None:
        partnerships = context.store.partnerships_with(said.provider, said.school_id)
        under = owner(said.school_id, said.provider, said.cohort, partnerships)
        made = provider_led(
            period,
            said.training_started_on,
            under,
            said.schedule_identifier,
            new_id=new_id,
            now=context.now,
        )
    elif said.role is Role.ECT:
        made = TrainingPeriod(
            id=new_id,
            school_period_id=period.id,
            role=said.role,
            started_on=said.training_started_on,
            recorded_at=context.now,
            programme=Programme.SCHOOL_LED,
        )
    else:
        return ()
    return (made,)


def leave(context: WorldContext, person_id: str, role: Role, on: date) -> None:
    """Let somebody leave the school they are at (V3-REG-5)."""
    history = _history(context, person_id)
    period = history.at_school(role)[-1]
    statements = context.store.statements().values()
    refuse_any(leaving.leaving(history, period, on, statements, context.now))
    _change(context, history, history, leaving.left(history, period, on))


def change_lead_provider(context: WorldContext, person_id: str, role: Role, provider: str) -> None:
    """Let another provider train somebody (V3-REG-6)."""
    history = _history(context, person_id)
    period = history.at_school(role)[-1]
    training = switching.present_or_next(history, period, context.today)
    assert training, "a story changes the provider of present or next training"
    setting = _setting(context, provider, period)
    changes = switching.provider_changed(training, history, provider, setting)
    _change(context, history, history, changes)


def change_programme(
    context: WorldContext, person_id: str, programme: Programme, provider: str | None
) -> None:
    """Let the school train an ECT, or a provider again (V3-REG-7)."""
    history = _history(context, person_id)
    period = history.at_school(Role.ECT)[-1]
    refuse_any(switching.switching(history, period, programme, context.today))
    if programme is Programme.SCHOOL_LED:
        setting = _setting(context, None, period)
        changes: Changes | None = switching.made_school_led(history, period, setting)
    else:
        assert provider, "provider-led training is with a provider"
        setting = _setting(context, provider, period)
        changes = switching.made_provider_led(history, period, provider, setting)
    assert changes, "a story is in a cohort that there is"
    _change(context, history, history, changes)


def assign_mentor(
    context: WorldContext, ect_id: str, mentor_id: str, started_on: date | None
) -> None:
    """Give an ECT a mentor of the same school (V3-REG-8)."""
    history = _history(context, ect_id)
    ect = history.at_school(Role.ECT)[-1]
    mentor = next(
        each
        for each in reversed(_history(context, mentor_id).at_school(Role.MENTOR))
        if each.school_id == ect.school_id
    )
    new_id = context.store.new_id("mentorship")
    made = mentoring.assigned_mentorship(ect, mentor, new_id, started_on or context.today)
    refuse_any(mentoring.assigning(made, ect, mentor))
    _change(context, history, history, mentoring.assigned(history, made))


def open_induction(context: WorldContext, person_id: str, started_on: date) -> None:
    """Open an induction period (V3-REG-9)."""
    history = _history(context, person_id)
    made = Induction(
        id=context.store.new_id("induction"),
        person_id=person_id,
        appropriate_body=APPROPRIATE_BODY,
        started_on=started_on,
    )
    refuse_any(inductions.recording_induction(history, made))
    after = replace(history, inductions=(*history.inductions, made))
    _change(context, history, after, Changes())


def close_induction(
    context: WorldContext, person_id: str, finished_on: date, outcome: Outcome | None
) -> None:
    """Close the latest induction period, with an outcome or without (V3-REG-9)."""
    history = _history(context, person_id)
    closed = replace(history.inductions[-1], finished_on=finished_on, outcome=outcome)
    refuse_any(inductions.recording_induction(history, closed))
    after = replace(history, inductions=(*history.inductions[:-1], closed))
    changes = inductions.concluded(after, context.today) if outcome else Changes()
    _change(context, history, after, changes)


def make_ineligible(
    context: WorldContext,
    person_id: str,
    role: Role,
    on: date,
    reason: IneligibilityReason | None,
) -> None:
    """Record since when somebody is not eligible (V3-REG-16)."""
    history = _history(context, person_id)
    facts = replace(history.person.facts(role), ineligible_on=on, ineligible_reason=reason)
    person = history.person
    changed = replace(person, ect=facts) if role is Role.ECT else replace(person, mentor=facts)
    _change(context, history, history, Changes(person=changed))


def merge(context: WorldContext, retired_id: str, survivor_id: str) -> None:
    """Merge a person into another (V3-REG-12)."""
    retired, survivor = _history(context, retired_id), _history(context, survivor_id)
    refuse_any(merging.merging(retired, survivor))
    both, gone = merging.merged(retired, survivor, context.now)
    stamp = context.store.stamp(context.now)
    record(context, retired, History(person=gone), stamp)
    record(context, survivor, both, stamp)


def _change(
    context: WorldContext, before: History | None, known: History, changes: Changes
) -> None:
    """Record an act on somebody, and what it does to the other sides of mentorships."""
    own = known.person.id
    others = {
        other: _history(context, other)
        for other in _sides((*known.mentorships, *changes.mentorships))
        if other != own
    }
    after = _eligible(context, known.after(changes))
    stamp = context.store.stamp(context.now)
    record(context, before, after, stamp)
    known_mentorships = set(known.mentorships)
    changed = [each for each in after.mentorships if each not in known_mentorships]
    gone = frozenset(each.id for each in known.mentorships if each.id in changes.deleted)
    for other, history in others.items():
        own_changes = tuple(each for each in changed if other in _sides([each]))
        if own_changes or any(each.id in gone for each in history.mentorships):
            altered = history.after(Changes(mentorships=own_changes, deleted=gone))
            record(context, history, altered, stamp, touched=False)


def _sides(mentorships: Iterable[Mentorship]) -> set[str]:
    return {id_ for each in mentorships for id_ in (each.ect_id, each.mentor_id)}


def _eligible(context: WorldContext, history: History) -> History:
    """Return somebody with the eligibility that an act brings (V3-REG-11)."""
    person = history.person
    ect = replace(person.ect, eligible=inductions.ect_eligibility(history, context.now))
    mentor = replace(person.mentor, eligible=inductions.mentor_eligibility(history, context.now))
    return replace(history, person=replace(person, ect=ect, mentor=mentor))


def _history(context: WorldContext, person_id: str) -> History:
    found = context.store.history(person_id)
    assert found, "a story is about people who are there"
    return found


def _setting(context: WorldContext, provider: str | None, period: SchoolPeriod) -> Setting:
    store = context.store
    return Setting(
        contract_periods=store.contract_periods(),
        partnerships=store.partnerships_with(provider, period.school_id) if provider else [],
        new_id=store.new_id("training-period"),
        now=context.now,
    )
