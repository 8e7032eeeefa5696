"""Moments as the API writes them."""

from datetime import UTC, date, datetime, time, timedelta

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

Moment = datetime | str


def parse(text: str) -> datetime:
    """Return the moment of a date-time in UTC, written as the API writes it."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def wire(moment: Moment) -> str:
    """Return a moment as it is sent; text goes as it is."""
    return moment if isinstance(moment, str) else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(day: date) -> datetime:
    """Return the first instant of a day in UTC."""
    return datetime.combine(day, time(), UTC)
