"""HTTP/1.1 as uvicorn speaks it, and an answer for what it would not understand."""

import re
import sys

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.engine.http import replies

_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
_OTHER_METHOD = re.compile(rb"(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE) )[!#$%&'*+.^_`|~\w-]+ ")
_UNREADABLE = replies.refused(BadRequest("This is not an HTTP/1.1 request that can be read"))


class ForgivingProtocol(HttpToolsProtocol):
    """Declines other protocols, knows every method, and refuses in the API's own envelope.

    The parser stops at an offer to speak HTTP/2, which Java's client makes along with a body,
    and the body would be lost. What it cannot read at all is a 400 (FMT-5); a method that it
    has never heard of is one that no path knows (FMT-6).
    """

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
        assert isinstance(_UNREADABLE.content, bytes)
        head = [
            b"HTTP/1.1 400 Bad Request",
            *(b": ".join(header) for header in self.server_state.default_headers),
            b"content-type: " + _UNREADABLE.media_type,
            b"content-length: %d" % len(_UNREADABLE.content),
            b"connection: close",
        ]
        self.transport.write(b"\r\n".join([*head, b"", _UNREADABLE.content]))
        self.transport.close()
