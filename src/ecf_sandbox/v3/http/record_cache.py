"""JSON of records, kept from one request to the next.

What a provider sees of a record follows from the record, the stamp of its last change, and
the London day: whatever is shown otherwise has moved the stamp (V3-LIST-13), and time alone
changes things at 00:00 only. Stamps are never given twice in one file of a world.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha1
from typing import Any, NamedTuple, TypeVar, cast

import orjson

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.paging import Row

View = TypeVar("View")


class Piece(NamedTuple):
    """The JSON of a record, and its hash."""

    json: orjson.Fragment
    digest: bytes


Pieces = dict[Row, Piece]

_MOST_PIECES = 4_096
_PIECES = "pieces"


def pieces_of(
    shared: dict[Any, Any],
    kind: Hashable,
    today: date,
    listed: Sequence[Row],
    views: Callable[[Mapping[str, Instant]], Iterable[View]],
    serialize: Callable[[View], Json],
) -> list[Piece]:
    """Return the JSON of records in their order.

    `kind` says what JSON depends on beside the record: the list, and who sees it.
    """
    kept: dict[Hashable, Pieces] = shared.setdefault(_PIECES, {})
    pieces = kept.get((kind, today), {})
    found = [pieces.get(row) for row in listed]
    if None in found:
        missing = [row for row, piece in zip(listed, found, strict=True) if piece is None]
        stamps = {shown(row[0]): row[1] for row in missing}
        made = zip(missing, map(serialize, views(stamps)), strict=True)
        fresh = {row: _piece(content) for row, content in made}
        _keep(kept, (kind, today), fresh)
        found = [piece or fresh[row] for row, piece in zip(listed, found, strict=True)]
    return cast("list[Piece]", found)


def digest_of(pieces: Iterable[Piece]) -> str:
    """Return a hash of records in their order, made of their own."""
    return sha1(b"".join(each.digest for each in pieces), usedforsecurity=False).hexdigest()


def _piece(content: Json) -> Piece:
    """Return JSON, copied to be as long as it is: what `dumps` returns is longer."""
    text = bytes(memoryview(orjson.dumps(content)))
    return Piece(orjson.Fragment(text), sha1(text, usedforsecurity=False).digest())


def _keep(kept: dict[Hashable, Pieces], group: Hashable, fresh: Pieces) -> None:
    """Keep pieces; the oldest group goes when there are too many, which may be this one.

    Threads share the pieces: a copy of the groups is taken in one go, an iterator is not.
    """
    for oldest, pieces in list(kept.items()):
        if sum(map(len, list(kept.values()))) + len(fresh) <= _MOST_PIECES:
            break
        if oldest == group:
            for row in list(pieces)[: len(fresh)]:
                pieces.pop(row, None)
        else:
            kept.pop(oldest, None)
    kept.setdefault(group, {}).update(fresh)
