"""When something began to be true."""

from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant


@dataclass(frozen=True, slots=True)
class Since:
    """The instant since which something is true, and whether time alone brings it.

    What an act recorded counts at every now, however far a clock goes back. What waits for
    its time (`by_time`) counts from that instant on.

    Rules: V3-PAY-2, V3-COHORT-2, V3-REG-11.
    """

    at: Instant
    by_time: bool = False

    def counts(self, now: Instant) -> bool:
        """Return whether it is true at `now`."""
        return not self.by_time or self.at <= now
