"""What the department would query, and what it would go by."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.participants import TrainingRecord


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody whom a mentor has; `since` is the place of that in the order of actions.

    Zero is from the beginning. `declarations` are the standing ones, whoever made them.
    """

    participant_id: str
    since: int
    declarations: Sequence[Declaration]


@dataclass(frozen=True, slots=True)
class ParticipantFacts:
    """What is known of one participant: the current record, and standing declarations.

    Only of a mentor on a replacement schedule is more known: the mentees, and the place of
    the move to that schedule in the order of actions, None where it was there from the
    beginning.
    """

    record: TrainingRecord
    declarations: Sequence[Declaration]
    mentees: Sequence[Mentee] = ()
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class Advisory:
    """Something accepted that is not what the department expects."""

    participant_id: str
    provider: str
    rule: str
    what: str
    why: str
