"""`ecf-sandbox participant`: what schools do."""

import json

import click

from ecf_sandbox.cli import facts, register_tables
from ecf_sandbox.cli.acts import add_acts
from ecf_sandbox.cli.options import Session, asks, dated, in_world
from ecf_sandbox.cli.participant_acts import ACTS
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw, draw_facts
from ecf_sandbox.cli.world_api import V1, api_of, check_api


@click.group("participant")
def command() -> None:
    """Add people, change what is known of them, move them."""


@command.command("add")
@click.argument("provider")
@click.argument("participant_type", type=click.Choice(["ect", "mentor"]))
@click.argument("said", nargs=-1, callback=facts.as_pairs, metavar="[NAME=VALUE]...")
@in_world
@asks
@dated
def add(
    session: Session, world: str, provider: str, participant_type: str, said: facts.Pairs
) -> None:
    """Add a participant, as a school does; facts such as full_name='Ada Okoro' qts=true.

    In worlds of API v3 a school_id=... is needed, and PROVIDER may be none.
    """
    api = api_of(session, world)
    named = provider if api == V1 else facts.value(provider)
    body = {"provider": named, "participant_type": participant_type, **facts.read(said, api)}
    session.show(session.remote.post(place("worlds", world, "participants"), body), _draw)


@command.command("show")
@click.argument("participant_id")
@in_world
@asks
@dated
def show(session: Session, world: str, participant_id: str) -> None:
    """Show everything known of a participant, hidden facts included."""
    session.show(session.remote.get(_place(world, participant_id)), _draw)


@command.command("history")
@click.argument("participant_id")
@in_world
@asks
@dated
def history(session: Session, world: str, participant_id: str) -> None:
    """Tell what happened to a participant, the oldest first; with --at, by then."""
    session.show(session.remote.get(_place(world, participant_id, "history")), _tell)


@command.command("update")
@click.argument("participant_id")
@click.argument("said", nargs=-1, callback=facts.as_pairs, metavar="NAME=VALUE...", required=True)
@in_world
@asks
@dated
def update(session: Session, world: str, participant_id: str, said: facts.Pairs) -> None:
    """Change facts of a registration, such as email_validated=true qts=unknown mentor_id=none.

    In worlds of API v3: names, numbers, e-mails and dates, such as full_name='Ada Holt'.
    """
    body = facts.read(said, api_of(session, world))
    session.show(session.remote.patch(_place(world, participant_id), body), _draw)


@command.command("transfer")
@click.argument("participant_id")
@click.argument("provider")
@click.argument("school_urn")
@in_world
@asks
@dated
def transfer(
    session: Session, world: str, participant_id: str, provider: str, school_urn: str
) -> None:
    """Move a participant to a provider and a school (API v1)."""
    check_api(session, world, V1, "participant transfer")
    body = {"provider": provider, "school_urn": school_urn}
    session.show(session.remote.post(_place(world, participant_id, "transfer"), body), _draw)


def _place(world: str, participant_id: str, *more: str) -> str:
    return place("worlds", world, "participants", participant_id, *more)


def _tell(answer: Json) -> None:
    draw(
        ("when", "who", "what", "details"),
        (
            (each["at"], each["provider"] or each["by"], each["event"], _told(each["details"]))
            for each in answer["events"]
        ),
        empty="Nothing has happened yet.",
    )


def _told(details: Json) -> str | None:
    """Return details as they would be typed: names and values."""
    return ", ".join(f"{name}={_word(value)}" for name, value in details.items()) or None


def _word(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _draw(participant: Json) -> None:
    if "school_periods" in participant:
        register_tables.person(participant)
    else:
        draw_facts(participant.items())


add_acts(command, ACTS)
