"""Connections closed in stages, so that an answer arrives that came before all of its request."""

import asyncio
from collections.abc import Callable

from ecf_sandbox.engine.http.transport import JoiningTransport

_MOST_DROPPED = 16_000_000
_PATIENCE = 2.0


class LingeringTransport(JoiningTransport):
    """A transport that lets a client finish before it closes.

    Closed while there is something to read, a connection is reset, and the client, or a proxy
    before it, may never see the answer. So our side ends first (RFC 9112 section 9.6), and
    what still comes is dropped: up to 16 MB, and for two seconds.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        more_to_come: Callable[[], bool],
    ) -> None:
        super().__init__(transport, loop)
        self._more_to_come = more_to_come
        self._lingering = False
        self._dropped = 0

    def close(self) -> None:
        """End our side when all is written; the connection too, if nothing more is to come."""
        if self.is_closing():
            return
        if not self._more_to_come():
            self.close_at_once()
            return
        self._flush()
        self._transport.write_eof()
        self._transport.resume_reading()
        self._lingering = True
        self._loop.call_later(_PATIENCE, self._transport.close)

    def close_at_once(self) -> None:
        """Close the connection when all is written, whatever the client still sends."""
        super().close()

    def is_closing(self) -> bool:
        """Return whether nothing can be written any more."""
        return self._lingering or self._transport.is_closing()

    def drops(self, data: bytes) -> bool:
        """Return whether what came is dropped, since the answer has gone out."""
        if not self._lingering:
            return False
        self._dropped += len(data)
        if self._dropped > _MOST_DROPPED:
            self._transport.close()
        return True
