"""`ecf-sandbox schedules`: what may be declared when, and when it is paid."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.choices import EDITION
from ecf_sandbox.cli.output import print_json
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.engine.domain.instants import DAY, Instant, moment
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.schedules import Schedules

_COLUMNS = ("schedule", "cohort", "declaration", "from", "to", "paid", "share")


@click.command("schedules")
@click.option(
    "--edition",
    type=EDITION,
    default=EditionName.GUIDANCE,
    show_default=True,
    help="Which reading of the API.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(edition: EditionName, *, as_json: bool) -> None:
    """List every milestone of every schedule.

    Days are whole, in UTC, and the last one is included.
    """
    rows = list(_rows(editions.edition(edition).schedules))
    if as_json:
        print_json({"edition": edition, "milestones": rows})
    else:
        draw(_COLUMNS, (_cells(row) for row in rows), empty="")


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


def _cells(row: Json) -> tuple[object, ...]:
    *cells, share = row.values()
    return (*cells, f"{share}%")


def _day(at: Instant | None) -> str | None:
    return None if at is None else moment(at).date().isoformat()
