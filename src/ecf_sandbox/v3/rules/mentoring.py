"""A school assigns a mentor to an ECT."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import Changes, History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.periods import earliest, within
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod, TrainingPeriod
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.placing import named_provider


def meeting(ect: History, mentor: History, day: date) -> Iterator[Problem]:
    """Yield why an ECT and a mentor are not at one school on a day or later.

    Rules: V3-REG-8.
    """
    at_school = _at_school(ect.at_school(Role.ECT), day)
    if ect.person.id == mentor.person.id:
        yield conflict("#/mentor_id is the participant: name another", "V3-REG-8")
    elif at_school is None:
        why = f"The participant is no ECT at a school on {day} or later: register one first"
        yield conflict(why, "V3-REG-8")
    elif _mentor_at(mentor, at_school, day) is None:
        why = (
            f"#/mentor_id is no mentor at the ECT's school, {at_school.school_id}, on {day} or"
            " later: register the mentor there first"
        )
        yield conflict(why, "V3-REG-8")


def school_periods(ect: History, mentor: History, day: date) -> tuple[SchoolPeriod, SchoolPeriod]:
    """Return where an ECT and a mentor meet: both their school periods, ECT first (V3-REG-8)."""
    at_school = _at_school(ect.at_school(Role.ECT), day)
    assert at_school, "a rule refuses who is at no school"
    there = _mentor_at(mentor, at_school, day)
    assert there, "a rule refuses who is not at that school"
    return at_school, there


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
    if mentorship.ended_before(mentorship.started_on):
        why = f"#/finished_on is before the mentorship's start, {mentorship.started_on}"
        yield conflict(why, "V3-REG-8")
    elif not (within(mentorship, ect) and within(mentorship, mentor)):
        why = "#/started_on to #/finished_on: both must be at the school all the time"
        yield conflict(why, "V3-REG-8")


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


def present_mentorship(ect: History, at_school: SchoolPeriod, today: date) -> Mentorship | None:
    """Return an ECT's mentorship at a school that is on or next, None without (V3-PART-7)."""
    return next(
        (
            each
            for each in ect.mentorships_in(at_school)
            if each.ect_id == ect.person.id and not each.ended_before(today)
        ),
        None,
    )


def from_day(mentorship: Mentorship, day: date) -> Mentorship:
    """Return a mentorship as it is from a day on."""
    return replace(mentorship, started_on=max(mentorship.started_on, day))


def ending(ect: History, today: date) -> Iterator[Problem]:
    """Yield why an ECT's mentorship cannot be ended (V3-REG-8)."""
    if _present(ect, today) is None:
        why = "The participant has no mentor, now or later: there is nothing to end"
        yield conflict(why, "V3-REG-8")


def ended(ect: History, today: date) -> Changes:
    """Return what ending an ECT's present or next mentorship does: it ended yesterday.

    One that began today or begins later is deleted.

    Rules: V3-REG-8.
    """
    present = _present(ect, today)
    assert present, "a rule refuses who has no mentor"
    if present.started_on >= today:
        return Changes(deleted=frozenset({present.id}))
    return Changes(mentorships=(replace(present, finished_on=london.day_before(today)),))


def earlier_mentorships(ect: History, mentorship: Mentorship) -> list[Mentorship]:
    """Return an ECT's mentorships that were over before one (V3-REG-4)."""
    return [
        each
        for each in ect.mentorships
        if each.ect_id == mentorship.ect_id and each.ended_before(mentorship.started_on)
    ]


def mentor_gets_training(mentor: History, ect_training: TrainingPeriod | None) -> str | None:
    """Return the provider who comes to train a mentor with an ECT, None if nobody does.

    Rules: V3-REG-7, V3-REG-8.
    """
    if ect_training is None or mentor.person.mentor.ineligible_on is not None:
        return None
    if any(each.role is Role.MENTOR for each in mentor.training_periods):
        return None
    return named_provider(ect_training)


def _at_school(periods: Iterable[SchoolPeriod], day: date) -> SchoolPeriod | None:
    """Return the first of some school periods that is not over on a day."""
    return next((each for each in periods if not each.ended_before(day)), None)


def _mentor_at(mentor: History, ect: SchoolPeriod, day: date) -> SchoolPeriod | None:
    there = (each for each in mentor.at_school(Role.MENTOR) if each.school_id == ect.school_id)
    return _at_school(there, max(day, ect.started_on))


def _present(ect: History, today: date) -> Mentorship | None:
    at_school = _at_school(ect.at_school(Role.ECT), today)
    return present_mentorship(ect, at_school, today) if at_school else None
