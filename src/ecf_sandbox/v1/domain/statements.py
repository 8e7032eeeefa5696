"""What is paid: declarations counted, and the statements that they make up."""

from dataclasses import dataclass
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.declarations import Settlement, State
from ecf_sandbox.v1.domain.schedules import DeclarationType, Payment


@dataclass(frozen=True, slots=True)
class DeclarationCount:
    """How many declarations share all that decides what is paid for them, and when.

    `settlement` is that of one of them. The others differ in nothing but when they became
    eligible and when they were voided, inside the same payments.
    """

    provider: str
    cohort: int
    declaration_type: DeclarationType
    schedule_identifier: str
    settlement: Settlement
    declarations: int


class StatementState(StrEnum):
    """How far a payment has come."""

    OPEN = "open"
    PAYABLE = "payable"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What a payment pays for a type in a state; taken back, its share is negative (PAY-8)."""

    declaration_type: DeclarationType
    state: State
    declarations: int
    share: int


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """A payment of a cohort with its two dates as published, each as that day's midnight."""

    payment_date: Instant
    cohort: int
    milestone_date: Instant
    payment: Payment


@dataclass(frozen=True, slots=True)
class Statement:
    """One payment to one provider."""

    provider: str
    due: PaymentDue
    progress: StatementState
    lines: tuple[StatementLine, ...]
    clawbacks: tuple[StatementLine, ...]

    @property
    def share(self) -> int:
        """The sum of all lines and clawbacks, in hundredths of a participant's training."""
        return sum(each.share for each in (*self.lines, *self.clawbacks))
