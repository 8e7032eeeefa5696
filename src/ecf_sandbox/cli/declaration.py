"""`ecf-sandbox declaration`: declarations as the department voids them."""

import click

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act, add_acts


@click.group("declaration")
def command() -> None:
    """Void declarations of any provider (API v3)."""


ACTS = (
    Act(
        name="void",
        about="Void a declaration as the department does.",
        method="POST",
        path="declarations/{declaration_id}/void",
        arguments=("declaration_id",),
        draw=register_tables.facts,
    ),
)
add_acts(command, ACTS)
