"""Words to choose from, as options."""

import click

from ecf_sandbox.apis import APIS
from ecf_sandbox.v1.domain.editions import EditionName


class Words(click.Choice[EditionName]):
    """The members of an enum by their values: click would ask for their names."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:  # noqa: ARG002  # click's signature
        return str(choice)


EDITION = Words(EditionName)
ANY_EDITION = click.Choice([str(each) for each in APIS.editions])
