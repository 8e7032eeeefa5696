"""Ids that a seed repeats."""

from hashlib import blake2b

_VARIANT = "89ab"


def seeded_id(seed: int, kind: str, number: int) -> str:
    """Return the `number`th id of a kind in a world of this seed, in the shape of a UUID 4."""
    text = blake2b(f"{seed}/{kind}/{number}".encode(), digest_size=16).hexdigest()
    variant = _VARIANT[int(text[16], 16) % 4]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"
