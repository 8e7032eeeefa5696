"""Tables: as wide as a terminal is, and elsewhere as wide as what is in them."""

import sys
from collections.abc import Iterable, Sequence

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDE_ENOUGH = 10_000


def draw(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows under their columns, or `empty` where there are none."""
    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*map(_cell, row))
    if table.row_count:
        _print(table)
    else:
        click.echo(empty)


def draw_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one a line."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        table.add_row(Text(name, style="bold"), _cell(value))
    _print(table)


def _print(table: Table) -> None:
    """Print a table without the spaces that would fill its last column."""
    width = None if sys.stdout.isatty() else _WIDE_ENOUGH
    console = Console(highlight=False, width=width)
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _cell(value: object) -> Text:
    """Return a value as text that no markup hides in."""
    if value is None:
        return Text("-")
    return Text(str(value).lower() if isinstance(value, bool) else str(value))
