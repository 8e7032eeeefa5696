"""Mentors of a provider's ECTs whom that provider never trained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.training import Mentorship, SchoolPeriod
from ecf_sandbox.v3.rules.enrolments import current_mentorship


@dataclass(frozen=True, slots=True)
class UnfundedMentor:
    """A mentor whom a provider sees through its ECTs only.

    `school_period` is the one of the assignments that started last: its e-mail is shown.
    """

    history: History
    school_period: SchoolPeriod


def assignment(ect: History, provider: str, today: date) -> Mentorship | None:
    """Return the mentorship whose mentor a provider sees with an ECT (V3-PART-7)."""
    training = ect.latest(Role.ECT, provider)
    return current_mentorship(training, ect, today) if training else None


def unfunded_mentors(
    ects: Iterable[History], mentors: Iterable[History], provider: str, today: date
) -> list[UnfundedMentor]:
    """Return the mentors of a provider's ECTs whom it never trained, in either role.

    `ects` hold at least the people in its list, `mentors` at least their mentors.

    Rules: V3-UNFUNDED-1, V3-UNFUNDED-2.
    """
    assignments = [assignment(each, provider, today) for each in ects]
    periods = {each.mentor_school_period_id for each in assignments if each}
    found = []
    for mentor in mentors:
        assigned = [each for each in mentor.at_school(Role.MENTOR) if each.id in periods]
        if assigned and not mentor.was_with(provider):
            found.append(UnfundedMentor(mentor, assigned[-1]))
    return found
