"""The `ecf-sandbox` command; each subcommand is a module, imported when it is asked for."""

from importlib import import_module

import click

from ecf_sandbox import __version__
from ecf_sandbox.cli.output import replace_unprintable

_SECTIONS = {
    "Serve": ("serve", "demo"),
    "Worlds and time": ("world", "clock", "faults"),
    "What schools and the department do": (
        "participant",
        "school",
        "delivery-partner",
        "partnership",
        "cohort",
        "declaration",
        "state",
    ),
    "Look at a world": ("statements", "advisories", "journal", "replay"),
    "Look up": ("personas", "schedules", "completion"),
}
_COMMANDS = [name for names in _SECTIONS.values() for name in names]


def _module(name: str) -> str:
    return f"ecf_sandbox.cli.{name.replace('-', '_')}"


class _Commands(click.Group):
    """Subcommands by module, so that none pays for another's imports."""

    def list_commands(self, _: click.Context) -> list[str]:
        return _COMMANDS

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_module(cmd_name)).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in sections, each as wide as the longest name."""
        width = max(map(len, _COMMANDS))
        room = formatter.width - width - 6
        for title, names in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(width), self._summary(ctx, name, room)) for name in names]
                )

    def _summary(self, ctx: click.Context, name: str, room: int) -> str:
        command = self.get_command(ctx, name)
        assert command is not None, "it is in the list"
        return command.get_short_help_str(room)


@click.group(
    cls=_Commands,
    epilog="Exit codes: 0 done, 1 the sandbox says no, 2 the command is wrong, "
    "3 no sandbox answers.",
)
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """Run the DfE lead provider API on your own machine."""
    replace_unprintable()
