"""`ecf-sandbox delivery-partner`: delivery partners, and whom they may work with."""

import click

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act, add_acts

_ONE = "delivery-partners/{delivery_partner_id}"
_LINK = f"{_ONE}/links/{{provider}}/{{cohort}}"
_ID = "delivery_partner_id"


def _unlinked(_: object) -> None:
    click.echo("They may not work together any more.")


@click.group("delivery-partner")
def command() -> None:
    """List, add, rename and link delivery partners (API v3)."""


ACTS = (
    Act(
        name="list",
        about="List every delivery partner.",
        method="GET",
        path="delivery-partners",
        draw=register_tables.delivery_partners,
    ),
    Act(
        name="add",
        about="Add a delivery partner.",
        method="POST",
        path="delivery-partners",
        arguments=("name",),
        draw=register_tables.delivery_partner,
    ),
    Act(
        name="rename",
        about="Give a delivery partner another name.",
        method="PATCH",
        path=_ONE,
        arguments=(_ID, "name"),
        draw=register_tables.delivery_partner,
    ),
    Act(
        name="link",
        about="Let a provider work with it in a cohort.",
        method="PUT",
        path=_LINK,
        arguments=(_ID, "provider", "cohort"),
        draw=register_tables.delivery_partner,
    ),
    Act(
        name="unlink",
        about="End that, unless a partnership needs it.",
        method="DELETE",
        path=_LINK,
        arguments=(_ID, "provider", "cohort"),
        draw=_unlinked,
    ),
)
add_acts(command, ACTS)
