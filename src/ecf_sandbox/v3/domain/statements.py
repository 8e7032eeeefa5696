"""Statements: when a cohort's declarations are settled."""

from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An output statement of a provider and cohort.

    It is open to the end of its `deadline`, and paid from 00:00 of its `payment_date`, or
    since the department authorised it.

    Rules: V3-STATEMENT-1.
    """

    id: str
    provider: str
    cohort: int
    year: int
    month: int
    deadline: date
    payment_date: date
    recorded_at: Instant
    authorised_at: Instant | None = None

    @property
    def payable_at(self) -> Instant:
        """00:00 of the day after its deadline (V3-PAY-3)."""
        return london.start_of(london.day_after(self.deadline))

    @property
    def payment_at(self) -> Instant:
        """00:00 of its payment date (V3-PAY-4)."""
        return london.start_of(self.payment_date)
