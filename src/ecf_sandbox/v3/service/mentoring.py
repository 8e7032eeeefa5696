"""Schools assign mentors to ECTs, and end that."""

from dataclasses import dataclass, replace
from datetime import date

from ecf_sandbox.engine.domain.problems import refuse_any
from ecf_sandbox.v3.domain.actors import SCHOOL
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.schedules import ScheduleKind
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod
from ecf_sandbox.v3.rules import mentoring, placing
from ecf_sandbox.v3.rules.switching import present_or_next
from ecf_sandbox.v3.service.acts_kept import Doing
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.person_changes import (
    NO_IDS,
    Ids,
    changed,
    known_person,
    known_provider,
    partnerships_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who mentors an ECT; the days follow from both school periods unless given."""

    mentor_id: str
    started_on: date | None = None
    finished_on: date | None = None


def assign(context: WorldContext, ect_id: str, asked: Assignment, ids: Ids = NO_IDS) -> History:
    """Give an ECT a mentor; one without training comes to be trained with the ECT.

    Rules: V3-REG-8.
    """
    ect, mentor = known_person(context, ect_id), known_person(context, asked.mentor_id, "mentor_id")
    day = asked.started_on or context.today
    refuse_any(mentoring.meeting(ect, mentor, day))
    at_school, mentors_there = mentoring.school_periods(ect, mentor, day)
    new_id = ids.mentorship or context.store.new_key()
    made = mentoring.assigned_mentorship(at_school, mentors_there, new_id, context.today)
    made = replace(
        made,
        started_on=asked.started_on or made.started_on,
        finished_on=asked.finished_on or made.finished_on,
    )
    refuse_any(mentoring.assigning(made, at_school, mentors_there))
    doing = Doing("mentor-assigned", SCHOOL, {"mentor_id": made.mentor_id})
    after = changed(context, ect, mentoring.assigned(ect, made), doing=doing)
    train_mentor(context, after, made, mentors_there)
    return after


def end(context: WorldContext, ect_id: str) -> History:
    """End an ECT's present mentorship yesterday (V3-REG-8)."""
    ect = known_person(context, ect_id)
    refuse_any(mentoring.ending(ect, context.today))
    doing = Doing("mentor-ended", SCHOOL)
    return changed(context, ect, mentoring.ended(ect, context.today), doing=doing)


def train_mentor(
    context: WorldContext, ect: History, made: Mentorship, at_school: SchoolPeriod
) -> None:
    """Let a mentor without training be trained with an ECT (V3-REG-7, V3-REG-8)."""
    mentor = known_person(context, made.mentor_id)
    ect_period = next(each for each in ect.school_periods if each.id == made.ect_school_period_id)
    ect_training = present_or_next(ect, ect_period, context.today)
    provider = mentoring.mentor_gets_training(mentor, ect_training)
    if provider is None:
        return
    place = placing.placement(
        mentor,
        Role.MENTOR,
        made.started_on,
        context.store.contract_periods(),
        context.now,
        _kind(context, ect, made),
    )
    if place is None:
        refuse_any([placing.no_cohort(made.started_on)])
    assert place, "a rule refuses a day without a cohort"
    known_provider(context, provider, place.cohort)
    partnerships = partnerships_at(context, at_school.school_id, provider)
    training = placing.provider_led(
        at_school,
        made.started_on,
        placing.owner(at_school.school_id, provider, place.cohort, partnerships),
        place.schedule_identifier,
        new_id=context.store.new_key(),
        now=context.now,
    )
    changed(context, mentor, Changes(training_periods=(training,)))


def _kind(context: WorldContext, ect: History, made: Mentorship) -> ScheduleKind:
    """Return whether a mentor replaces one who was declared (V3-REG-4)."""
    earlier = mentoring.earlier_mentorships(ect, made)
    mentors = context.store.histories({each.mentor_id for each in earlier}).values()
    replaces = placing.takes_over(earlier, mentors)
    return ScheduleKind.REPLACEMENT if replaces else ScheduleKind.STANDARD
