"""What happened to somebody: acts, and what time brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ecf_sandbox.engine.domain.instants import Instant

PROVIDER: Final = "provider"
TIME: Final = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happened, at an instant of the world.

    `by` is who did it: a provider, time, or whoever else an API knows. `act` is a word for
    programs, `details` what else there is to know. `recorded` is the recording stamp, None
    where none was kept, as for what time brings.
    """

    at: Instant
    by: str
    act: str
    provider: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    recorded: Instant | None = None


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Return acts, the oldest first; at one instant as recorded, and what time brings last."""
    return sorted(acts, key=lambda each: (each.at, each.by == TIME, each.recorded or each.at))
