"""Pages of lists."""

from dataclasses import dataclass

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
