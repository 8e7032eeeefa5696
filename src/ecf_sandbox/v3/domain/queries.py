"""What a provider asks of a list."""

from dataclasses import dataclass, field
from enum import StrEnum

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.pages import Page


class SortKey(StrEnum):
    """What lists can be sorted by (V3-LIST-6)."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


@dataclass(frozen=True, slots=True)
class Sorting:
    """One entry of `sort`."""

    key: SortKey
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """All that a list can be asked for; None is no filter, an empty tuple finds nothing.

    Rules: V3-FMT-8 to V3-FMT-12, V3-LIST-2, V3-LIST-4, V3-LIST-5.
    """

    page: Page = field(default_factory=Page)
    sort: tuple[Sorting, ...] = ()
    updated_since: Instant | None = None
    cohorts: tuple[int, ...] | None = None
    training_status: str | None = None
    from_participant_id: str | None = None
    participant_ids: tuple[str, ...] | None = None
    delivery_partner_ids: tuple[str, ...] | None = None
    cohort: int | None = None
    urn: int | None = None
    has_urn: bool = False
