"""Facts of people corrected, and ineligibility set or cleared."""

from collections.abc import Iterator
from datetime import date

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import IneligibilityReason, Person, Role
from ecf_sandbox.v3.rules.conflicts import conflict


def correcting(person: Person, numbered: str | None) -> Iterator[Problem]:
    """Yield why a person cannot be so; `numbered` is who has the number already.

    Rules: V3-REG-1, V3-REG-10, V3-REG-16.
    """
    if numbered is not None and numbered != person.id:
        why = f"#/teacher_reference_number is that of {numbered}: merge the two instead"
        yield conflict(why, "V3-REG-10")
    started, completed = person.record_started_on, person.record_completed_on
    if started and completed and completed < started:
        why = f"#/record_completed_on is before the record's start, {started}"
        yield conflict(why, "V3-REG-16")


def correcting_at_school(history: History, role: Role) -> Iterator[Problem]:
    """Yield why nothing can be corrected at somebody's latest school.

    Rules: V3-REG-10, V3-PART-15.
    """
    if not history.at_school(role):
        why = f"#/participant_type: the participant was never at a school as {role}"
        yield conflict(why, "V3-REG-10")


def making_ineligible(
    role: Role, on: date | None, reason: IneligibilityReason | None
) -> Iterator[Problem]:
    """Yield why somebody cannot be ineligible so: mentors have a day and a reason, or neither.

    Rules: V3-REG-16, V3-PART-14.
    """
    if role is Role.ECT and reason is not None:
        yield conflict("#/reason is a mentor's alone: leave it out", "V3-REG-16")
    elif role is Role.MENTOR and (on is None) != (reason is None):
        why = "#/reason goes with #/ineligible_on: a mentor has both or neither"
        yield conflict(why, "V3-REG-16")
