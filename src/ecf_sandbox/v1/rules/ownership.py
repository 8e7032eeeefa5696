"""Whom a provider may speak about, and on which course."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import Course, Status, TrainingRecord

UNKNOWN_PARTICIPANT = Problem(
    "participant_id",
    "#/participant_id names nobody you train on this course: "
    "send the id of one of your participants, as GET /api/v1/participants/ecf lists them",
)
WRONG_COURSE = Problem(
    "course_identifier",
    "#/course_identifier does not fit this participant: "
    "send ecf-induction for an ECT, ecf-mentor for a mentor",
)


class Ownership(Enum):
    """How a provider stands to the participant and course it names."""

    OWN = auto()
    OTHERS = auto()
    UNKNOWN = auto()


def ownership_of(
    record: TrainingRecord | None, provider: str, course: Course | Unusable, edition: Edition
) -> Ownership:
    """Return whether a record is this provider's, another's, or as good as unknown.

    `record` is the provider's own, else that of whoever trains the participant. A wrong
    course makes anybody unknown.

    Rules: AUTH-3, ACT-1, DECL-9, DECL-12.
    """
    if record is None or record.person.participant_type.course is not course:
        return Ownership.UNKNOWN
    if edition.forgets_school_withdrawn and record.status is Status.WITHDRAWN:
        return Ownership.UNKNOWN
    return Ownership.OWN if record.provider == provider else Ownership.OTHERS


def judged_record(
    record: TrainingRecord | None, known: Ownership, edition: Edition
) -> TrainingRecord | None:
    """Return the record that the other rules are asked about, if they are asked at all.

    It is the provider's own; in the service edition, where it has none, that of whoever
    trains the participant now, once person and course fit.

    Rules: AUTH-3, DECL-1, ACT-1, ACT-5.
    """
    if known is Ownership.OWN:
        return record
    others = known is Ownership.OTHERS and edition.judges_anybodys_participants
    return record if others else None


def known_participant(known: Ownership, rule: str) -> Iterator[Problem]:
    """Yield a problem unless the participant is this provider's.

    `rule` is the one that wants them known: ACT-1, or DECL-9. Another provider's participant
    is refused by AUTH-3.
    """
    if known is not Ownership.OWN:
        others = known is Ownership.OTHERS
        yield replace(UNKNOWN_PARTICIPANT, rule="AUTH-3" if others else rule)


def right_course(known: Ownership, rule: str) -> Iterator[Problem]:
    """Yield a problem when participant and course do not go together (ACT-1, DECL-9)."""
    if known is Ownership.UNKNOWN:
        yield replace(WRONG_COURSE, rule=rule)
