"""Request bodies, received within limits."""

from collections.abc import AsyncIterator, Mapping
from typing import IO

from starlette.types import Receive

from ecf_sandbox.engine.domain.problems import TooLarge

LARGEST_BODY = 1_000_000


class Disconnected(Exception):
    """The client left before its request was whole."""


async def read_body(receive: Receive, headers: Mapping[bytes, bytes]) -> bytes:
    """Return the request's body, refused as soon as it is too large (FMT-6)."""
    return b"".join([chunk async for chunk in _chunks(receive, headers, LARGEST_BODY)])


async def receive_file(
    receive: Receive, headers: Mapping[bytes, bytes], file: IO[bytes], *, largest: int
) -> None:
    """Write the request's body to a file, refused as soon as it is too large."""
    async for chunk in _chunks(receive, headers, largest):
        file.write(chunk)


async def _chunks(
    receive: Receive, headers: Mapping[bytes, bytes], largest: int
) -> AsyncIterator[bytes]:
    if int(headers.get(b"content-length", b"0")) > largest:
        raise TooLarge
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk, more = message.get("body", b""), message.get("more_body", False)
        length += len(chunk)
        if length > largest:
            raise TooLarge
        yield chunk
