"""`ecf-sandbox personas`: the people you can rely on."""

import click

from ecf_sandbox.cli.options import Session, asks, like_world
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.cli.world_api import V1, V3, api_of
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.v1.seeding.personas import Persona, personas
from ecf_sandbox.v3.seeding.personas import persona_id, purposes
from ecf_sandbox.v3.seeding.personas import personas as personas_of_v3
from ecf_sandbox.v3.seeding.recipes import Recipe

_COLUMNS_OF_V3 = ("id", "role", "cohort", "situation", "purpose")


@click.command("personas")
@click.option("--api", type=click.Choice([V1, V3]), show_default=V1, help="Whose.")
@like_world
@asks
def command(session: Session, api: str | None, world: str | None) -> None:
    """List the people you can rely on.

    Personas are participants with fixed ids, the same in every world of an API. A sandbox is
    asked for nothing but a world's API.
    """
    if (api or (api_of(session, world) if world else V1)) == V3:
        session.show({"personas": [_told_of_v3(each) for each in personas_of_v3()]}, _draw_v3)
    else:
        told = [_told(each) for each in personas() if not each.state_only]
        session.show({"personas": told}, _draw)


def _draw_v3(answer: Json) -> None:
    rows = ([each[name] for name in _COLUMNS_OF_V3] for each in answer["personas"])
    draw(("id", "as", "cohort", "situation", "what for"), rows, empty="")


def _draw(answer: Json) -> None:
    draw(("id", "name", "situation", "what for"), map(_row, answer["personas"]), empty="")


def _row(told: Json) -> tuple[str, ...]:
    since = f" (from {told['from'][:10]})" if told["from"] else ""
    return told["id"], told["name"], f"{told['situation']}{since}", told["purpose"]


def _told(persona: Persona) -> Json:
    return {
        "id": persona.id,
        "name": persona.new_person.full_name,
        "situation": persona.situation,
        "purpose": persona.purpose,
        "schedule_identifier": persona.recipe.schedule_identifier,
        "from": wire(persona.holds_from) if persona.holds_from is not None else None,
        "declaration_ids": list(persona.declaration_ids),
    }


def _told_of_v3(persona: Recipe) -> Json:
    return {
        "id": persona_id(persona.number),
        "role": persona.role,
        "cohort": str(persona.cohort),
        "situation": persona.about,
        "purpose": purposes()[persona.number],
        "schedule_identifier": persona.schedule,
        "provider": persona.provider,
    }
