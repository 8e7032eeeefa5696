"""The connection to a target: rate limit, waiting after a 429, limits of time and size."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from ecf_conformance.exchange import SERVER_DATE, Exchange

Headers = Mapping[str, str] | list[tuple[str, str]] | list[tuple[bytes, bytes]]

_LARGEST = 64 * 1024 * 1024
_LONGEST_WAIT = 330
_WAITS_WHEN_UNSAID = (2, 10, 60, 240)
"""Seconds after each 429 that says none: together longer than five minutes, the usual limit's."""


def bearer(token: str) -> dict[str, str]:
    """Return the header that says who asks."""
    return {"Authorization": f"Bearer {token}"}


class Unreachable(Exception):
    """A request had no answer; the message says which, and what happened instead."""


class Late(Unreachable):
    """An answer was too slow, which says nothing of what it would have been."""


class Limited(Unreachable):
    """A rate limit that waiting does not end."""


class _ConnectionLost(Unreachable):
    """The connection was closed or never opened."""


class Connection:
    """Sends requests one at a time for each thread. `rate` is requests a second, if limited."""

    def __init__(self, http: httpx2.Client, rate: float | None, patience: float) -> None:
        self._http = http
        self._gap = 1 / rate if rate else 0.0
        self._patience = patience
        self._turn = threading.Lock()
        self._next = 0.0
        self._listeners: tuple[Callable[[Exchange], None], ...] = ()

    def notify(self, *listeners: Callable[[Exchange], None]) -> None:
        """Call `listeners` with every exchange from now on, in the thread of the exchange."""
        self._listeners = listeners

    def ask(
        self,
        method: str,
        url: str,
        headers: Headers,
        *,
        retry: bool = True,
        **said: Any,  # noqa: ANN401  # as httpx2 takes it
    ) -> Exchange:
        """Send a request and return the exchange; after a 429 send it again once its time is up."""
        for unsaid in (*_WAITS_WHEN_UNSAID, None):
            self._wait_for_turn()
            exchange = self._answered(method, url, headers, **said)
            if exchange.status != 429 or not retry:
                return exchange
            if unsaid is not None:
                time.sleep(_wait(exchange, unsaid))
        raise Limited(_endless(exchange))

    def _answered(self, method: str, url: str, headers: Headers, **said: Any) -> Exchange:  # noqa: ANN401  # as above
        """Send a request; a read that lost its connection goes once more over a new one.

        A connection that was kept may be closed just as it is used again (RFC 9110 section
        9.2.2). Writes are not repeated: the API does not answer alike twice.
        """
        request = self._http.build_request(method, url, headers=headers, **said)
        try:
            return self._once(request)
        except _ConnectionLost:
            if method not in ("GET", "HEAD"):
                raise
            self._wait_for_turn()
            return self._once(self._http.build_request(method, url, headers=headers, **said))

    def _wait_for_turn(self) -> None:
        if not self._gap:
            return
        with self._turn:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + self._gap
        time.sleep(mine - now)

    def _once(self, request: httpx2.Request) -> Exchange:
        try:
            response = self._http.send(request, stream=True)
            try:
                body = self._read(response, f"{request.method} {request.url.path}")
            finally:
                response.close()
        except httpx2.TimeoutException:
            what = f"{request.method} {request.url.path} had no answer in {self._patience:g} s"
            raise Late(what) from None
        except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
            what = f"{request.method} {request.url.path} had no answer: {error}"
            raise _ConnectionLost(what) from None
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            what = f"{request.method} {request.url.path} had no answer: {error}"
            raise Unreachable(what) from None
        exchange = _exchange(request, response, body)
        for listener in self._listeners:
            listener(exchange)
        return exchange

    def _read(self, response: httpx2.Response, what: str) -> bytes:
        """Return a body, unless it goes on for too long."""
        started, pieces, size = time.monotonic(), [], 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise Unreachable(f"{what} sent more than {_LARGEST >> 20} MB")
            if time.monotonic() - started > self._patience:
                raise Late(f"{what} was still sending after {self._patience:g} s")
        return b"".join(pieces)


def _endless(exchange: Exchange) -> str:
    """Return how a limit was met, and what can be done about it."""
    times = len(_WAITS_WHEN_UNSAID) + 1
    waited = "its Retry-After" if "retry-after" in exchange.headers else "longer each time"
    said = (
        f"{exchange.line} {times} times, though it was waited for {waited}: the limit does not end"
    )
    if SERVER_DATE.lower() not in exchange.sent_headers:
        return said
    return f"{said}; it may count by {SERVER_DATE}, whose time does not pass by waiting"


def _wait(exchange: Exchange, unsaid: float) -> float:
    """Return how many seconds a 429 wants to be waited for: said, until a date, or `unsaid`.

    Raises Limited where that is longer than a run waits.
    """
    said = exchange.headers.get("retry-after", "")
    seconds = (
        float(said) if said.isdecimal() else _until(said, exchange.headers.get("date", ""), unsaid)
    )
    if seconds > _LONGEST_WAIT:
        asked = f"{exchange.line} and asks to wait {seconds:.0f} s"
        raise Limited(f"{asked}; a run waits {_LONGEST_WAIT} s at most")
    return seconds


def _until(retry_after: str, date: str, unsaid: float) -> float:
    """Return the seconds from an answer's `Date` to an HTTP date, or `unsaid` for no date."""
    until = _moment(retry_after)
    if until is None:
        return unsaid
    now = _moment(date) or datetime.now(UTC)  # noqa: TID251  # the target's own clock is not known
    return max((until - now).total_seconds(), 0.0)


def _moment(date: str) -> datetime | None:
    """Return an HTTP date of any of its forms (RFC 9110 section 5.6.7), None for no date."""
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _sent(request: httpx2.Request) -> bytes:
    """Return the body of a request; what was sent in pieces is gone."""
    try:
        return request.content
    except httpx2.RequestNotRead:
        return b""


def _exchange(request: httpx2.Request, response: httpx2.Response, body: bytes) -> Exchange:
    return Exchange(
        method=request.method,
        url=str(request.url),
        path=request.url.raw_path.decode("ascii", "replace"),
        sent_headers={name.lower(): value for name, value in request.headers.items()},
        sent=_sent(request),
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=body,
    )
