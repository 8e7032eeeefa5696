"""A query string as nested parameters: `filter[cohort][]=2025` is an array in an object.

Rules: V3-FMT-5, V3-FMT-12.
"""

import re
from typing import Any, TypeAlias

from ecf_sandbox.engine.domain.problems import BadRequest

Nested: TypeAlias = dict[str, Any]

_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST = 32


def parsed(raw: bytes) -> Nested:
    """Return a query's parameters; a repeated one counts as its last.

    A value is a text, None without `=`, an array, or an object. Raises BadRequest for broken
    percent-encoding or UTF-8, and for one parameter in two shapes.
    """
    found: Nested = {}
    for piece in raw.split(b"&"):
        if piece:
            name, equals, value = piece.partition(b"=")
            _put(found, decoded(name), decoded(value) if equals else None)
    return found


def decoded(raw: bytes) -> str:
    """Return percent-encoded text; raises BadRequest where it is broken."""
    text = raw.replace(b"+", b" ")
    if b"%" not in text and text.isascii():
        return text.decode()
    if _BROKEN.search(text):
        raise BadRequest("The URL has a % that two hexadecimal digits do not follow")
    try:
        return re.sub(rb"%(..)", lambda found: bytes.fromhex(found[1].decode()), text).decode()
    except UnicodeDecodeError:
        raise BadRequest("The URL is not UTF-8 once it is percent-decoded") from None


def _put(found: Nested, name: str, value: str | None) -> None:
    """Add one parameter, named like `filter[cohort][]`, to what is known."""
    first, bracket, _ = name.partition("[")
    parts = _PART.findall(name[len(first) :]) if bracket else []
    if not first or len(parts) > _DEEPEST:
        return
    place: Any = found
    key = first
    for number, part in enumerate(parts):
        if part == "":
            _append(place, key, value if number == len(parts) - 1 else None)
            return
        place = place.setdefault(key, {})
        if not isinstance(place, dict):
            raise _two_shapes(name)
        key = part
    if isinstance(place.get(key), list | dict) and parts:
        raise _two_shapes(name)
    place[key] = value


def _append(place: Nested, key: str, value: str | None) -> None:
    values = place.setdefault(key, [])
    if not isinstance(values, list):
        raise _two_shapes(key)
    values.append(value)


def _two_shapes(name: str) -> BadRequest:
    return BadRequest(f"{name} comes in two shapes: send it once, as a text or as an array")
