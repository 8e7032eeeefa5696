"""Transfers: people who leave a school, and where they go."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.training import SchoolPeriod, TrainingPeriod


class TransferType(StrEnum):
    """What changes with the school (V3-TRANSFER-3)."""

    NEW_SCHOOL = "new_school"
    NEW_PROVIDER = "new_provider"
    UNKNOWN = "unknown"


class TransferStatus(StrEnum):
    """Whether all of it has happened (V3-TRANSFER-3)."""

    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a transfer: a school period, and its last or first training period."""

    school_period: SchoolPeriod
    training: TrainingPeriod


@dataclass(frozen=True, slots=True)
class Transfer:
    """A person leaves a school; `joining` is None while nobody knows for where."""

    role: Role
    leaving: Side
    joining: Side | None

    @property
    def left_on(self) -> date:
        """The last day of the leaving training."""
        assert self.leaving.training.finished_on, "a transfer's leaving training has an end"
        return self.leaving.training.finished_on

    @property
    def joined_on(self) -> date | None:
        """The first day of the joining training."""
        return self.joining.training.started_on if self.joining else None
