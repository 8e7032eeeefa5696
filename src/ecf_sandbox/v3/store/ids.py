"""Ids as a world's file has them: sixteen bytes, which is less than half of their letters."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

Stored: TypeAlias = bytes | str

_USUAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
# Ids of one person come again and again while it is read.
_KEPT = 4_096
_FIRST = "00000000-0000-0000-0000-000000000000"
_LAST = _FIRST.replace("0", "f")
_NONE = "~"


def stored(id_: str) -> Stored:
    """Return an id as the file has it; one of another form than a UUID's stays a text."""
    return bytes.fromhex(id_.replace("-", "")) if _USUAL.fullmatch(id_) else id_


def all_stored(ids: Iterable[str]) -> tuple[Stored, ...]:
    """Return ids as the file has them."""
    return tuple(map(stored, ids))


@lru_cache(_KEPT)
def shown(id_: Stored) -> str:
    """Return an id of the file as everything else knows it."""
    if isinstance(id_, str):
        return id_
    text = id_.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def shown_by_sql(column: str) -> str:
    """Return SQL for an id of the file as everything else knows it."""
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    text = " || '-' || ".join(f"substr(hex({column}), {at}, {size})" for at, size in parts)
    return f"CASE typeof({column}) WHEN 'blob' THEN lower({text}) ELSE {column} END"


def key_of(table: str, value: str = "?") -> str:
    """Return SQL for the key of the row of a table that has an id."""
    return f"(SELECT key FROM {table} WHERE id = {value})"


def ids_from(beginning: str) -> tuple[Stored, Stored]:
    """Return the first and the last id that begins so, as the file has them.

    Where none of the usual form does, they are two between which there is nothing.
    """
    first, last = (beginning + form[len(beginning) :] for form in (_FIRST, _LAST))
    found = stored(first), stored(last)
    return found if all(isinstance(each, bytes) for each in found) else (_NONE, "")
