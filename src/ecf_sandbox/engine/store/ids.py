"""Ids that a seed repeats."""

from hashlib import blake2b
from uuid import UUID


def seeded_id(seed: int, kind: str, number: int) -> str:
    """Return the `number`th id of a kind in a world of this seed, in the shape of a UUID 4."""
    digest = blake2b(f"{seed}/{kind}/{number}".encode(), digest_size=16).digest()
    return str(UUID(bytes=digest, version=4))
