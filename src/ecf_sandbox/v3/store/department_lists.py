"""What the department sees of all providers: lists that no provider's view limits."""

from typing import Any

from ecf_sandbox.v3.store.paging import Listing, ticked
from ecf_sandbox.v3.store.tick_rows import Ticking


def schools() -> Listing:
    """Return every school; the stamp is the one that counts for every cohort."""
    return Listing(
        source="schools s",
        key="s.key",
        id="s.id",
        created="s.recorded_at",
        stamp="s.stamp",
        where=[],
        values={},
    )


def delivery_partners() -> Listing:
    """Return every delivery partner."""
    return Listing(
        source="delivery_partners d",
        key="d.key",
        id="d.id",
        created="d.recorded_at",
        stamp="d.stamp",
        where=[],
        values={},
    )


def partnerships(provider: int | None, cohort: int | None) -> Listing:
    """Return partnerships, of one provider and cohort or of all."""
    where, values = ["1"], dict[str, Any]()
    if provider is not None:
        where.append("p.provider = :provider")
        values["provider"] = provider
    if cohort is not None:
        where.append("p.year = :cohort")
        values["cohort"] = cohort
    return Listing(
        source="partnerships p",
        key="p.key",
        id="p.id",
        created="p.recorded_at",
        stamp="p.stamp",
        where=where,
        values=values,
        later=ticked(Ticking.PARTNERSHIP),
    )
