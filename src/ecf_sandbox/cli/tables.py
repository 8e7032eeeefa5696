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
    """Print rows under their columns, or `empty` where there are none.

    Where a terminal is too narrow, sentences are wrapped; ids and dates stay whole, to be copied.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        click.echo(empty)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, column in zip(columns, zip(*cells, strict=True), strict=True):
        whole = not any(" " in cell.plain for cell in column)
        widest = max(cell.cell_len for cell in column)
        table.add_column(name, overflow="fold", no_wrap=whole, min_width=widest if whole else None)
    for row in cells:
        table.add_row(*row)
    _print(table)


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
