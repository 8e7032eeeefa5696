"""What a provider asks of a list."""

from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant

_BEYOND_ANY_LIST = 2**62


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, counted from 1 (LIST-1)."""

    number: int = 1
    size: int = 100

    @property
    def offset(self) -> int:
        """How many rows come before; bounded, so that absurd pages are just past the end."""
        return min((self.number - 1) * self.size, _BEYOND_ANY_LIST)


@dataclass(frozen=True, slots=True)
class ParticipantQuery:
    """Which participants; `cohorts` None means every one (LIST-3, LIST-4)."""

    updated_since: Instant | None = None
    cohorts: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class DeclarationQuery:
    """Which declarations (LIST-3, LIST-5)."""

    updated_since: Instant | None = None
    participant_id: str | None = None
