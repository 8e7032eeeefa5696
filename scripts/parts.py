"""A part of a long list, where trying all of it would take too long: another for each commit."""

import subprocess
from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several parts of a list, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def pick(self, everything: Sequence[Any]) -> Sequence[Any]:
        """Return this part of a list: one in so many, so that neighbours come into others."""
        return everything[self.number - 1 :: self.of]


def part(text: str) -> Part:
    """Return the part that an option names: as 3/8, or as commit/8 for the one of the commit.

    Raises ArgumentTypeError.
    """
    number, _, of = text.partition("/")
    try:
        parts = int(of)
        found = Part(_commit() % parts + 1 if number == COMMIT else int(number), parts)
    except (ValueError, ZeroDivisionError):
        raise ArgumentTypeError(f"{text} is not like 3/8 or {COMMIT}/8") from None
    if not 1 <= found.number <= found.of:
        raise ArgumentTypeError(f"{text} is none of {found.of} parts")
    return found


def _commit() -> int:
    """Return the hash of the commit that is checked out, as a number."""
    asked = ["git", "rev-parse", "HEAD"]
    try:
        told = subprocess.run(asked, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise ArgumentTypeError("there is no commit here: name the part, as 1/8") from None
    return int(told.stdout, 16)
