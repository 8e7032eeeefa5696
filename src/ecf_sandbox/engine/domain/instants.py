"""Moments, as whole microseconds since 1970 in UTC.

An integer orders, subtracts and stores the same everywhere; text and datetimes
are only for the edges, and the edges are here.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NewType

Instant = NewType("Instant", int)

SECOND = 1_000_000
DAY = 86_400 * SECOND

ALWAYS = range(-(2**62), 2**62)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WIDEST_OFFSET = timedelta(hours=14)
_DATE_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?"
    r"(?:[Zz]|([+-])(\d{2}):(\d{2}))?",
    re.ASCII,
)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def instant(moment: datetime) -> Instant:
    """Return an aware datetime as an instant."""
    return Instant((moment - _EPOCH) // _MICROSECOND)


def moment(at: Instant) -> datetime:
    """Return an instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def midnight(day: date) -> Instant:
    """Return the first instant of a day, which begins and ends in UTC."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=UTC))


def wire(at: Instant) -> str:
    """Return an instant as the API writes it: UTC, whole seconds, fractions cut off.

    Rules: FMT-3.
    """
    return _wire_second(at // SECOND)


def exact(at: Instant) -> str:
    """Return an instant in UTC with its fraction, where it has one."""
    fraction = at % SECOND
    return f"{wire(at).removesuffix('Z')}.{fraction:06}Z" if fraction else wire(at)


@lru_cache(maxsize=8192)
def _wire_second(seconds: int) -> str:
    return f"{(_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None).isoformat()}Z"


def in_range(at: Instant) -> bool:
    """Return whether a moment is one that a clock or a header may show: 2000 to 2099 (TIME-2)."""
    return _EARLIEST <= at < _TOO_LATE


@lru_cache(maxsize=4096)
def parse_date_time(text: str, zone: tzinfo = UTC) -> Instant:
    """Return the instant that an RFC 3339 date-time names; one without a zone is in `zone`.

    `T` and `Z` in either case, `.` or `,` before a fraction (cut to microseconds),
    offsets up to 14 hours. Raises ValueError for anything else, a date that does not
    exist, 24:00 and second 60 among it.

    Rules: DECL-3, LIST-3, TIME-1.
    """
    found = _DATE_TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = found.groups()
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    named = zone if sign is None and text[-1] not in "Zz" else UTC
    local = datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second), micros, tzinfo=named
    )
    return Instant(instant(local) - _offset(sign, hours, minutes))


def parse_date(text: str, zone: tzinfo = UTC) -> Instant:
    """Return midnight, in `zone`, of a `YYYY-MM-DD` date; raises ValueError for anything else."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = map(int, found.groups())
    return instant(datetime(year, month, day, tzinfo=zone))


def parse_moment(text: str, zone: tzinfo = UTC) -> Instant:
    """Return the instant of a date-time, or of a date, which is its midnight, in `zone`.

    Raises ValueError for anything else.

    Rules: TIME-2.
    """
    return parse_date_time(text, zone) if has_time(text) else parse_date(text, zone)


def is_moment(text: str) -> bool:
    """Return whether a text is written as a moment is, with a date first."""
    return text[:4].isdecimal()


def has_time(text: str) -> bool:
    """Return whether a moment is written with its time of day."""
    return "T" in text.upper()


_EARLIEST = midnight(date(2000, 1, 1))
_TOO_LATE = midnight(date(2100, 1, 1))
LATEST = Instant(_TOO_LATE - 1)


def _offset(sign: str | None, hours: str, minutes: str) -> int:
    """Return an offset in microseconds."""
    if sign is None:
        return 0
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > _WIDEST_OFFSET or int(minutes) > 59:
        raise ValueError(f"{sign}{hours}:{minutes}")
    return offset // _MICROSECOND * (1 if sign == "+" else -1)
