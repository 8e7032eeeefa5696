"""Building: a recipe becomes somebody's past, step by step.

Its steps are taken by the use cases that providers have (`service`), each at its
own instant, so that whatever stands at the end could have happened, and the rules have
settled what it means.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ecf_sandbox.engine.domain.instants import SECOND, Instant
from ecf_sandbox.engine.domain.problems import Problem, Rejected, refuse_any
from ecf_sandbox.v1.domain.declarations import Claim, Declaration, Evidence, Settlement, State
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import (
    Course,
    DeferralReason,
    Person,
    Status,
    TrainingRecord,
    WithdrawalReason,
)
from ecf_sandbox.v1.domain.schedules import DeclarationType, Schedule
from ecf_sandbox.v1.rules import scheduling
from ecf_sandbox.v1.seeding.recipes import Checkpoint, NewPerson, Recipe, Side, Step, Verb
from ecf_sandbox.v1.service import declarations, participants
from ecf_sandbox.v1.service.participants import ScheduleChange, TrainingChange
from ecf_sandbox.v1.service.provider_context import ProviderContext
from ecf_sandbox.v1.service.registration import keep_changes, keep_transfer
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.additions import Placement
from ecf_sandbox.v1.store.records import Records

_HOUR = 3600 * SECOND
_MORNING = 9 * _HOUR


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in the end: the current record, and every declaration in order.

    `holds_from` is the first instant at which all of it has happened, and has become what
    it is meant to.
    """

    record: TrainingRecord
    declarations: tuple[Declaration, ...]
    holds_from: Instant


@dataclass(slots=True)
class _Builder:
    """Somebody half-way: the record that is current, and how far it has come."""

    store: Records
    edition: Edition
    sides: Mapping[Side, str]
    new_person: NewPerson
    record: TrainingRecord
    at: Instant

    @property
    def id(self) -> str:
        return self.record.person.id

    @property
    def course(self) -> Course:
        return self.record.person.participant_type.course

    @property
    def context(self) -> ProviderContext:
        return ProviderContext(self.store, self.edition, self.record.provider, self.at)

    @property
    def schedule(self) -> Schedule:
        found = self.edition.schedules.get(
            self.record.schedule_identifier, self.record.person.cohort
        )
        refuse_any(scheduling.known_schedule(found, self.record.schedule_identifier))
        assert found is not None, "the rules refuse a schedule they do not know"
        return found

    def history(self) -> list[Declaration]:
        return self.store.declarations_of(self.record.person)

    def declared(self, what: str) -> Declaration:
        """Return the latest declaration of a type."""
        return next(each for each in reversed(self.history()) if each.declaration_type == what)


def build(
    store: Records,
    edition: Edition,
    recipe: Recipe,
    new_person: NewPerson,
    *,
    sides: Mapping[Side, str],
    stamped: Instant | None = None,
) -> Outcome:
    """Bring somebody new into a situation, in an open transaction.

    `stamped` is the moment that records all of it, for stamps alone; without one each
    fact is recorded when it happens. Raises Rejected where the rules do not allow it.
    """
    if stamped is not None:
        store = additions.Backdating.of(store, stamped)
    added_at = recipe.added_at if stamped is None else min(recipe.added_at, stamped)
    person = _person(recipe, new_person, added_at)
    additions.add_person(store, person)
    record = additions.open_record(
        store,
        person,
        sides[recipe.added_by],
        Placement(new_person.school_urn, recipe.schedule_identifier, new_person.mentor_id),
        at=added_at,
    )
    builder = _Builder(store, edition, sides, new_person, record, added_at)
    refuse_any(scheduling.fits_course(builder.schedule, record.person.participant_type.course))
    for step in recipe.steps:
        builder.at = _when(step, builder)
        builder.record = _DO[step.verb](builder, step)
    return Outcome(
        builder.record,
        tuple(builder.history()),
        max([builder.at, *_brought_by_time(builder, recipe)]),
    )


def _person(recipe: Recipe, new_person: NewPerson, added_at: Instant) -> Person:
    facts = recipe.registration
    has_trn = facts.teacher_reference_number_validated is not None
    return Person(
        id=new_person.id,
        participant_type=recipe.participant_type,
        cohort=recipe.cohort,
        full_name=new_person.full_name,
        email=new_person.email,
        email_validated=facts.email_validated,
        teacher_reference_number=new_person.teacher_reference_number if has_trn else None,
        teacher_reference_number_validated=facts.teacher_reference_number_validated,
        qts=facts.qts,
        eligible=facts.eligible_for_funding,
        pupil_premium_uplift=facts.pupil_premium_uplift,
        sparsity_uplift=facts.sparsity_uplift,
        added_at=added_at,
    )


def _when(step: Step, builder: _Builder) -> Instant:
    """Return when a step happens on the schedule that the participant is on by then."""
    at = step.at if step.at > builder.at else Instant(builder.at + _HOUR)
    if step.after:
        at = max(at, Instant(_milepost(*step.after, builder) + _MORNING))
    if step.verb is Verb.DECLARE:
        milestone = builder.schedule.milestones[DeclarationType(step.what)]
        at = max(at, Instant(milestone.opens + _MORNING))
    return at


def _milepost(declared: DeclarationType, milepost: Checkpoint, builder: _Builder) -> Instant:
    """Return the first instant after something, on the participant's own schedule."""
    if milepost is Checkpoint.PAID:
        found = builder.declared(declared).settlement.paid_at
    else:
        found = builder.schedule.milestones[declared].closes
    if found is None:
        raise Rejected(_never(builder, milepost, declared))
    return found


def _never(builder: _Builder, what: str, declared: str) -> Problem:
    return Problem(
        "schedule_identifier",
        f"#/schedule_identifier {builder.schedule.identifier} is never {what} "
        f"for {declared}: choose a schedule on which it is",
    )


def _brought_by_time(builder: _Builder, recipe: Recipe) -> Iterator[Instant]:
    """Yield the instants at which declarations become what they are meant to."""
    for step in recipe.steps:
        if step.becomes:
            at = _REACHED[step.becomes](builder.declared(step.what).settlement)
            if at is None:
                raise Rejected(_never(builder, step.becomes, step.what))
            yield at


_REACHED: Mapping[State, Callable[[Settlement], Instant | None]] = {
    State.PAYABLE: lambda facts: facts.payable_at,
    State.PAID: lambda facts: facts.paid_at,
    State.CLAWED_BACK: lambda facts: facts.clawed_back_at,
}


def _declare(builder: _Builder, step: Step) -> TrainingRecord:
    kind = DeclarationType(step.what)
    started = kind is DeclarationType.STARTED
    evidence = None if started else Evidence.TRAINING_EVENT_ATTENDED
    dated = _dated(builder, kind)
    declarations.declare(builder.context, Claim(builder.id, kind, dated, builder.course, evidence))
    return builder.record


def _dated(builder: _Builder, kind: DeclarationType) -> Instant:
    """Return the date of a declaration: now, or the first morning of a milestone that is over."""
    milestone = builder.schedule.milestones[kind]
    over = milestone.closes is not None and milestone.closes <= builder.at
    return Instant(milestone.opens + _MORNING) if over else builder.at


def _void(builder: _Builder, step: Step) -> TrainingRecord:
    declarations.void(builder.context, builder.declared(step.what).id)
    return builder.record


def _defer(builder: _Builder, step: Step) -> TrainingRecord:
    reason = DeferralReason(step.what)
    return participants.defer(builder.context, TrainingChange(builder.id, builder.course, reason))


def _resume(builder: _Builder, _: Step) -> TrainingRecord:
    return participants.resume(builder.context, TrainingChange(builder.id, builder.course, None))


def _withdraw(builder: _Builder, step: Step) -> TrainingRecord:
    reason = WithdrawalReason(step.what)
    return participants.withdraw(
        builder.context, TrainingChange(builder.id, builder.course, reason)
    )


def _change_schedule(builder: _Builder, step: Step) -> TrainingRecord:
    cohort = builder.record.person.cohort
    change = ScheduleChange(builder.id, builder.course, step.what, cohort)
    return participants.change_schedule(builder.context, change)


def _transfer(builder: _Builder, step: Step) -> TrainingRecord:
    """Move to the other provider; the schedule comes along, the mentor does not (PART-3)."""
    joined = additions.open_record(
        builder.store,
        builder.record.person,
        builder.sides[Side(step.what)],
        Placement(builder.new_person.school_urn, builder.record.schedule_identifier),
        at=builder.at,
        transferred=True,
    )
    keep_transfer(builder.store, builder.record, joined, at=builder.at)
    return joined


def _leave_school(builder: _Builder, _: Step) -> TrainingRecord:
    gone = replace(builder.record, status=Status.WITHDRAWN)
    changed = additions.change_enrolment(builder.store, gone, at=builder.at)
    keep_changes(builder.store, builder.record, changed, at=builder.at)
    return changed


_DO: Mapping[Verb, Callable[[_Builder, Step], TrainingRecord]] = {
    Verb.DECLARE: _declare,
    Verb.VOID: _void,
    Verb.DEFER: _defer,
    Verb.RESUME: _resume,
    Verb.WITHDRAW: _withdraw,
    Verb.CHANGE_SCHEDULE: _change_schedule,
    Verb.TRANSFER: _transfer,
    Verb.LEAVE_SCHOOL: _leave_school,
}
