"""Ids as requests write them, and those that tell what they are of."""

import re

from ecf_sandbox.v3.rules.values import Scalar

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def canonical_id(value: Scalar) -> str | None:
    """Return a UUID in lower case, None for anything else (V3-FMT-15)."""
    found = isinstance(value, str) and _UUID.fullmatch(value)
    return str(value).lower() if found else None


def statement_id(provider: int, cohort: int, year: int, month: int) -> str:
    """Return the id of a statement, which tells whose and when it is."""
    digits = f"{provider:02}{cohort:04}{year:04}{month:02}"
    return f"57000000-0000-4000-8000-{digits}"
