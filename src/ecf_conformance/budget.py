"""How much is fuzzed: rounds of jobs, until examples or time are used up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

PHASES = ("examples", "coverage", "fuzzing", "stateful")
SEQUENCES = "requests in sequence"
"""The job that follows the document's links, and is of no operation alone."""

BUDGET = 60.0
_COVERED = 150  # requests of an operation whose every keyword is covered, as a guess
_STEPS = 8  # requests of one sequence, as a guess


class Seen(Protocol):
    """Told of each job as it ends, and how far the phase is, from 0 to 1."""

    def __call__(self, name: str, requests: int, seconds: float, share: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is to be asked: examples an operation and phase, or seconds, or both."""

    seed: int = 1
    max_examples: int | None = None
    max_time: float | None = None
    phases: Sequence[str] = PHASES

    @property
    def max_seconds(self) -> float | None:
        """Seconds, if time is what decides."""
        if self.max_time is None and self.max_examples is None:
            return BUDGET
        return self.max_time

    def rounds(self) -> Iterator["Round"]:
        """Yield the rounds; without an end where time decides."""
        if self.max_examples is not None:
            yield Round(self.seed, self.max_examples, self.phases)
            return
        yield Round(self.seed, 3, ("examples", "fuzzing", "stateful"))
        yield Round(self.seed, 3, ("coverage",))
        examples = 10
        for seed in range(self.seed + 1, self.seed + 1000):
            yield Round(seed, examples, ("fuzzing", "stateful"))
            examples = min(2 * examples, 160)


@dataclass(frozen=True, slots=True)
class Round:
    """One round: every job runs in these phases."""

    seed: int
    examples: int
    phases: Sequence[str]

    def phases_of(self, name: str) -> Sequence[str]:
        """Return the phases of a job: sequences are a phase of their own."""
        return [each for each in self.phases if (each == "stateful") == (name == SEQUENCES)]

    def requests_of(self, name: str) -> int:
        """Return a guess at how many requests a job takes."""
        if name == SEQUENCES:
            return self.examples * _STEPS
        return self.examples * 2 + (_COVERED if "coverage" in self.phases else 0)
