"""JSON of records, kept from one request to the next.

A record's JSON follows from its key and the stamp of its last change, and stamps are never
given twice in one file of a world: a kept piece is right as long as its stamp is.
"""

from collections.abc import Sequence

import orjson

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.http import serializers
from ecf_sandbox.v1.service.provider_context import Store

Pieces = dict[int, tuple[Instant, bytes]]

_MOST_PIECES = 4_096


def participants(
    pieces: Pieces, stamps: Sequence[tuple[int, Instant]], store: Store, edition: Edition
) -> list[orjson.Fragment]:
    """Return the JSON of the records that are named by key and stamp, in their order."""
    found: dict[int, bytes] = {}
    missing: dict[int, Instant] = {}
    for key, stamp in stamps:
        piece = pieces.get(key)
        if piece and piece[0] == stamp:
            found[key] = piece[1]
        else:
            missing[key] = stamp
    for record in store.records(missing) if missing else ():
        fresh = orjson.dumps(serializers.participant(record, edition))
        found[record.key] = bytes(memoryview(fresh))  # a copy as long as it is: orjson keeps more
        _keep(pieces, record.key, (missing[record.key], found[record.key]))
    return [orjson.Fragment(found[key]) for key, _ in stamps]


def _keep(pieces: Pieces, key: int, piece: tuple[Instant, bytes]) -> None:
    """Keep a piece; the oldest quarter goes when there are too many.

    Threads share the pieces: a copy of the keys is taken in one go, an iterator is not.
    """
    if len(pieces) >= _MOST_PIECES:
        for oldest in list(pieces.keys())[: _MOST_PIECES // 4]:
            pieces.pop(oldest, None)
    pieces[key] = piece
