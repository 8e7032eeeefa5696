"""Where schools, the department and whoever pays are served."""

from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.store.records import Records


@dataclass(frozen=True, slots=True)
class WorldContext:
    """A world's facts and edition, at one instant (TIME-3); no provider's in particular."""

    store: Records
    edition: Edition
    now: Instant
