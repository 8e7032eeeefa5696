"""Tables on a terminal; elsewhere they are as wide as what is in them."""

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

_WIDE_ENOUGH = 400


def console() -> Console:
    """Return where to print: a terminal's width, or none to speak of."""
    width = None if sys.stdout.isatty() else _WIDE_ENOUGH
    return Console(highlight=False, width=width, soft_wrap=False)


def draw(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows under their columns, or `empty` where there are none."""
    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(_cell, row))
    if table.row_count:
        console().print(table)
    else:
        console().print(empty)


def draw_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one a line."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in facts:
        table.add_row(f"[bold]{name}[/bold]", _cell(value))
    console().print(table)


def _cell(value: object) -> str:
    """Return a value as text that no markup hides in."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("[", "\\[")
