"""`ecf-sandbox schedules`: what may be declared when, and when it is paid."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.options import Session, asks, like_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.cli.world_api import edition_of
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
    show_default=str(EditionName.GUIDANCE),
    help="Which reading of API v1, or register for API v3.",
)
@like_world
@asks
def command(session: Session, edition: str | None, world: str | None) -> None:
    """List every milestone of every schedule.

    Days are whole, in UTC (in London for API v3), and the last one is included. A sandbox is
    asked for nothing but a world's edition.
    """
    chosen = edition or (edition_of(session, world) if world else EditionName.GUIDANCE)
    of_register = chosen == REGISTER
    rows = list(_rows_of_register() if of_register else _rows(_schedules(chosen)))
    answer = {"edition": str(chosen), "milestones": rows}
    session.show(answer, _draw_register if of_register else _draw)


def _draw_register(answer: Json) -> None:
    draw(_COLUMNS[:5], (tuple(row.values()) for row in answer["milestones"]), empty="")


def _draw(answer: Json) -> None:
    draw(_COLUMNS, (_cells(row) for row in answer["milestones"]), empty="")


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
