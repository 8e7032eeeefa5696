"""Mentors whom a provider sees through its ECTs only."""

import pytest

from ecf_sandbox.v3.rules import unfunded
from tests.v3.kit.facts import (
    MENTOR,
    OTHER,
    PROVIDER,
    day,
    history,
    mentorship,
    person,
    school_period,
    training,
)

TODAY = day("2026-11-25")
PLACE = school_period(role=MENTOR, id="mentor-at-school")


def mentor(*facts):
    return history(PLACE, *facts, who=person(id="mentor-1"))


def ect(*facts, provider=PROVIDER):
    return history(training(provider=provider), *(facts or [mentorship()]))


def found(ects, mentors, today=TODAY):
    return unfunded.unfunded_mentors(ects, mentors, PROVIDER, today)


@pytest.mark.rule("V3-UNFUNDED-1")
@pytest.mark.parametrize(
    ("ects", "trained", "listed"),
    [
        pytest.param([ect()], [], True, id="never trained"),
        pytest.param([ect()], [training("2020-01-01", "2020-02-01")], False, id="once trained"),
        pytest.param([ect()], [training(role=MENTOR)], False, id="trained as a mentor"),
        pytest.param([ect()], [training(provider=OTHER)], True, id="trained by another"),
        pytest.param([ect(provider=OTHER)], [], False, id="of another provider's ECT"),
        pytest.param([ect(mentorship("2026-09-01", "2026-11-24"))], [], False, id="no longer"),
        pytest.param([ect(mentorship("2026-09-01", "2026-11-25"))], [], True, id="until today"),
        pytest.param([ect(mentorship("2027-01-04"))], [], True, id="later"),
        pytest.param([], [], False, id="of nobody"),
    ],
)
def test_who_is_an_unfunded_mentor(ects, trained, listed):
    assert bool(found(ects, [mentor(*trained)])) is listed


@pytest.mark.rule("V3-UNFUNDED-2")
def test_the_e_mail_is_of_the_assignments_school_period_that_started_last():
    places = [
        school_period("2026-10-01", role=MENTOR, id="late", school="S02"),
        school_period("2026-09-01", role=MENTOR, id="early"),
        school_period("2026-11-01", role=MENTOR, id="none of it", school="S03"),
    ]
    known = history(*places, who=person(id="mentor-1"))
    ects = [ect(mentorship(mentor_school_period_id=each)) for each in ("late", "early")]
    (one,) = found(ects, [known])
    assert one.school_period.id == "late"
    assert one.history == known
