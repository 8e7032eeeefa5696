"""What every use case works with: the records of a world, a provider, and now."""

from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.store.records import Records


@dataclass(frozen=True, slots=True)
class WorldContext:
    """A world's facts at one instant; no provider's in particular (V3-TIME-3)."""

    store: Records
    now: Instant

    @property
    def today(self) -> date:
        return london.day_of(self.now)


@dataclass(frozen=True, slots=True)
class ProviderContext(WorldContext):
    """The same, where one provider is served."""

    provider: str

    @property
    def provider_key(self) -> int:
        return self.store.provider_keys[self.provider]
