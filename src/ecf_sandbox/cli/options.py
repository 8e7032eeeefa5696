"""What every command that asks a running sandbox has in common."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from ecf_sandbox.cli.remote import Json, Remote

DEFAULT_URL = "http://127.0.0.1:8000"

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Session:
    """A sandbox to ask, and how to show what it says."""

    remote: Remote
    as_json: bool

    def show(self, answer: Json, draw: Callable[[Json], None]) -> None:
        """Print an answer: as JSON for programs, else as `draw` draws it."""
        if self.as_json:
            click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        else:
            draw(answer)


def asks(command: Command) -> Command:
    """Give a command a `session`, by the options `--url`, `--admin-token` and `--json`."""

    @click.option(
        "--url",
        envvar="ECF_SANDBOX_URL",
        default=DEFAULT_URL,
        show_default=True,
        help="Where the sandbox is.  [env: ECF_SANDBOX_URL]",
    )
    @click.option(
        "--admin-token",
        envvar="ECF_SANDBOX_ADMIN_TOKEN",
        help="The token it was started with.  [env: ECF_SANDBOX_ADMIN_TOKEN]",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
    @functools.wraps(command)
    def asking(*args: Any, url: str, admin_token: str | None, as_json: bool, **rest: Any) -> Any:  # noqa: ANN401  # click's
        return command(*args, session=Session(Remote(url, admin_token), as_json), **rest)

    return asking


in_world = click.option(
    "--world", default="default", show_default=True, help="The world it is about."
)
