"""A JSON parser as strict as RFC 8259."""

import json
from typing import Any, NoReturn

_BOM = b"\xef\xbb\xbf"
_SHOWN = 200


class Unreadable(ValueError):
    """A text that is not JSON; the message is why."""


def loads(body: bytes) -> Any:  # noqa: ANN401  # JSON
    """Return the value that a body says; raises Unreadable."""
    if body.startswith(_BOM):
        raise Unreadable("it begins with a byte order mark (RFC 8259 section 8.1)")
    try:
        return json.loads(
            body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_members
        )
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8 (RFC 8259 section 8.1)") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply to be read") from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(repr(body[:_SHOWN].decode("utf-8", "replace"))) from None


def _no_number(name: str) -> NoReturn:
    raise Unreadable(f"it has {name}, which is no number (RFC 8259 section 6)")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"an object names {twice[:_SHOWN]!r} twice (RFC 8259 section 4)")
    return members
