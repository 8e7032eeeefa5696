"""What the department would query about mentors, without a store."""

from dataclasses import replace

import pytest

from ecf_sandbox.v1.domain.advisories import Mentee, ParticipantFacts
from ecf_sandbox.v1.domain.participants import Course
from ecf_sandbox.v1.rules import advising
from tests.kit.facts import at, declaration, edition, record

REPLACEMENT = "ecf-replacement-september"
EXTENDED = "ecf-extended-september"
SEPTEMBER = "ecf-standard-september"
MENTEE = "5eaf00d0-0000-4000-8000-000000000002"
EARLY = at("2021-11-20T00:00:00Z")


def advice(case, rule, *, of="guidance"):
    """Return what is said under one rule."""
    found = advising.advise(case, edition(of).schedules, now=EARLY)
    return [each for each in found if each.rule == rule]


def replacement(*declared, theirs=(), **facts):
    """Return the case of a replacement mentor with one ECT."""
    mentees = (Mentee(MENTEE, 0, theirs),) if theirs is not None else ()
    mine = tuple(replace(each, course_identifier=Course.MENTOR) for each in declared)
    known = record("mentor", **{"schedule_identifier": REPLACEMENT, **facts})
    return ParticipantFacts(known, mine, mentees)


def mine(what, dated, **facts):
    return declaration(what, dated, **{"schedule_identifier": REPLACEMENT, **facts})


RETAINED = declaration("retained-1", "2022-01-10T09:00:00Z")


@pytest.mark.rule("ADV-2")
@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(mine("started", "2021-12-20T09:00:00Z"), 1, id="another type"),
        pytest.param(mine("started", "2021-12-01T00:00:00Z"), 1, id="first instant"),
        pytest.param(mine("started", "2022-01-31T23:59:59.999999Z"), 1, id="last instant"),
        pytest.param(mine("retained-1", "2021-12-20T09:00:00Z"), 0, id="the same type"),
        pytest.param(mine("started", "2021-11-30T23:59:59.999999Z"), 0, id="the period before"),
        pytest.param(mine("started", "2022-02-01T00:00:00Z"), 0, id="the period after"),
    ],
)
def test_a_replacement_mentor_is_declared_what_the_ect_is_in_one_period(declared, expected):
    found = advice(replacement(declared, theirs=(RETAINED,)), "ADV-2")

    assert len(found) == expected
    for each in found:
        assert "started" in each.what
        assert "retained-1" in each.what
        assert MENTEE in each.what


@pytest.mark.rule("ADV-2")
@pytest.mark.parametrize(("held", "expected"), [(REPLACEMENT, 1), (SEPTEMBER, 0), (EXTENDED, 0)])
def test_only_what_was_declared_on_a_replacement_schedule_is_compared(held, expected):
    started = mine("started", "2021-12-20T09:00:00Z", schedule_identifier=held)

    assert len(advice(replacement(started, theirs=(RETAINED,)), "ADV-2")) == expected


@pytest.mark.rule("ADV-2")
@pytest.mark.parametrize("theirs", [(), None], ids=["nothing declared", "no ect"])
def test_without_a_declaration_of_the_ect_there_is_nothing_to_compare(theirs):
    started = mine("started", "2021-12-20T09:00:00Z")

    assert advice(replacement(started, theirs=theirs), "ADV-2") == []


@pytest.mark.rule("ADV-2")
@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(EXTENDED, 1, id="those of september"),
        pytest.param("ecf-extended-january", 0, id="those of january"),
    ],
)
def test_an_ect_without_periods_is_judged_by_those_of_the_standard_schedule(held, expected):
    theirs = declaration("retained-1", "2021-11-29T09:00:00Z", schedule_identifier=held)
    started = mine("started", "2021-11-20T09:00:00Z")

    assert len(advice(replacement(started, theirs=(theirs,)), "ADV-2")) == expected


@pytest.mark.rule("ADV-2")
def test_the_advice_is_for_whoever_declared_for_the_mentor():
    started = mine("started", "2021-12-20T09:00:00Z", provider="riverbank")
    (found,) = advice(replacement(started, theirs=(RETAINED,)), "ADV-2")

    assert found.provider == "riverbank"


@pytest.mark.rule("ADV-2")
@pytest.mark.parametrize(("of", "expected"), [("guidance", 0), ("service", 1)])
def test_the_service_s_periods_begin_earlier(of, expected):
    theirs = declaration("retained-1", "2021-10-11T09:00:00Z")
    started = mine("started", "2021-10-04T09:00:00Z")

    assert len(advice(replacement(started, theirs=(theirs,)), "ADV-2", of=of)) == expected


# ADV-3


def mentor(*since, moved, schedule=REPLACEMENT):
    mentees = tuple(Mentee(f"{MENTEE}{place}", place, ()) for place in since)
    return ParticipantFacts(record("mentor", schedule_identifier=schedule), (), mentees, moved)


@pytest.mark.rule("ADV-3")
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(mentor(1, 3, moved=2), 1, id="moved between the first and the second"),
        pytest.param(mentor(1, 2, moved=3), 1, id="moved after the second"),
        pytest.param(mentor(0, 0, moved=1), 1, id="both from the beginning"),
        pytest.param(mentor(2, 3, moved=1), 0, id="moved with nobody to mentor"),
        pytest.param(mentor(1, moved=2), 0, id="one only"),
        pytest.param(mentor(moved=2), 0, id="nobody"),
        pytest.param(mentor(1, 3, moved=None), 0, id="there from the beginning"),
        pytest.param(mentor(1, 3, moved=2, schedule=SEPTEMBER), 0, id="moved back"),
    ],
)
def test_a_mentor_with_an_ect_stays_on_schedule_when_taking_on_a_second(known, expected):
    found = advice(known, "ADV-3")

    assert len(found) == expected
    assert all(REPLACEMENT in each.what for each in found)
