"""`ecf-sandbox advisories`: accepted, but not what the department expects (ADV, V3-ADV)."""

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw

_ABOUT = ("participant_id", "school_id", "partnership_id")


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
        ("rule", "provider", "about", "what", "why"),
        (
            (each["rule"], each["provider"], _about(each), each["what"], each["why"])
            for each in answer["advisories"]
        ),
        empty="Nothing to advise.",
    )


def _about(advisory: Json) -> str | None:
    """Return the id of the participant, school or partnership that it is about."""
    return next((advisory[name] for name in _ABOUT if advisory.get(name)), None)
