"""The registration journey: what schools and the department do to participants.

A participant has a record with each provider that ever trained them. These use cases are
about the current one, whoever has it (PART-3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ecf_sandbox.engine.domain.acts import Act
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.engine.store import acts
from ecf_sandbox.v1.domain.actors import SCHOOL
from ecf_sandbox.v1.domain.declarations import State
from ecf_sandbox.v1.domain.participants import Person, TrainingRecord
from ecf_sandbox.v1.rules import paying, registering, scheduling
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store import additions, enrolment
from ecf_sandbox.v1.store.additions import Placement
from ecf_sandbox.v1.store.records import Records


@dataclass(frozen=True, slots=True)
class Update:
    """Facts to change: of the person, and of the current record, by the names that those have."""

    person: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)


def participant(context: WorldContext, participant_id: str) -> TrainingRecord:
    """Return the current provider's record of a participant; raises NotFound."""
    record = enrolment.current_record(context.store, participant_id)
    if record is None:
        raise NotFound(Problem("id", f"There is no participant {participant_id:.80}"))
    return record


def add(
    context: WorldContext, person: Person, provider: str, placement: Placement
) -> TrainingRecord:
    """Add somebody new, as a school does: the provider lists them at once (REG-1)."""
    schedule = context.edition.schedules.get(placement.schedule_identifier, person.cohort)
    refuse_any(
        scheduling.known_schedule(schedule, placement.schedule_identifier),
        registering.can_be_mentored(person, _mentor(context, placement.mentor_id)),
        registering.validates_a_number(person),
    )
    additions.add_person(context.store, person)
    record = additions.open_record(context.store, person, provider, placement, at=context.now)
    if record.mentor_id is not None:
        enrolment.note_mentor(context.store, record, at=context.now)
    return record


def update(context: WorldContext, participant_id: str, asked: Update) -> TrainingRecord:
    """Change what is known of a participant; what changes nothing is not recorded.

    A fact of the person changes every provider's record, one of the record the current
    provider's alone. Becoming eligible for funding settles what was submitted.

    Rules: REG-2, REG-3, PART-3.
    """
    before = participant(context, participant_id)
    person = registering.with_facts(before.person, asked.person)
    after = replace(before, person=person, **asked.record)
    refuse_any(
        registering.validates_a_number(person),
        registering.can_be_mentored(person, _mentor(context, asked.record.get("mentor_id"))),
    )
    if after == before:
        return before
    return _recorded(context, before, after)


def transfer(
    context: WorldContext, participant_id: str, provider: str, school_urn: str
) -> TrainingRecord:
    """Move a participant to another provider, or to another school with the same one.

    The schedule comes along; the mentor stays behind with the school. The same provider's
    record keeps everything but its school; in the service edition it begins anew, active.

    Rules: PART-3.
    """
    left = participant(context, participant_id)
    refuse_any(registering.moves(left, provider, school_urn))
    if left.provider == provider and not context.edition.new_school_begins_anew:
        moved = replace(left, school_urn=school_urn, recorded=context.store.stamp(context.now))
        enrolment.change_record(context.store, moved)
    else:
        placement = Placement(school_urn, left.schedule_identifier)
        moved = additions.open_record(
            context.store, left.person, provider, placement, at=context.now, transferred=True
        )
    keep_transfer(context.store, left, moved, at=context.now)
    return moved


def keep_transfer(
    store: Records, left: TrainingRecord, joined: TrainingRecord, *, at: Instant
) -> None:
    """Keep that a participant went from one provider or school to another."""
    details = {
        "from": {"provider": left.provider, "school_urn": left.school_urn},
        "to": {"provider": joined.provider, "school_urn": joined.school_urn},
    }
    act = Act(at=at, recorded=joined.recorded, by=SCHOOL, act="transferred", details=details)
    acts.keep(store, joined.person.id, act)


def keep_changes(
    store: Records, before: TrainingRecord, after: TrainingRecord, *, at: Instant
) -> None:
    """Keep what a school or the department changed (REG-2)."""
    for by, details in registering.changes(before, after):
        act = Act(at=at, recorded=after.recorded, by=by, act="details-changed", details=details)
        acts.keep(store, after.person.id, act)


def _recorded(
    context: WorldContext, before: TrainingRecord, after: TrainingRecord
) -> TrainingRecord:
    """Write what changed, under one stamp."""
    changed = replace(after, recorded=context.store.stamp(context.now))
    if after.person != before.person:
        enrolment.change_person(context.store, after.person, stamp=changed.recorded)
    enrolment.change_record(context.store, changed)
    if after.mentor_id not in (before.mentor_id, None):
        enrolment.note_mentor(context.store, changed, at=context.now)
    if registering.becomes_eligible(before.person, after.person):
        _promote(context, changed)
    keep_changes(context.store, before, changed, at=context.now)
    return changed


def _promote(context: WorldContext, record: TrainingRecord) -> None:
    """Make eligible what any provider has submitted for a person (REG-3)."""
    calendar = context.edition.schedules.calendar(record.person.cohort)
    for each in context.store.declarations_of(record.person):
        if paying.state_at(context.now, each.settlement) is State.SUBMITTED:
            facts = paying.become_eligible(each.settlement, calendar, at=context.now)
            recorded = paying.recorded_at(each, record.recorded, context.edition)
            context.store.settle(each, facts, recorded=recorded)


def _mentor(context: WorldContext, mentor_id: str | None) -> Person | None:
    """Return who is to mentor; raises NotFound for an id that nobody has."""
    if mentor_id is None:
        return None
    record = enrolment.current_record(context.store, mentor_id)
    if record is None:
        raise NotFound(Problem("mentor_id", f"#/mentor_id names nobody in this world: {mentor_id}"))
    return record.person
