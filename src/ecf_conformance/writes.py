"""Which requests write, and what an accepted one is called in plans and reports."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from ecf_conformance.exchange import Exchange

_OPERATIONS = {
    "declare": r"POST .*/participant-declarations",
    "void": r"PUT .*/participant-declarations/[^/]+/void",
    "defer": r"PUT .*/participants/.*/defer",
    "resume": r"PUT .*/participants/.*/resume",
    "withdraw": r"PUT .*/participants/.*/withdraw",
    "change-schedule": r"PUT .*/participants/.*/change-schedule",
    "partner": r"POST .*/partnerships",
    "change-partnership": r"(PUT|PATCH) .*/partnerships/[^/]+",
}
WRITES = tuple(_OPERATIONS)
"""Every kind of write, in the order in which plans show them."""


def write_of(exchange: Exchange, prefix: str) -> str | None:
    """Return the kind of an accepted write to an API, None for any other exchange."""
    path = urlsplit(exchange.url).path
    if not 200 <= exchange.status < 300 or prefix not in path:
        return None
    asked = f"{exchange.method} {path}"
    return next((name for name, it in _OPERATIONS.items() if re.fullmatch(it, asked)), None)


def counted(exchanges: Iterable[Exchange], prefix: str) -> dict[str, int]:
    """Return how many writes of each kind were accepted."""
    kinds = [write_of(each, prefix) for each in exchanges]
    return {name: kinds.count(name) for name in WRITES if name in kinds}


def in_words(writes: Mapping[str, int]) -> str:
    """Return numbers of writes as plans show them."""
    return ", ".join(f"{number} {name}" for name, number in writes.items()) or "nothing"
