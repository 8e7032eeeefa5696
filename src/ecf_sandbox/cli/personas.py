"""`ecf-sandbox personas`: the people you can rely on."""

import click

from ecf_sandbox.cli.output import print_json
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.cli.world_api import V1, V3
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.v1.seeding.personas import Persona, personas
from ecf_sandbox.v3.seeding.characters import Character
from ecf_sandbox.v3.seeding.personas import persona_id, purposes
from ecf_sandbox.v3.seeding.personas import personas as personas_of_v3

_COLUMNS_OF_V3 = ("id", "role", "cohort", "situation", "purpose")


@click.command("personas")
@click.option("--api", type=click.Choice([V1, V3]), default=V1, show_default=True, help="Whose.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(api: str, *, as_json: bool) -> None:
    """List the people you can rely on.

    Personas are participants with fixed ids, the same in every world.
    """
    told = [_told(each) for each in personas() if not each.state_only]
    if api == V3:
        told = [_told_of_v3(each) for each in personas_of_v3()]
    if as_json:
        print_json({"personas": told})
    elif api == V3:
        draw(
            ("id", "as", "cohort", "situation", "what for"),
            ([each[name] for name in _COLUMNS_OF_V3] for each in told),
            empty="",
        )
    else:
        _draw(told)


def _draw(told: list[Json]) -> None:
    draw(("id", "name", "situation", "what for"), map(_row, told), empty="")


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


def _told_of_v3(persona: Character) -> Json:
    return {
        "id": persona_id(persona.number),
        "role": persona.role,
        "cohort": str(persona.cohort),
        "situation": persona.about,
        "purpose": purposes()[persona.number],
        "schedule_identifier": persona.schedule,
        "provider": persona.provider,
    }
