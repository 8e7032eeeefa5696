"""Options of the command line that are read in a way of their own."""

import click

from ecf_conformance.apis import rules


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


def known_rules(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return rules, or chapters of rules, that exist."""
    chapters = {id_.partition("-")[0] for id_ in rules()}
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
