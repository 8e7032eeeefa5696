"""`ecf-sandbox schedules`: what may be declared when, and when it is paid."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.output import print_json
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.engine.domain.instants import DAY, Instant, moment
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.schedules import Schedules
from ecf_sandbox.v3.store.facts import published_contract_periods

REGISTER = "register"
_COLUMNS = ("schedule", "cohort", "declaration", "from", "to", "paid", "share")


@click.command("schedules")
@click.option(
    "--edition",
    type=click.Choice([*map(str, EditionName), REGISTER]),
    default=str(EditionName.GUIDANCE),
    show_default=True,
    help="Which reading of API v1, or register for API v3.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(edition: str, *, as_json: bool) -> None:
    """List every milestone of every schedule.

    Days are whole, in UTC (in London for API v3), and the last one is included.
    """
    of_register = edition == REGISTER
    rows = list(_rows_of_register() if of_register else _rows(_schedules(edition)))
    if as_json:
        print_json({"edition": edition, "milestones": rows})
    elif of_register:
        draw(_COLUMNS[:5], (tuple(row.values()) for row in rows), empty="")
    else:
        draw(_COLUMNS, (_cells(row) for row in rows), empty="")


def _schedules(edition: str) -> Schedules:
    return editions.edition(EditionName(edition)).schedules


def _rows(schedules: Schedules) -> Iterator[Json]:
    for schedule in schedules:
        for milestone in schedule.milestones.values():
            closes = milestone.closes
            yield {
                "schedule_identifier": schedule.identifier,
                "cohort": str(schedule.cohort),
                "declaration_type": milestone.declaration_type,
                "start_date": _day(milestone.opens),
                "milestone_date": None if closes is None else _day(Instant(closes - DAY)),
                "payment_date": _day(milestone.payment_date),
                "output_percentage": milestone.output_percentage,
            }


def _rows_of_register() -> Iterator[Json]:
    for period in published_contract_periods():
        for schedule in period.schedules.values():
            for each in schedule.milestones.values():
                ends = each.milestone_date
                yield {
                    "schedule_identifier": schedule.identifier,
                    "cohort": str(schedule.cohort),
                    "declaration_type": each.declaration_type,
                    "start_date": each.start_date.isoformat(),
                    "milestone_date": None if ends is None else ends.isoformat(),
                }


def _cells(row: Json) -> tuple[object, ...]:
    *cells, share = row.values()
    return (*cells, f"{share}%")


def _day(at: Instant | None) -> str | None:
    return None if at is None else moment(at).date().isoformat()
