"""`ecf-sandbox statements`: what is paid, and when (PAY-8)."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw


@click.command("statements")
@click.option("--provider", help="Only this provider's.")
@in_world
@asks
def command(session: Session, world: str, provider: str | None) -> None:
    """Show payments by date and provider, with what they are for.

    Those with nothing in them are left out; --json has them too.
    """
    answer = session.remote.get(place("worlds", world, "statements"), provider=provider)
    session.show(answer, _draw)


def _draw(answer: Json) -> None:
    draw(
        ("payment", "is", "provider", "for", "state", "declarations", "share"),
        (row for statement in answer["statements"] for row in _rows(statement)),
        empty="There is nothing to pay.",
    )


def _rows(statement: Json) -> Iterator[tuple[object, ...]]:
    of = (statement["payment_date"], statement["state"], statement["provider"])
    for line in [*statement["lines"], *statement["clawbacks"]]:
        yield (
            *of,
            line["declaration_type"],
            line["state"],
            line["declarations"],
            f"{line['share']}%",
        )
