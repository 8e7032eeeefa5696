"""Days in London: the one place that knows a time zone.

Days are `date`s, instants are whole microseconds in UTC. A day begins at 00:00 London
time, which is 23:00 UTC of the day before while summer time lasts.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from ecf_sandbox.engine.domain.instants import SECOND, Instant, instant, moment

LONDON: Final = ZoneInfo("Europe/London")
ONE_DAY: Final = timedelta(days=1)
_HOUR: Final = 3_600 * SECOND


def day_of(at: Instant) -> date:
    """Return the day that an instant belongs to in London.

    Its clocks are ahead by whole hours, so that an hour is all of one day.
    """
    return _day_of_hour(at // _HOUR)


@lru_cache(maxsize=8192)
def _day_of_hour(hours: int) -> date:
    return moment(Instant(hours * _HOUR)).astimezone(LONDON).date()


@lru_cache(maxsize=8192)
def start_of(day: date) -> Instant:
    """Return 00:00 of a London day."""
    return instant(datetime.combine(day, time(), LONDON).astimezone(UTC))


def last_instant_of(day: date) -> Instant:
    """Return the last instant of a London day, a microsecond before the next begins."""
    return Instant(start_of(day + ONE_DAY) - 1)


def as_london_time(at: Instant) -> Instant:
    """Return the instant at which London's clocks show what UTC's show at `at`.

    For times written without a zone. An hour that clocks show twice is its first, one that
    they skip is read as winter time.

    Rules: V3-DECL-5.
    """
    shown = moment(at).replace(tzinfo=None)
    local = shown.replace(tzinfo=LONDON)
    # zoneinfo reads a skipped time with the offset before the change, which is winter's.
    return instant(local.astimezone(UTC))


def day_before(day: date) -> date:
    """Return yesterday, as seen from a day."""
    return day - ONE_DAY


def day_after(day: date) -> date:
    """Return tomorrow, as seen from a day."""
    return day + ONE_DAY


def month_after(year: int, month: int, months: int = 1) -> tuple[int, int]:
    """Return the year and month so many months later."""
    years, index = divmod(year * 12 + month - 1 + months, 12)
    return years, index + 1
