"""Request bodies, received within limits."""

from collections.abc import Callable, Mapping
from typing import IO

from starlette.types import Receive

from ecf_sandbox.engine.domain.problems import TooLarge

LARGEST_BODY = 1_000_000


class Disconnected(Exception):
    """The client left before its request was whole."""


async def read_body(receive: Receive, headers: Mapping[bytes, bytes]) -> bytes:
    """Return the request's body, refused as soon as it is too large (FMT-6)."""
    parts: list[bytes] = []
    await _receive(receive, headers, parts.append, LARGEST_BODY)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def receive_file(
    receive: Receive, headers: Mapping[bytes, bytes], file: IO[bytes], *, largest: int
) -> None:
    """Write the request's body to a file, refused as soon as it is too large."""
    await _receive(receive, headers, file.write, largest)


async def _receive(
    receive: Receive, headers: Mapping[bytes, bytes], take: Callable[[bytes], object], largest: int
) -> None:
    if int(headers.get(b"content-length", b"0")) > largest:
        raise TooLarge
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part, more = message.get("body", b""), message.get("more_body", False)
        length += len(part)
        if length > largest:
            raise TooLarge
        take(part)
