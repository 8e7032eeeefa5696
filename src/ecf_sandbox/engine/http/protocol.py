"""HTTP/1.1 as uvicorn speaks it, and an answer for what it would not understand."""

import re
import sys
from collections.abc import Callable
from typing import Any

import httptools
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.engine.domain.problems import BadRequest

_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
_OTHER_METHOD = re.compile(rb"(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE) )[!#$%&'*+.^_`|~\w-]+ ")
_PATH = re.compile(rb"[^ ]+ (/[^ ?]*)")


class Config(uvicorn.Config):
    """Uvicorn's settings, and the function that tells which APIs are served."""

    def __init__(
        self,
        app: Callable[[], ASGIApp],
        *,
        apis: Callable[[], Apis],
        **said: Any,  # noqa: ANN401  # uvicorn's own
    ) -> None:
        super().__init__(app, **said)
        self.apis = apis


class ForgivingProtocol(HttpToolsProtocol):
    """Declines other protocols, knows every method, and refuses in the API's own envelope.

    The parser stops at an offer to speak HTTP/2, which Java's client makes along with a body,
    and the body would be lost. What it cannot read at all is a 400 (FMT-5); a method that it
    has never heard of is one that no path knows (FMT-6).
    """

    config: Config
    _received = b""

    def data_received(self, data: bytes) -> None:
        """Read what came, any offer in it made illegible."""
        if b"pgrade:" in data:
            data = _UPGRADE.sub(b"\r\nx-grade:", data)
        self._received = data
        super().data_received(data)

    def send_400_response(self, _: str) -> None:
        """Answer what the parser has just failed on."""
        unknown = _OTHER_METHOD.match(self._received)
        if unknown and isinstance(sys.exception(), httptools.HttpParserInvalidMethodError):
            self.parser = httptools.HttpRequestParser(self)
            self.data_received(b"TRACE " + self._received[unknown.end() :])
            return
        path = _PATH.match(self._received)
        api = self.config.apis().of_path(path[1].decode("latin-1") if path else "")
        reply = api.wire.refused(BadRequest("This is not an HTTP/1.1 request that can be read"))
        assert isinstance(reply.content, bytes)
        head = [
            b"HTTP/1.1 400 Bad Request",
            *(b": ".join(header) for header in self.server_state.default_headers),
            b"content-type: " + reply.media_type,
            b"content-length: %d" % len(reply.content),
            b"connection: close",
        ]
        self.transport.write(b"\r\n".join([*head, b"", reply.content]))
        self.transport.close()
