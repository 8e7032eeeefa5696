"""What commands print, on outputs that cannot show every character."""

import codecs
import io
import json
import sys
from typing import Any

import click

Json = Any


def replace_unprintable() -> None:
    """Print `?` for each character that the output's encoding does not have."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def print_json(answer: Json) -> None:
    """Print JSON; where the output is not UTF-8 other characters are escaped, so none is lost."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=not _is_unicode()))


def _is_unicode() -> bool:
    try:
        return codecs.lookup(sys.stdout.encoding).name.startswith("utf")
    except (LookupError, TypeError):
        return False
