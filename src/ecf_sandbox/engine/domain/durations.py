"""ISO 8601 durations, for moving clocks."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo

from ecf_sandbox.engine.domain.instants import Instant, instant, moment

_DURATION = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<weeks>\d+)W|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and days, which differ in length, and a span, which does not."""

    months: int
    days: int
    span: timedelta

    def after(self, at: Instant, zone: tzinfo = UTC) -> Instant:
        """Return the moment this long after `at`: months, then days, by the calendar of `zone`.

        A day that the month reached does not have becomes its last. Raises OverflowError or
        ValueError outside the years 1 to 9999.
        """
        start = moment(at).astimezone(zone)
        years, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        day = min(start.day, monthrange(years, month + 1)[1])
        reached = start.replace(year=years, month=month + 1, day=day) + timedelta(days=self.days)
        return instant(reached.astimezone(UTC) + self.span)


def parse_duration(text: str) -> Duration:
    """Return a duration such as P30D, -P1M or PT36H; raises ValueError for anything else.

    Raises OverflowError for one that is longer than any calendar.
    """
    found = _DURATION.fullmatch(text)
    if not found or text[-1] in "PT":
        raise ValueError(text)
    parts = {name: int(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    sign = -1 if found["sign"] == "-" else 1
    span = timedelta(**{name: parts[name] for name in ("hours", "minutes", "seconds")})
    return Duration(
        sign * (parts["years"] * 12 + parts["months"]),
        sign * (parts["weeks"] * 7 + parts["days"]),
        sign * span,
    )
