"""`ecf-sandbox participant`: what schools do."""

import json

import click

from ecf_sandbox.cli.options import Session, asks, dated, in_world, pair
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.tables import draw, draw_facts

_TRUTHS = {"true": True, "false": False, "unknown": None, "none": None}
_TEXTS = ("full_name", "email", "school_urn", "schedule_identifier", "cohort", "status")


@click.group("participant")
def command() -> None:
    """Add participants, validate their details, transfer them."""


def _facts(
    _: click.Context, __: click.Parameter, given: tuple[str, ...]
) -> dict[str, str | bool | None]:
    """Return `name=value`s; true, false, unknown and none are what they say, but in texts."""
    pairs = (pair(each, like="qts=true", param_hint="facts") for each in given)
    return {name: said if name in _TEXTS else _TRUTHS.get(said, said) for name, said in pairs}


@command.command("add")
@click.argument("provider")
@click.argument("participant_type", type=click.Choice(["ect", "mentor"]))
@click.argument("facts", nargs=-1, callback=_facts, metavar="[NAME=VALUE]...")
@in_world
@asks
@dated
def add(session: Session, world: str, provider: str, participant_type: str, facts: Json) -> None:
    """Add a participant, as a school does; facts such as full_name='Ada Okoro' qts=true."""
    body = {"provider": provider, "participant_type": participant_type, **facts}
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
@click.argument("facts", nargs=-1, callback=_facts, metavar="NAME=VALUE...", required=True)
@in_world
@asks
@dated
def update(session: Session, world: str, participant_id: str, facts: Json) -> None:
    """Change facts of a registration, such as email_validated=true qts=unknown mentor_id=none."""
    session.show(session.remote.patch(_place(world, participant_id), facts), _draw)


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
    """Move a participant to a provider and a school."""
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
    draw_facts(participant.items())
