"""The `ecf-sandbox` command; each subcommand is a module, imported when it is asked for."""

from importlib import import_module

import click

from ecf_sandbox import __version__
from ecf_sandbox.cli.output import replace_unprintable

_COMMANDS = (
    "serve",
    "demo",
    "personas",
    "schedules",
    "world",
    "clock",
    "participant",
    "school",
    "delivery-partner",
    "partnership",
    "cohort",
    "declaration",
    "state",
    "statements",
    "advisories",
    "faults",
    "journal",
    "replay",
    "completion",
)


def _module(name: str) -> str:
    return f"ecf_sandbox.cli.{name.replace('-', '_')}"


class _Commands(click.Group):
    """Subcommands by module, so that none pays for another's imports."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_module(cmd_name)).command
        return command


@click.group(
    cls=_Commands,
    epilog="Exit codes: 0 done, 1 the sandbox says no, 2 the command is wrong, "
    "3 no sandbox answers.",
)
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """Run the DfE lead provider API on your own machine."""
    replace_unprintable()
