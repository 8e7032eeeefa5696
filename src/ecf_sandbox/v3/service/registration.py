"""Schools register ECTs and mentors, new or known."""

from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.problems import NotFound, Problem, refuse_any
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Person, Role, RoleFacts, WorkingPattern
from ecf_sandbox.v3.domain.schedules import ScheduleIdentifier
from ecf_sandbox.v3.domain.training import SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules import placing, registering
from ecf_sandbox.v3.rules.placing import Placement
from ecf_sandbox.v3.rules.registering import Arrival
from ecf_sandbox.v3.service import mentoring
from ecf_sandbox.v3.service.carrying_over import carry_over
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import (
    NO_IDS,
    Ids,
    became,
    known_person,
    known_provider,
    partnerships_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """What a school says of somebody who comes.

    Without a provider the school trains an ECT, nobody a mentor. Without `started_on` they come
    today; e-mail and working pattern are those of the last school unless said.
    """

    role: Role
    school_id: str
    started_on: date | None = None
    provider: str | None = None
    email: str | None = None
    working_pattern: WorkingPattern | None = None
    cohort: int | None = None
    schedule_identifier: ScheduleIdentifier | None = None
    training_started_on: date | None = None
    mentor_id: str | None = None
    carry_over: bool = False
    only_here: bool = False


def register(
    context: WorldContext,
    asked: Attendance,
    full_name: str | None = None,
    trn: str | None = None,
    ids: Ids = NO_IDS,
) -> tuple[History, bool]:
    """Register somebody at a school; return them, and whether they are new.

    A number that is known takes its person up again, by the name on record.

    Rules: V3-REG-1, V3-REG-2.
    """
    person_id = context.store.person_numbered(trn) if trn else None
    if person_id is not None:
        return join(context, person_id, asked, ids), False
    person = Person(
        id=ids.person or context.store.new_id("person"),
        full_name=full_name,
        trn=trn,
        ect=RoleFacts(record_id=ids.ect_record or context.store.new_id("ect-record")),
        mentor=RoleFacts(record_id=ids.mentor_record or context.store.new_id("mentor-record")),
        recorded_at=context.now,
    )
    return _attends(context, None, History(person=person), asked, ids), True


def join(context: WorldContext, person_id: str, asked: Attendance, ids: Ids = NO_IDS) -> History:
    """Register somebody known at a school: a transfer, one more school, or the other role.

    Rules: V3-REG-1, V3-REG-2.
    """
    known = known_person(context, person_id)
    return _attends(context, known, known, asked, ids)


def _attends(
    context: WorldContext, before: History | None, known: History, asked: Attendance, ids: Ids
) -> History:
    role, day = asked.role, asked.started_on or context.today
    if context.store.school(asked.school_id) is None:
        raise NotFound(Problem("school_id", f"There is no school {asked.school_id:.80}"))
    arrival = Arrival(
        role=role, school_id=asked.school_id, started_on=day, only_here=asked.only_here
    )
    statements = context.store.statements().values()
    refuse_any(
        registering.registering(known, arrival, statements, context.now),
        registering.asking(
            role, day, asked.training_started_on, mentored=asked.mentor_id is not None
        ),
    )
    period = _school_period(context, known, asked, day, ids)
    training = _training(context, known, period, asked, ids)
    changes = registering.moved_away(known, arrival) | Changes(
        school_periods=(period,), training_periods=(training,) if training else ()
    )
    after = became(context, before, known.after(changes))
    if asked.mentor_id is None:
        return after
    assignment = mentoring.Assignment(mentor_id=asked.mentor_id)
    return mentoring.assign(context, after.person.id, assignment, ids)


def _school_period(
    context: WorldContext, known: History, asked: Attendance, day: date, ids: Ids
) -> SchoolPeriod:
    last = next(iter(reversed(known.at_school(asked.role))), None)
    return SchoolPeriod(
        id=ids.school_period or context.store.new_id("school-period"),
        person_id=known.person.id,
        role=asked.role,
        school_id=asked.school_id,
        started_on=day,
        recorded_at=context.now,
        email=asked.email or (last.email if last else None),
        working_pattern=registering.working_pattern(asked.role, asked.working_pattern, last),
    )


def _training(
    context: WorldContext, known: History, period: SchoolPeriod, asked: Attendance, ids: Ids
) -> TrainingPeriod | None:
    """Return the training that comes with a registration (V3-REG-1 to V3-REG-4)."""
    role, day, periods = period.role, period.started_on, context.store.contract_periods()
    new_id = ids.training_period or context.store.new_id("training-period")
    out = placing.comes_out_of_frozen(known, role, periods, context.now)
    out_of_frozen = out and asked.provider is not None
    starts = asked.training_started_on or registering.training_starts(
        role, day, context.today, out_of_frozen=out_of_frozen
    )
    if asked.provider is None:
        if role is Role.MENTOR:
            return None
        return placing.school_led(period, starts, new_id=new_id, now=context.now)
    if role is Role.MENTOR and not registering.mentor_trains(known, day, only_here=asked.only_here):
        return None
    place = _placement(context, known, day, asked)
    known_provider(context, asked.provider, place.cohort)
    if asked.carry_over:
        carry_over(context, period.school_id, asked.provider, place.cohort, ids.partnership)
    partnerships = partnerships_at(context, period.school_id, asked.provider)
    owner = placing.owner(period.school_id, asked.provider, place.cohort, partnerships)
    identifier = place.schedule_identifier
    return placing.provider_led(period, starts, owner, identifier, new_id=new_id, now=context.now)


def _placement(context: WorldContext, known: History, day: date, asked: Attendance) -> Placement:
    """Return cohort and schedule, each as asked or by the rules (V3-REG-3, V3-REG-4)."""
    periods, role = context.store.contract_periods(), asked.role
    place: Placement | None
    if asked.cohort is None:
        place = placing.placement(known, role, day, periods, context.now)
    else:
        cohort = periods.get(asked.cohort)
        if cohort is None:
            raise NotFound(Problem("cohort", f"There is no cohort {asked.cohort}"))
        last = placing.last_provider_led(known, role)
        place = placing.placement_in(cohort, last, max(day, context.today))
    if place is None:
        refuse_any([placing.no_cohort(day)])
    assert place, "a rule refuses a day without a cohort"
    refuse_any(placing.naming_schedule(role, asked.schedule_identifier))
    identifier = asked.schedule_identifier or place.schedule_identifier
    return replace(place, schedule_identifier=identifier)
