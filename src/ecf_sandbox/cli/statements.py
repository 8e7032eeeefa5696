"""`ecf-sandbox statements`: what is paid, and when (PAY-8)."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw


@click.command("statements")
@click.option("--provider", help="Only this provider's.")
@in_world
@asks
def command(session: Session, world: str, provider: str | None) -> None:
    """Show payments by provider and date, with what they are for."""
    answer = session.remote.get(f"/worlds/{world}/statements", provider=provider)
    session.show(answer, _draw)


def _draw(answer: Json) -> None:
    draw(
        ("provider", "cohort", "paid on", "declaration", "state", "count", "share"),
        (row for statement in answer["statements"] for row in _rows(statement)),
        empty="There are no payments.",
    )


def _rows(statement: Json) -> Iterator[tuple[object, ...]]:
    of = (statement["provider"], statement["cohort"], statement["payment_date"])
    for line in [*statement["lines"], *statement["clawbacks"]]:
        yield (
            *of,
            line["declaration_type"],
            line["state"],
            line["declarations"],
            f"{line['share']}%",
        )
