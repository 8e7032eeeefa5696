"""Words to choose from, as options."""

import click

from ecf_sandbox.apis import APIS

ANY_EDITION = click.Choice([str(each) for each in APIS.editions])
