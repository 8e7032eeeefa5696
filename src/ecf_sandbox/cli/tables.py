"""Tables: as wide as a terminal is, and elsewhere as wide as what is in them."""

import sys
from collections.abc import Iterable, Sequence

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDE_ENOUGH = 10_000
_SENTENCE = 10  # columns that a wrapped sentence has at least
_GAP = 3  # columns between two cells


def draw(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows under their columns, or `empty` where there are none.

    Where a terminal is too narrow, sentences are wrapped; ids and dates stay whole, to be copied.
    Where that does not do, the terminal breaks the lines, and no column is left out.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        click.echo(empty)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, column in zip(columns, zip(*cells, strict=True), strict=True):
        whole = not any(" " in cell.plain for cell in column)
        widest = _widest([Text(name), *column])
        narrowest = widest if whole else min(widest, _SENTENCE)
        table.add_column(name, overflow="fold", no_wrap=whole, min_width=narrowest)
    for row in cells:
        table.add_row(*row)
    _print(table)


def draw_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one a line."""
    table = Table(box=None, show_header=False, pad_edge=False)
    cells = [(Text(name, style="bold"), _cell(value)) for name, value in facts]
    names, values = zip(*cells, strict=True)
    whole = _widest(cell for cell in values if " " not in cell.plain)
    table.add_column(no_wrap=True, min_width=_widest(names))
    table.add_column(overflow="fold", min_width=whole)
    for row in cells:
        table.add_row(*row)
    _print(table)


def _widest(cells: Iterable[Text]) -> int:
    return max((cell.cell_len for cell in cells), default=0)


def _print(table: Table) -> None:
    """Print a table without the spaces that would fill its last column."""
    console = Console(highlight=False)
    narrowest = sum((column.min_width or 0) + _GAP for column in table.columns) - _GAP
    console.width = max(console.width, narrowest) if sys.stdout.isatty() else _WIDE_ENOUGH
    with console.capture() as captured:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _cell(value: object) -> Text:
    """Return a value as text that no markup hides in."""
    if value is None:
        return Text("-")
    return Text(str(value).lower() if isinstance(value, bool) else str(value))
