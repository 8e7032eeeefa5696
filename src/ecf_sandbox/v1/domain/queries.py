"""What a provider asks of a list."""

from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant


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
