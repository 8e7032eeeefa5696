"""Whom a provider may speak about, and on which course."""

from collections.abc import Iterator
from enum import Enum, auto

from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import Lack
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


class Acquaintance(Enum):
    """How a provider stands to the participant and course it names."""

    OURS = auto()
    THEIRS = auto()
    NOBODY = auto()


def acquaintance(
    record: TrainingRecord | None, provider: str, course: Course | Lack, edition: Edition
) -> Acquaintance:
    """Return whether a record is this provider's, another's, or as good as unknown.

    `record` is the provider's own, else that of whoever trains the participant. A wrong
    course makes anybody unknown.

    Rules: AUTH-3, ACT-1, DECL-9, DECL-12.
    """
    if record is None or record.person.participant_type.course is not course:
        return Acquaintance.NOBODY
    if edition.forgets_school_withdrawn and record.status is Status.WITHDRAWN:
        return Acquaintance.NOBODY
    return Acquaintance.OURS if record.provider == provider else Acquaintance.THEIRS


def known_participant(known: Acquaintance) -> Iterator[Problem]:
    """Yield a problem unless the participant is this provider's (ACT-1, DECL-9)."""
    if known is not Acquaintance.OURS:
        yield UNKNOWN_PARTICIPANT


def right_course(known: Acquaintance) -> Iterator[Problem]:
    """Yield a problem when participant and course do not go together (ACT-1, DECL-9)."""
    if known is Acquaintance.NOBODY:
        yield WRONG_COURSE
