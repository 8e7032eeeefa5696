"""Which changes of school are transfers, and how far each has come."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.training import SchoolPeriod
from ecf_sandbox.v3.domain.transfers import Side, Transfer, TransferStatus, TransferType
from ecf_sandbox.v3.rules.enrolments import induction_end


def transfers(history: History, provider: str) -> list[Transfer]:
    """Return a person's transfers that a provider sees, by start of the leaving school period.

    Rules: V3-TRANSFER-1, V3-TRANSFER-2.
    """
    if all(each.is_open for each in history.school_periods):
        return []
    found = [
        each for role in Role for each in _transfers(history, role) if _concerns(each, provider)
    ]
    return sorted(found, key=lambda each: each.leaving.school_period.started_on)


def transfer_type(transfer: Transfer) -> TransferType:
    """Return what changes; training that is school-led or not confirmed has no provider.

    Rules: V3-TRANSFER-3.
    """
    if transfer.joining is None:
        return TransferType.UNKNOWN
    same = transfer.leaving.training.provider == transfer.joining.training.provider
    return TransferType.NEW_SCHOOL if same else TransferType.NEW_PROVIDER


def transfer_status(transfer: Transfer, today: date) -> TransferStatus:
    """Return `incomplete` while either date is in the future (V3-TRANSFER-3)."""
    days = (transfer.left_on, transfer.joined_on or transfer.left_on)
    return TransferStatus.INCOMPLETE if max(days) > today else TransferStatus.COMPLETE


def _transfers(history: History, role: Role) -> Iterator[Transfer]:
    periods = history.at_school(role)
    for period, successor in zip_longest(periods, periods[1:]):
        training = history.training_within(period)
        if period.is_open or not training or training[-1].is_open:
            continue
        if successor is None and induction_end(history):
            continue
        if successor is not None and successor.school_id == period.school_id:
            continue
        yield Transfer(role, Side(period, training[-1]), _joining(history, successor))


def _joining(history: History, successor: SchoolPeriod | None) -> Side | None:
    training = history.training_within(successor) if successor else []
    return Side(successor, training[0]) if successor and training else None


def _concerns(transfer: Transfer, provider: str) -> bool:
    sides = (transfer.leaving, transfer.joining)
    return any(side is not None and side.training.provider == provider for side in sides)
