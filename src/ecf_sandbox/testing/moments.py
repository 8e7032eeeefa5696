"""Moments and spans as tests write them, in the control API's words."""

from datetime import UTC, date, datetime, timedelta

from ecf_sandbox.engine.domain.instants import has_time, in_range, parse_moment
from ecf_sandbox.testing.errors import UnreadableMoment

Moment = str | date | datetime

_LENGTH_WITHOUT_ZONE = len("2022-01-15T12:00:00")


def written(moment: Moment, *, midnight: str = "T00:00:00Z") -> str:
    """Return a moment as RFC 3339; a date alone is its midnight, in UTC unless told (TIME-2).

    Raises UnreadableMoment for what is none, and for one without a time zone.
    """
    __tracebackhide__ = True
    if isinstance(moment, datetime):
        if moment.utcoffset() is None:
            raise _naive(moment)
        moment = moment.astimezone(UTC).isoformat()
    text = moment.isoformat() if isinstance(moment, date) else moment
    try:
        at = parse_moment(text)
    except ValueError:
        raise UnreadableMoment(
            f"{text!r} is not a moment such as '2021-11-25T09:00:00Z'."
        ) from None
    if not in_range(at):
        raise UnreadableMoment(f"{text!r} is not between 2000-01-01 and 2099-12-31.")
    if not has_time(text):
        return f"{text}{midnight}"
    if not any(sign in text[_LENGTH_WITHOUT_ZONE:].upper() for sign in "Z+-"):
        raise _naive(datetime.fromisoformat(text))
    return text


def read(text: str) -> datetime:
    """Return a moment of an answer, aware and in UTC."""
    return datetime.fromisoformat(text)


def span(by: str | timedelta) -> str:
    """Return a span as an ISO 8601 duration, in whole seconds; text goes through as it is."""
    if isinstance(by, str):
        return by
    seconds = by // timedelta(seconds=1)
    return f"{'-' if seconds < 0 else ''}PT{abs(seconds)}S"


def _naive(moment: datetime) -> UnreadableMoment:
    shown = moment.replace(microsecond=0)
    return UnreadableMoment(
        f"{shown.isoformat()} has no time zone, so it could be many moments. "
        f"Write '{shown.isoformat()}Z', or give the datetime tzinfo=UTC."
    )
