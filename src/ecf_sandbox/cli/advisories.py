"""`ecf-sandbox advisories`: accepted, but not what the department expects (ADV)."""

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw


@click.command("advisories")
@click.option("--provider", help="Only this provider's.")
@in_world
@asks
def command(session: Session, world: str, provider: str | None) -> None:
    """List what the department would ask about."""
    answer = session.remote.get(place("worlds", world, "advisories"), provider=provider)
    session.show(answer, _draw)


def _draw(answer: Json) -> None:
    draw(
        ("rule", "provider", "participant", "what", "why"),
        (
            (each["rule"], each["provider"], each["participant_id"], each["what"], each["why"])
            for each in answer["advisories"]
        ),
        empty="Nothing to advise.",
    )
