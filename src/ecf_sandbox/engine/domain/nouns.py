"""Frozen dataclasses of which a request makes many.

The type checker holds everybody to `frozen=True`. Nothing does so while the program runs, and
to make one then takes half the time: a frozen class sets its own fields by a call for each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

__all__ = ["noun"]

if TYPE_CHECKING:
    from dataclasses import dataclass as noun
else:

    def noun(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """Return what makes a class a dataclass, equal and hashed by its fields."""
        return dataclass(unsafe_hash=frozen, slots=slots)
