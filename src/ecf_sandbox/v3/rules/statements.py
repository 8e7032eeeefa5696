"""Which output statements a provider has in a cohort."""

from collections.abc import Callable, Iterator
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.statements import Statement

OUTPUT_MONTHS = {1: "January", 4: "April", 8: "August", 11: "November"}
PAYMENT_DAY = 25
_FIRST_OF_LONGER_RUN = 2023


def output_months(cohort: int) -> Iterator[tuple[int, int]]:
    """Yield the year and month of each output statement of a cohort, in order.

    From November of its year to August three years on, from cohort 2023 on four.

    Rules: V3-STATEMENT-1.
    """
    last = cohort + (4 if cohort >= _FIRST_OF_LONGER_RUN else 3), 8
    month = cohort, 11
    while month <= last:
        if month[1] in OUTPUT_MONTHS:
            yield month
        month = london.month_after(*month)


def generated(
    provider: str, cohort: int, new_id: Callable[[int, int], str], recorded_at: Instant
) -> list[Statement]:
    """Return the output statements of a provider and cohort; `new_id` takes year and month.

    The deadline is the last day of the month before, the payment date the 25th.

    Rules: V3-STATEMENT-1.
    """
    return [
        Statement(
            id=new_id(year, month),
            provider=provider,
            cohort=cohort,
            year=year,
            month=month,
            deadline=london.day_before(date(year, month, 1)),
            payment_date=date(year, month, PAYMENT_DAY),
            recorded_at=recorded_at,
        )
        for year, month in output_months(cohort)
    ]


def month_name(statement: Statement) -> str:
    """Return the English name of a statement's month (V3-STATEMENT-2)."""
    return OUTPUT_MONTHS[statement.month]
