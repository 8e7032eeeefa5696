"""The options of a run that a file of the folder sets."""

import tomllib
from pathlib import Path
from typing import Any

import click

NAME = "ecf-conformance.toml"


def read(command: click.Command) -> dict[str, Any]:
    """Return the options of a command that the file sets, as a default map has them.

    Nothing is set where there is no file. Raises click.UsageError, which says what in the file
    is wrong.
    """
    known = {_setting(each): each for each in command.params if each.envvar}
    options = {}
    for name, value in _content().items():
        option = known.get(name.replace("_", "-"))
        if option is None or option.name is None:
            raise click.UsageError(f"{NAME} has {name}, which is no setting: {', '.join(known)}.")
        options[option.name] = _value(command, option, name, value)
    return options


def _content() -> dict[str, Any]:
    file = Path(NAME)
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise click.UsageError(f"{NAME} is not UTF-8: save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(
            f'{NAME} is not TOML: {error}. Write a setting a line, as token = "..."'
        ) from None


def _value(command: click.Command, option: click.Parameter, name: str, value: Any) -> Any:  # noqa: ANN401  # whatever TOML has
    """Return what the file says as the option takes it; raises click.UsageError."""
    if isinstance(value, list) and not option.multiple:
        raise click.UsageError(f"{NAME}: {name} is one value, and no list.")
    said = [value] if option.multiple and not isinstance(value, list) else value
    try:
        option.process_value(click.Context(command), said)
    except click.BadParameter as error:
        raise click.UsageError(f"{NAME}: {name}: {error.message}") from None
    return said


def _setting(option: click.Parameter) -> str:
    """Return the name of an option as the file has it, such as other-token."""
    return max(option.opts, key=len).removeprefix("--")
