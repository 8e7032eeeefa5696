"""Words of which there are few, as a world's file has them: small numbers, from one.

They follow the order of an enumeration, so that another order needs another schema version.
"""

from enum import StrEnum
from typing import TypeVar

from ecf_sandbox.v3.domain.people import Role

Word = TypeVar("Word", bound=StrEnum)


def words(kind: type[Word]) -> dict[int, Word]:
    """Return the words of an enumeration by number."""
    return dict(enumerate(kind, 1))


def codes(kind: type[Word]) -> dict[str, int]:
    """Return the numbers of an enumeration's words."""
    return {word: number for number, word in words(kind).items()}


ROLES = codes(Role)
ECT = ROLES[Role.ECT]
