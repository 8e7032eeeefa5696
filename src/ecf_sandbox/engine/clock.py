"""The one reader of real time, and worlds' clocks as values."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ecf_sandbox.engine.domain.instants import LATEST, Instant, instant


def real_now() -> Instant:
    """Return the real time."""
    return instant(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Clock:
    """A world's time: real time shifted, in microseconds, or stopped at a moment (TIME-4)."""

    shift: int = 0
    stopped_at: Instant | None = None

    def at(self, real: Instant) -> Instant:
        """Return the world's time when the real time is `real`; it stands still after 2099."""
        if self.stopped_at is None:
            return min(Instant(real + self.shift), LATEST)
        return self.stopped_at

    @property
    def ticking(self) -> bool:
        """Whether the world's time goes on by itself."""
        return self.stopped_at is None


def ticking_from(now: Instant, *, real: Instant) -> Clock:
    """Return a clock that shows `now` at this real moment, and goes on from there."""
    return Clock(shift=now - real)


def frozen_at(now: Instant) -> Clock:
    """Return a clock that always shows `now`."""
    return Clock(stopped_at=now)
