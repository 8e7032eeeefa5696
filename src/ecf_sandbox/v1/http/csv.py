"""Lists as CSV (LIST-6)."""

import re
from collections.abc import Iterator
from hashlib import sha1

from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.operations import File
from ecf_sandbox.engine.http.replies import answer_file

CSV = b"text/csv"

_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write(rows: Iterator[Json]) -> File:
    """Return records as a CSV file.

    A header, `id` and the attributes in their JSON order, then a line for each record;
    nothing at all for no records. Small files stay in memory.
    """
    file = answer_file()
    digest = sha1(usedforsecurity=False)
    try:
        for line in _lines(rows):
            file.write(line)
            digest.update(line)
    except BaseException:
        file.close()
        raise
    return File(file, digest.hexdigest(), CSV)


def _lines(rows: Iterator[Json]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        if number == 0:
            yield _line(["id", *row["attributes"]])
        yield _line([row["id"], *row["attributes"].values()])


def _line(values: list[str | bool | None]) -> bytes:
    return (",".join(map(_cell, values)) + "\n").encode()


def _cell(value: str | bool | None) -> str:
    """Return a value as a cell: null as a quoted nothing, truth in small letters."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value
