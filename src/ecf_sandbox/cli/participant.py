"""`ecf-sandbox participant`: what schools do."""

from typing import Any

import click

from ecf_sandbox.cli.options import Session, asks, in_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw_facts

_TRUTHS = {"true": True, "false": False, "unknown": None}


@click.group("participant")
def command() -> None:
    """Add participants, validate their details, transfer them."""


class _Fact(click.ParamType[object]):
    """`name=value`; true, false and unknown are what they say."""

    name = "fact"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        name, equals, said = str(value).partition("=")
        if not equals:
            self.fail(f"{value!r} is not NAME=VALUE, as qts=true.", param, ctx)
        return name, _TRUTHS.get(said, said)


_facts = click.argument("facts", type=_Fact(), nargs=-1, metavar="[NAME=VALUE]...")


@command.command("add")
@click.argument("provider")
@click.argument("participant_type", type=click.Choice(["ect", "mentor"]))
@_facts
@in_world
@asks
def add(
    session: Session, world: str, provider: str, participant_type: str, facts: tuple[Any, ...]
) -> None:
    """Add a participant, as a school does; facts such as full_name='Ada Okoro' qts=true."""
    body = {"provider": provider, "participant_type": participant_type, **dict(facts)}
    session.show(session.remote.post(f"/worlds/{world}/participants", body), _draw)


@command.command("show")
@click.argument("participant_id")
@in_world
@asks
def show(session: Session, world: str, participant_id: str) -> None:
    """Show everything known of a participant, hidden facts included."""
    session.show(session.remote.get(f"/worlds/{world}/participants/{participant_id}"), _draw)


@command.command("update")
@click.argument("participant_id")
@_facts
@in_world
@asks
def update(session: Session, world: str, participant_id: str, facts: tuple[Any, ...]) -> None:
    """Change facts of a registration, such as email_validated=true mentor_id=unknown."""
    path = f"/worlds/{world}/participants/{participant_id}"
    session.show(session.remote.patch(path, dict(facts)), _draw)


@command.command("transfer")
@click.argument("participant_id")
@click.argument("provider")
@click.argument("school_urn")
@in_world
@asks
def transfer(
    session: Session, world: str, participant_id: str, provider: str, school_urn: str
) -> None:
    """Move a participant to a provider and a school."""
    path = f"/worlds/{world}/participants/{participant_id}/transfer"
    body = {"provider": provider, "school_urn": school_urn}
    session.show(session.remote.post(path, body), _draw)


def _draw(participant: Json) -> None:
    draw_facts(participant.items())
