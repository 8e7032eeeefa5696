"""What an operation does, told from its path: documents differ in all the rest."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

Kind = TypeVar("Kind", bound=Enum)


@dataclass(frozen=True, slots=True)
class Route(Generic[Kind]):
    """What an operation does, the name of its path's parameter, and which action it is."""

    does: Kind
    id: str = ""
    action: str = ""


def route_in(kinds: type[Kind], operation: str) -> Route[Kind]:
    """Return the route of an operation named like `PUT /things/{id}`.

    The values of `kinds` are patterns, whose groups may be `id` and `action`; the last one fits
    everything.
    """
    *known, rest = kinds
    for does in known:
        if found := re.fullmatch(does.value, operation):
            parts = found.groupdict()
            return Route(does, parts.get("id") or "", parts.get("action") or "")
    return Route(rest)
