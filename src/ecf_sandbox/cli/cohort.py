"""`ecf-sandbox cohort`: contract periods, opened, closed, frozen and thawed."""

import click

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act, add_acts


@click.group("cohort")
def command() -> None:
    """List, open, close and freeze cohorts (API v3)."""


ACTS = (
    Act(
        name="list",
        about="List every cohort.",
        method="GET",
        path="cohorts",
        draw=register_tables.cohorts,
    ),
    Act(
        name="set",
        about="Open the YEAR after the last cohort, or change one; facts such as "
        "enabled=false, frozen_at=2026-11-25, frozen_at=none.",
        method="PUT",
        path="cohorts/{year}",
        arguments=("year",),
        facts="*",
        draw=register_tables.cohort,
    ),
)
add_acts(command, ACTS)
