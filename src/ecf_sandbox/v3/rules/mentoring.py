"""A school assigns a mentor to an ECT."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import earliest, within
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod


def assigned_mentorship(
    ect: SchoolPeriod, mentor: SchoolPeriod, new_id: str, today: date
) -> Mentorship:
    """Return the mentorship of two school periods, as long as both last from today on.

    Rules: V3-REG-8.
    """
    return Mentorship(
        id=new_id,
        ect_id=ect.person_id,
        ect_school_period_id=ect.id,
        mentor_id=mentor.person_id,
        mentor_school_period_id=mentor.id,
        started_on=max(ect.started_on, mentor.started_on, today),
        finished_on=earliest(ect.finished_on, mentor.finished_on),
    )


def assigning(mentorship: Mentorship, ect: SchoolPeriod, mentor: SchoolPeriod) -> Iterator[Problem]:
    """Yield why a mentorship cannot be: its days may have been given.

    Rules: V3-REG-8.
    """
    if ect.person_id == mentor.person_id:
        yield Problem("mentor_id", "#/mentor_id is the participant: name another", "V3-REG-8")
    if ect.school_id != mentor.school_id:
        yield Problem("mentor_id", "#/mentor_id is not a mentor at the ECT's school", "V3-REG-8")
    ends = mentorship.finished_on
    backwards = ends is not None and ends < mentorship.started_on
    if backwards or not (within(mentorship, ect) and within(mentorship, mentor)):
        yield Problem("started_on", "#/started_on: both must be at the school then", "V3-REG-8")


def assigned(history: History, mentorship: Mentorship) -> Changes:
    """Return what a new mentorship of an ECT does: the one before it ends the day before.

    One that would not have begun by then is deleted.

    Rules: V3-REG-8.
    """
    before = [
        each
        for each in history.mentorships
        if each.ect_id == mentorship.ect_id and each.overlaps(mentorship)
    ]
    last = london.day_before(mentorship.started_on)
    ended = tuple(replace(each, finished_on=last) for each in before if each.started_on <= last)
    gone = frozenset(each.id for each in before if each.started_on > last)
    return Changes(mentorships=(*ended, mentorship), deleted=gone)


def mentor_gets_training(mentor: History, ect_training: TrainingPeriod | None) -> str | None:
    """Return the provider who comes to train a mentor with an ECT, None if nobody does.

    Rules: V3-REG-7, V3-REG-8.
    """
    if ect_training is None or mentor.person.mentor.ineligible_on is not None:
        return None
    if any(each.role is Role.MENTOR for each in mentor.training_periods):
        return None
    interest = ect_training.interest
    return ect_training.provider or (interest.provider if interest else None)
