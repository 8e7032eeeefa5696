"""JSON of records, kept from one request to the next.

What a provider sees of a record follows from the record, the stamp of its last change, and
the London day: whatever is shown otherwise has moved the stamp (V3-LIST-13), and time alone
changes things at 00:00 only. Stamps are never given twice in one file of a world.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import orjson

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.v3.store.ids import Stored
from ecf_sandbox.v3.store.paging import Listed

View = TypeVar("View")
Pieces = dict[Any, Any]

_MOST_PIECES = 4_096
_PIECES = "pieces"


def fragments(
    shared: Pieces,
    kind: Hashable,
    today: date,
    listed: Sequence[Listed],
    views: Callable[[Mapping[str, Instant]], Iterable[View]],
    serialize: Callable[[View], Json],
) -> list[orjson.Fragment]:
    """Return the JSON of records in their order.

    `kind` says what JSON depends on beside the record: the list, and who sees it.
    """
    pieces: Pieces = shared.setdefault(_PIECES, {})
    found: dict[Stored, orjson.Fragment] = {}
    missing: dict[Stored, Listed] = {}
    for each in listed:
        piece = pieces.get((kind, each[0]))
        if piece is not None and piece[0] == each and piece[1] == today:
            found[each[0]] = piece[2]
        else:
            missing[each[0]] = each
    if not missing:
        return [*found.values()]
    stamps = {each.id: each.updated_at for each in missing.values()}
    for each, view in zip(missing.values(), views(stamps), strict=True):
        fresh = orjson.dumps(serialize(view))
        piece = orjson.Fragment(
            bytes(memoryview(fresh))
        )  # a copy as long as it is: fresh is longer
        found[each.stored_id] = piece
        _keep(pieces, (kind, each.stored_id), (each, today, piece))
    return [found[each.stored_id] for each in listed]


def _keep(pieces: Pieces, key: Hashable, piece: object) -> None:
    """Keep a piece; the oldest quarter goes when there are too many.

    Threads share the pieces: a copy of the keys is taken in one go, an iterator is not.
    """
    if len(pieces) >= _MOST_PIECES:
        for oldest in list(pieces.keys())[: _MOST_PIECES // 4]:
            pieces.pop(oldest, None)
    pieces[key] = piece
