"""What a `declaration_date` says, and whether it is written as the API wants it."""

import re
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.engine.domain.instants import SECOND, Instant, midnight
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.rules.values import Scalar

_PATTERN = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[Tt](?P<time>\d{2}:\d{2}:\d{2})(?:[.,](?P<fraction>\d+))?"
    r"(?P<zone>[Zz]|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)?",
    re.ASCII,
)
_BEGINS_WITH_DATE = re.compile(
    r"\s*(?:(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})|(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})"
    r"|(?P<d3>\d{2})/(?P<m3>\d{2})/(?P<y3>\d{4}))"
    r"(?:\s*\Z|(?:[Tt]|\s+)(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
    r"(?![\d:]))",
    re.ASCII,
)
_WIDEST_OFFSET = 14 * 60


@dataclass(frozen=True, slots=True)
class DeclarationDate:
    """A date as written, and the instants it can mean.

    `as_utc` and `as_london` differ only where no zone is given. `in_pattern` is False for a
    text that holds a date and is refused all the same.

    Rules: V3-DECL-5, V3-DECL-6.
    """

    written: date
    as_utc: Instant
    as_london: Instant
    in_pattern: bool = True


def read(value: Scalar) -> DeclarationDate | None:
    """Return the date that a value holds, None for one that holds none.

    Rules: V3-DECL-5, V3-DECL-6.
    """
    if not isinstance(value, str):
        return None
    try:
        return _complete(value) or _begun(value)
    except (ValueError, OverflowError):
        return None


def _complete(text: str) -> DeclarationDate | None:
    """Return a date in the pattern, None outside it or with an offset beyond 14 hours."""
    found = _PATTERN.fullmatch(text)
    if not found or (offset := _offset(found)) is None:
        return None
    written = date.fromisoformat(found["day"])
    fraction = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    hour, minute, second = map(int, found["time"].split(":"))
    shown = _at(written, hour, minute, second, fraction)
    if found["zone"]:
        instant = Instant(shown - offset * 60 * SECOND)
        return DeclarationDate(written, instant, instant)
    return DeclarationDate(written, shown, london.as_london_time(shown))


def _offset(found: re.Match[str]) -> int | None:
    """Return an offset in minutes, None for one that no zone has."""
    minutes = int(found["minutes"] or 0)
    offset = int(found["hours"] or 0) * 60 + minutes
    if offset > _WIDEST_OFFSET or minutes > 59:
        return None
    return -offset if found["sign"] == "-" else offset


def _begun(text: str) -> DeclarationDate | None:
    """Return the date that a text begins with, compared as UTC, None where there is none."""
    found = _BEGINS_WITH_DATE.match(text)
    if not found:
        return None
    year, month, day = (int(found[k] or found[f"{k}2"] or found[f"{k}3"]) for k in "ymd")
    hour, minute, second = (int(found[each] or 0) for each in ("hour", "minute", "second"))
    written = date(year, month, day)
    instant = _at(written, hour, minute, second)
    return DeclarationDate(written, instant, instant, in_pattern=False)


def _at(day: date, hour: int, minute: int, second: int, fraction: int = 0) -> Instant:
    """Return an instant in UTC; 24:00:00 is the next midnight, second 60 the next minute."""
    ends_day = (hour, minute, second, fraction) == (24, 0, 0, 0)
    if not ends_day and (hour > 23 or minute > 59 or second > 60):
        raise ValueError
    seconds = hour * 3600 + minute * 60 + second
    return Instant(midnight(day) + seconds * SECOND + fraction)
