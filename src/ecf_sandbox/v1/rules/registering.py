"""What schools and the department may say of a participant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.actors import DEPARTMENT, SCHOOL
from ecf_sandbox.v1.domain.participants import ParticipantType, Person, TrainingRecord

NOT_A_MENTOR = Problem("mentor_id", "#/mentor_id names an ECT: send the id of a mentor", "PART-1")
MENTORS_HAVE_NONE = Problem(
    "mentor_id", "#/mentor_id is for ECTs: this participant is a mentor", "PART-1"
)
NO_NUMBER = Problem(
    "teacher_reference_number_validated",
    "#/teacher_reference_number_validated says something of a number that is not there: "
    "send #/teacher_reference_number too",
    "REG-2",
)
NOTHING_CHANGES = Problem(
    "school_urn", "#/provider and #/school_urn are what the participant has already", "PART-3"
)


def with_facts(person: Person, facts: Mapping[str, Any]) -> Person:
    """Return a person of whom other facts are known, by the names that `Person` has for them.

    Another teacher reference number is one that nobody has checked yet, unless the facts
    say that somebody has.

    Rules: REG-2.
    """
    number = facts.get("teacher_reference_number", person.teacher_reference_number)
    unchecked = (
        {}
        if number == person.teacher_reference_number
        else {"teacher_reference_number_validated": None}
    )
    return replace(person, **{**unchecked, **facts})


def validates_a_number(person: Person) -> Iterator[Problem]:
    """Yield a problem where a number that nobody knows is said to be valid or not (REG-2)."""
    validated = person.teacher_reference_number_validated
    if validated is not None and person.teacher_reference_number is None:
        yield NO_NUMBER


def can_be_mentored(person: Person, by: Person | None) -> Iterator[Problem]:
    """Yield a problem unless an ECT gets a mentor; nobody (`by` None) may mentor anybody."""
    if by is None:
        return
    if person.participant_type is ParticipantType.MENTOR:
        yield MENTORS_HAVE_NONE
    if by.participant_type is ParticipantType.ECT:
        yield NOT_A_MENTOR


def moves(record: TrainingRecord, provider: str, school_urn: str) -> Iterator[Problem]:
    """Yield a problem where a transfer leads to where the participant is (PART-3)."""
    if (record.provider, record.school_urn) == (provider, school_urn):
        yield NOTHING_CHANGES


# Who finds out what of a person; by the names that Person has for it.
_SCHOOLS_FACTS = ("email_validated",)
_DEPARTMENTS_FACTS = (
    "teacher_reference_number",
    "teacher_reference_number_validated",
    "qts",
    "eligible",
    "pupil_premium_uplift",
    "sparsity_uplift",
)
_ON_THE_WIRE = {"eligible": "eligible_for_funding"}


def changes(before: TrainingRecord, after: TrainingRecord) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield who changed what: the school, the department; a mentor assigned is told apart.

    Rules: REG-2, PART-3.
    """
    at_school = {**_new(_SCHOOLS_FACTS, before.person, after.person)}
    at_school |= _new(("status",), before, after)
    if after.mentor_id is None:
        at_school |= _new(("mentor_id",), before, after)
    by_department = _new(_DEPARTMENTS_FACTS, before.person, after.person)
    yield from ((by, new) for by, new in ((SCHOOL, at_school), (DEPARTMENT, by_department)) if new)


def _new(names: Iterable[str], before: object, after: object) -> dict[str, Any]:
    """Return what is another value than before, by the names that the API has for it."""
    return {
        _ON_THE_WIRE.get(name, name): getattr(after, name)
        for name in names
        if getattr(after, name) != getattr(before, name)
    }


def becomes_eligible(before: Person, after: Person) -> bool:
    """Return whether funding is known to be due now, and was not before (REG-3)."""
    return after.eligible_for_funding is True and before.eligible_for_funding is not True
