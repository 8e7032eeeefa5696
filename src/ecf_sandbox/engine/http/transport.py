"""Writes to a connection, joined where one follows at once upon another."""

import asyncio
from typing import Any

_WORTH_COPYING = 16 * 1024


class JoiningTransport:
    """A transport that keeps a first write back for the next one, or for the end of the turn.

    The head of an answer and its body come as two writes, and go out as one: a system call
    costs more than all that is done with either.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._kept = b""

    def write(self, data: bytes) -> None:
        """Write what was kept back and this, or keep this back."""
        if self._kept:
            kept, self._kept = self._kept, b""
            if len(data) > _WORTH_COPYING:
                self._transport.writelines([kept, data])
            else:
                self._transport.write(kept + data)
        elif data:
            self._kept = data
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        """Close the connection when all is written."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the transport's own
        return getattr(self._transport, name)

    def _flush(self) -> None:
        if self._kept:
            kept, self._kept = self._kept, b""
            self._transport.write(kept)
