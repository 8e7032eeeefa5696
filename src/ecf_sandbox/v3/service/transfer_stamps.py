"""When the transfers that providers see changed last.

Rules: V3-LIST-13, V3-TRANSFER-4.
"""

from typing import TypeAlias

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.transfers import Transfer
from ecf_sandbox.v3.rules import transfers
from ecf_sandbox.v3.rules.listing import providers_of
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import writing

_Seen: TypeAlias = dict[str, list[Transfer]]


def newest_stamps(context: WorldContext, history: History) -> dict[str, Instant]:
    """Return the newest stamp of the periods that each provider's transfers show."""
    found = {
        provider: shown
        for provider in providers_of(history)
        if (shown := transfers.transfers(history, provider))
    }
    if not found:
        return {}
    stamps = context.store.transfer_stamps(each.id for each in history.training_periods)
    return {
        provider: max(
            stamps[side.training.id]
            for each in shown
            for side in (each.leaving, each.joining)
            if side is not None
        )
        for provider, shown in found.items()
    }


def stamp_transfers(context: WorldContext, before: History, after: History, stamp: Instant) -> None:
    """Stamp training whose dates changed, and leaving training whose joining side did.

    Where a provider sees one transfer less, what is left of them is stamped.
    """
    days = {each.id: (each.started_on, each.finished_on) for each in before.training_periods}
    moved = {
        each.id
        for each in after.training_periods
        if each.id in days and days[each.id] != (each.started_on, each.finished_on)
    }
    seen, left = _seen(before), _seen(after)
    sides = _joining_sides(seen)
    moved |= {id_ for id_, side in _joining_sides(left).items() if sides.get(id_) != side}
    still_leaving = _leaving(left)
    for provider, ids in _leaving(seen).items():
        remaining = still_leaving.get(provider, set())
        if not ids <= remaining:
            moved |= remaining
    if moved:
        writing.stamp(context.store.db, "training_periods", moved, stamp, "transfer_stamp")


def _seen(history: History) -> _Seen:
    """Return the transfers that each provider sees."""
    providers = providers_of(history)
    return {provider: transfers.transfers(history, provider) for provider in providers}


def _leaving(seen: _Seen) -> dict[str, set[int]]:
    """Return the training that is left in the transfers that each provider sees."""
    return {
        provider: {each.leaving.training.id for each in found} for provider, found in seen.items()
    }


def _joining_sides(seen: _Seen) -> dict[int, tuple[object, ...]]:
    """Return what transfers show as joining, by the training that is left."""
    return {
        each.leaving.training.id: (
            each.joining.school_period.school_id,
            each.joining.training.provider,
            each.joining.training.started_on,
        )
        if each.joining
        else ()
        for found in seen.values()
        for each in found
    }
