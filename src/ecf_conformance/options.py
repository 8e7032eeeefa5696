"""Options of the command line that are read in a way of their own."""

from pathlib import Path

import click

from ecf_conformance.apis import APIS, rules


def rate(_: click.Context, __: click.Parameter, value: str | None) -> float | None:
    """Return requests a second from `N/s`."""
    if value is None:
        return None
    try:
        number = float(value.removesuffix("/s"))
    except ValueError:
        number = 0
    if number <= 0:
        raise click.BadParameter(f"{value!r} is not like 3/s.")
    return number


def overlay(_: click.Context, __: click.Parameter, value: str | None) -> Path | str | None:
    """Return the name of an overlay that an API brings, or the path of a file that is there."""
    if value is None or any(value in api.overlays for api in APIS):
        return value
    if not Path(value).is_file():
        raise click.BadParameter(f"there is no file {value}.")
    return Path(value)


def known_rules(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return rules, or chapters of rules, that exist."""
    chapters = {rule.chapter for rule in rules().values()}
    for each in value:
        if each.upper() not in rules() and each.upper() not in chapters:
            raise click.BadParameter(f"there is no rule {each}: see ecf-conformance list.")
    return value


RULE = click.option(
    "--rule",
    multiple=True,
    callback=known_rules,
    envvar="ECF_CONFORMANCE_RULE",
    help="Only this rule, such as DECL-5, or chapter of rules, such as DECL. Repeatable.",
)
