"""`ecf-sandbox school`: schools of register worlds."""

import click

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act, add_acts


@click.group("school")
def command() -> None:
    """List, add and change schools (API v3)."""


ACTS = (
    Act(
        name="list",
        about="List every school.",
        method="GET",
        path="schools",
        draw=register_tables.schools,
    ),
    Act(
        name="add",
        about="Add a school; facts such as name='Thornbury School' "
        "uplifts.2024.pupil_premium=true.",
        method="POST",
        path="schools",
        facts="*",
        draw=register_tables.school,
    ),
    Act(
        name="update",
        about="Change a school; facts such as marked_eligible=false tutor_name=none.",
        method="PATCH",
        path="schools/{school_id}",
        arguments=("school_id",),
        facts="+",
        draw=register_tables.school,
    ),
)
add_acts(command, ACTS)
