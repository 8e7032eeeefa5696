"""`ecf-sandbox partnership`: partnerships as the department makes and changes them."""

import click

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act, add_acts


@click.group("partnership")
def command() -> None:
    """List, make and change partnerships (API v3)."""


ACTS = (
    Act(
        name="list",
        about="List partnerships.",
        method="GET",
        path="partnerships",
        query=("provider", "cohort"),
        draw=register_tables.partnerships,
    ),
    Act(
        name="add",
        about="Make a partnership; move_from=... moves the training of another one into it.",
        method="POST",
        path="partnerships",
        arguments=("provider", "cohort", "school_id", "delivery_partner_id"),
        facts="*",
        draw=register_tables.partnership,
    ),
    Act(
        name="update",
        about="Give a partnership another delivery partner.",
        method="PATCH",
        path="partnerships/{partnership_id}",
        arguments=("partnership_id", "delivery_partner_id"),
        draw=register_tables.partnership,
    ),
)
add_acts(command, ACTS)
