"""When a participant may be deferred, resumed or withdrawn."""

from collections.abc import Container, Iterable, Iterator

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import (
    DeferralReason,
    TrainingRecord,
    TrainingStatus,
    WithdrawalReason,
)


def reason_to_defer(reason: DeferralReason | Unusable) -> Iterator[Problem]:
    """Yield a problem without one of the reasons for a break (ACT-2)."""
    if isinstance(reason, Unusable):
        yield _unknown_reason(DeferralReason, "ACT-2")


def reason_to_withdraw(reason: WithdrawalReason | Unusable) -> Iterator[Problem]:
    """Yield a problem without one of the reasons for leaving (ACT-4)."""
    if isinstance(reason, Unusable):
        yield _unknown_reason(WithdrawalReason, "ACT-4")


def can_defer(record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem unless training is active (ACT-2)."""
    yield from _only({TrainingStatus.ACTIVE}, record, "deferred", "ACT-2")


def can_resume(record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem unless training is deferred (ACT-3)."""
    yield from _only({TrainingStatus.DEFERRED}, record, "resumed", "ACT-3")


def can_withdraw(record: TrainingRecord) -> Iterator[Problem]:
    """Yield a problem when already withdrawn, which is final (ACT-4)."""
    yield from _only({TrainingStatus.ACTIVE, TrainingStatus.DEFERRED}, record, "withdrawn", "ACT-4")


def updated_at(record: TrainingRecord, edition: Edition, *, now: Instant) -> Instant:
    """Return when an action counts as made: now, in the service edition not before the record.

    Rules: ACT-8.
    """
    return max(now, record.opened) if edition.updates_not_before_opening else now


def _only(
    accepted: Container[TrainingStatus], record: TrainingRecord, action: str, rule: str
) -> Iterator[Problem]:
    if record.training_status not in accepted:
        yield Problem(
            "participant_profile",
            f"#/participant_id is {record.training_status} with you and cannot be {action}",
            rule,
        )


def _unknown_reason(reasons: Iterable[str], rule: str) -> Problem:
    return Problem("reason", "#/reason must be one of " + ", ".join(reasons), rule)
