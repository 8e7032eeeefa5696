"""`ecf-sandbox statements`: what is paid, and when (PAY-8, V3-PAY)."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.acts import Act, add_acts
from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.cli.world_api import V3, check_options

_EMPTY = "There is nothing to pay."


@click.group("statements", invoke_without_command=True)
@click.option("--provider", help="Only this provider's.")
@click.option("--cohort", help="Only those of this cohort (API v3).")
@in_world
@asks
@click.pass_context
def command(
    context: click.Context, session: Session, world: str, provider: str | None, cohort: str | None
) -> None:
    """Show payments by date and provider, with what they are for.

    Those with nothing in them are left out; --json has them too.
    """
    if context.invoked_subcommand is not None:
        return
    check_options(session, world, V3, [("--cohort", cohort)])
    path = place("worlds", world, "statements")
    session.show(session.remote.get(path, provider=provider, cohort=cohort), _draw)


def _draw(answer: Json) -> None:
    found = answer["statements"]
    if any("month" in each for each in found):
        _draw_of_cohorts(found)
        return
    draw(
        ("payment", "is", "provider", "for", "state", "declarations", "share"),
        (row for statement in found for row in _rows(statement)),
        empty=_EMPTY,
    )


def _rows(statement: Json) -> Iterator[tuple[object, ...]]:
    of = (statement["payment_date"], statement["state"], statement["provider"])
    for line in _lines(statement):
        yield (
            *of,
            line["declaration_type"],
            line["state"],
            line["declarations"],
            f"{line['share']}%",
        )


def _draw_of_cohorts(found: list[Json]) -> None:
    draw(
        ("payment", "is", "provider", "cohort", "for", "state", "declarations", "statement"),
        (row for statement in found for row in _rows_of_cohort(statement)),
        empty=_EMPTY,
    )


def _rows_of_cohort(statement: Json) -> Iterator[tuple[object, ...]]:
    of = tuple(statement[name] for name in ("payment_date", "state", "provider", "cohort"))
    for line in _lines(statement):
        course = line["course_identifier"].removeprefix("ecf-")
        yield (
            *of,
            f"{line['declaration_type']}, {course}",
            line["state"],
            line["declarations"],
            statement["id"],
        )


def _lines(statement: Json) -> Iterator[Json]:
    yield from statement["lines"]
    yield from statement["clawbacks"]


def _draw_one(statement: Json) -> None:
    _draw({"statements": [statement]})


ACTS = (
    Act(
        name="authorise",
        about="Pay a statement before its payment date, as the department may (API v3).",
        method="POST",
        path="statements/{statement_id}/authorise",
        arguments=("statement_id",),
        draw=_draw_one,
    ),
)
add_acts(command, ACTS)
