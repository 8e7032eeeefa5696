"""What a request's values mean, as they came in JSON: text, numbers, true, false or null."""

import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_WHOLE_NUMBER = re.compile(r"\s*(\d+)", re.ASCII)
_LONGEST = 18  # digits that fit in 64 bits


def is_blank(value: Scalar) -> bool:
    """Return whether nothing was said: null, false, or text of blanks alone."""
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def whole_number(value: Scalar) -> int | None:
    """Return the whole number that a number or a text begins with, blanks before it allowed.

    None where there is none: `true`, a text of words, a number below zero, one too long.

    Rules: V3-ACT-9, V3-PARTNER-3, V3-SCHOOL-2.
    """
    found = _WHOLE_NUMBER.match(str(value))
    return int(found[1]) if found and len(found[1]) <= _LONGEST else None
