"""Commands that make one control call of register worlds each, from a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from ecf_sandbox.cli import facts
from ecf_sandbox.cli.options import Session, asks, dated, in_world
from ecf_sandbox.cli.remote import Json, place
from ecf_sandbox.cli.world_api import V3, check_api

Draw = Callable[[Json], None]

_CHOICES = {"participant_type": ["ect", "mentor"], "programme": ["school_led", "provider_led"]}

_HELP = {
    "q": "Only whom these words find: of a name, an id or a teacher reference number.",
    "page": "Which page, counted from 1.",
    "per_page": "How many on a page.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A command and its call.

    `path` is below the world, with `{name}` for an argument; arguments that are not in it go
    into the body, as facts do, `facts` being how many: "" for none, "*" for any, "+" for one or
    more. An act with a `query` reads, and takes those names as options.
    """

    name: str
    about: str
    method: str
    path: str
    arguments: Sequence[str] = ()
    facts: str = ""
    query: Sequence[str] = ()
    draw: Draw


def add_acts(group: click.Group, acts: Iterable[Act]) -> None:
    """Add a command for each act to a group."""
    for each in acts:
        group.add_command(_command(each, f"{group.name} {each.name}"))


def _command(act: Act, called: str) -> click.Command:
    @in_world
    @asks
    @dated
    def run(session: Session, world: str, said: facts.Pairs = (), **given: Any) -> None:  # noqa: ANN401  # click's
        check_api(session, world, V3, called)
        path = f"{place('worlds', world)}{_filled(act.path, given)}"
        if act.method == "GET":
            session.show(session.remote.get(path, **given), act.draw)
            return
        body = {name: facts.value(text) for name, text in given.items()}
        body |= facts.read(said, V3)
        answer = session.remote.call(act.method, path, body or _no_body(act))
        session.show(answer, act.draw)

    command = click.command(act.name, help=act.about)(run)
    command.params = [*_arguments(act), *_options(act), *command.params]
    return command


def _filled(path: str, given: dict[str, Any]) -> str:
    """Return a path with the arguments in it, which are taken out of those that are given."""
    parts = path.strip("/").split("/")
    return place(*(given.pop(each[1:-1]) if each.startswith("{") else each for each in parts))


def _no_body(act: Act) -> Json:
    return {} if act.facts else None


def _arguments(act: Act) -> Iterable[click.Parameter]:
    for name in act.arguments:
        choices = _CHOICES.get(name)
        yield click.Argument([name], type=click.Choice(choices) if choices else str)
    if act.facts:
        yield click.Argument(
            ["said"],
            nargs=-1,
            required=act.facts == "+",
            callback=facts.as_pairs,
            metavar="NAME=VALUE..." if act.facts == "+" else "[NAME=VALUE]...",
        )


def _options(act: Act) -> Iterable[click.Parameter]:
    for name in act.query:
        option = f"--{name.replace('_', '-')}"
        about = _HELP.get(name, f"Only of this {name.replace('_', ' ')}.")
        yield click.Option([option, name], help=about)
