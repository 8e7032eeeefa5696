"""What every section of the benchmark works with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunSettings:
    """A folder for what is made on the way, and how long to measure.

    `cache` is where the sandbox keeps templates meanwhile: the user's own is left alone.
    """

    folder: Path
    seconds: int
    rounds: int

    @property
    def cache(self) -> Path:
        """The sandbox's cache folder."""
        return self.folder / "cache"
