"""One keep-alive connection, as thin as Python allows, so that it measures the server."""

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from calls import Call
from figures import Wrong, median

_PATIENCE = 3600
_CHUNK = 1024 * 1024
_KEPT_ALIVE = 2  # servers close idle connections; uvicorn's wait 5 s


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    media_type: str
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401  # JSON is anything
        """The body as JSON."""
        return json.loads(self.body)


class Connection:
    """A connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def close(self) -> None:
        self._socket.close()

    def ask(self, call: Call) -> Answer:
        """Return the answer to a call; anything but success is wrong."""
        answer = self.exchange(call.raw())
        if not 200 <= answer.status < 300:
            raise Wrong(f"{call.method} {call.path}: {answer.status} {answer.body[:300]!r}")
        return answer

    def time(self, call: Call) -> float:
        """Return how many seconds a call takes."""
        raw = call.raw()
        self._stay_open()
        began = time.perf_counter()
        answer = self.exchange(raw)
        took = time.perf_counter() - began
        if not 200 <= answer.status < 300:
            raise Wrong(f"{call.method} {call.path}: {answer.status} {answer.body[:300]!r}")
        return took

    def exchange(self, raw: bytes) -> Answer:
        """Send a request as it is, and return what comes back."""
        head, body = self._head(raw)
        length = int(_header(head, b"content-length") or 0)
        chunks, missing = [body], length - len(body)
        while missing > 0:
            chunk = self._receive(min(missing, _CHUNK))
            chunks.append(chunk)
            missing -= len(chunk)
        self._used = time.perf_counter()
        media_type = _header(head, b"content-type").decode("latin-1")
        return Answer(int(head[9:12]), media_type, b"".join(chunks))

    def drain(self, call: Call) -> int:
        """Return the length of an answer that is too long to keep."""
        head, body = self._head(call.raw())
        if head[9:12] != b"200":
            raise Wrong(f"{call.method} {call.path}: {head[9:12].decode()}")
        length = int(_header(head, b"content-length"))
        missing = length - len(body)
        while missing > 0:
            missing -= len(self._receive(min(missing, _CHUNK)))
        self._used = time.perf_counter()
        return length

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), _PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._used = time.perf_counter()

    def _stay_open(self) -> None:
        """Open the connection again where the server may have closed it meanwhile."""
        if time.perf_counter() - self._used > _KEPT_ALIVE:
            self.close()
            self._open()

    def _head(self, raw: bytes) -> tuple[bytes, bytes]:
        """Send a request, and return its answer's head and what came of the body with it."""
        self._stay_open()
        self._socket.sendall(raw)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        return head, body

    def _receive(self, size: int) -> bytes:
        received = self._socket.recv(size)
        if not received:
            raise Wrong("the server closed the connection")
        return received


@contextmanager
def connected(port: int) -> Iterator[Connection]:
    """Open a connection, and close it."""
    connection = Connection(port)
    try:
        yield connection
    finally:
        connection.close()


def medians(connection: Connection, calls: Sequence[Call], times: int) -> list[float]:
    """Return the median time of each call in milliseconds, asked for in turn.

    Each turn adds a word that the API ignores to a query: the server may keep whole answers.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(times + 3):
        for kept, call in zip(taken, calls, strict=True):
            seconds = connection.time(_told_apart(call, turn))
            if turn >= 3:
                kept.append(seconds * 1000)
    return [median(each) for each in taken]


def _told_apart(call: Call, turn: int) -> Call:
    return replace(call, path=f"{call.path}&turn={turn}") if "?" in call.path else call


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""
