"""What every command that asks a running sandbox has in common."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import click

from ecf_sandbox.cli.moments import MOMENT_TEXT
from ecf_sandbox.cli.output import print_json
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
            print_json(answer)
        else:
            draw(answer)


class Url(click.ParamType[str]):
    """Where a sandbox is: `http://` may be left out, and a slash at the end does no harm."""

    name = "url"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        text = str(value)
        url = text if "://" in text else f"http://{text}"
        try:
            parts = urlsplit(url)
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known:
            self.fail(f"{text!r} is not an address such as {DEFAULT_URL}.", param, ctx)
        return url.rstrip("/")


def asks(command: Command) -> Command:
    """Give a command a `session`, by the options `--url`, `--admin-token` and `--json`."""

    @click.option(
        "--url",
        type=Url(),
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


def dated(command: Command) -> Command:
    """Let a command choose when what it asks for happens; goes below `asks`."""

    @click.option("--at", type=MOMENT_TEXT, help="When it happens, unless that is now.")
    @functools.wraps(command)
    def asking(*args: Any, session: Session, at: str | None, **rest: Any) -> Any:  # noqa: ANN401  # click's
        then = replace(session, remote=replace(session.remote, at=at))
        return command(*args, session=then, **rest)

    return asking


in_world = click.option(
    "--world",
    envvar="ECF_SANDBOX_WORLD",
    default="default",
    show_default=True,
    help="The world it is about.  [env: ECF_SANDBOX_WORLD]",
)


like_world = click.option(
    "--world",
    envvar="ECF_SANDBOX_WORLD",
    help="The world to take it from, where it is not said.  [env: ECF_SANDBOX_WORLD]",
)


def pair(text: str, *, like: str, param_hint: str) -> tuple[str, str]:
    """Return the two sides of `NAME=VALUE`; raises BadParameter with what it should be like."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE, like {like}.", param_hint=param_hint)
    return name, value
