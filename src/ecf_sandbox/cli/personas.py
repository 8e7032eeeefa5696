"""`ecf-sandbox personas`: the people you can rely on."""

import click

from ecf_sandbox.cli.output import print_json
from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.v1.seeding.personas import Persona, personas


@click.command("personas")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(*, as_json: bool) -> None:
    """List the people you can rely on.

    Personas are participants with fixed ids, the same in every world.
    """
    told = [_told(each) for each in personas() if not each.state_only]
    if as_json:
        print_json({"personas": told})
        return
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
