"""Faults: answers to come, as the control API says them."""

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import orjson

from ecf_sandbox.engine.domain.instants import Instant, parse_date_time
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import TEXT, Headers, Reply

_WITHOUT_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Fault:
    """Which requests a fault is for, and what becomes of them.

    `delay` is in seconds, `cut_after` in bytes of the body; without a status the request is
    done as usual. One matching request in `every` is struck. No `times` are no end, and
    `ends_at` is a moment of real time.
    """

    method: str | None
    path: re.Pattern[str] | None
    provider: str | None
    delay: float
    drop: bool
    status: int | None
    headers: Mapping[str, str]
    body: Json
    cut_after: int | None
    times: int | None
    every: int
    probability: float
    ends_at: Instant | None

    def in_force(self, real: Instant) -> bool:
        """Return whether a fault has not ended by itself at a moment of real time."""
        return self.ends_at is None or real < self.ends_at

    def matches(self, method: str, path: str, provider: str) -> bool:
        """Return whether a request is one that the fault is for."""
        return (
            (self.method is None or self.method == method)
            and (self.path is None or self.path.fullmatch(path) is not None)
            and (self.provider is None or self.provider == provider)
        )

    def reply(self, json_type: bytes) -> Reply | None:
        """Return the answer that the fault gives instead, if it gives one.

        `json_type` is the API's media type of JSON.
        """
        if self.status is None:
            return None
        headers = {name.lower(): value for name, value in self.headers.items()}
        media_type = headers.pop("content-type", "").encode()
        content, usual_type = _content(self.body, json_type)
        if self.status in _WITHOUT_BODY:
            content, usual_type = b"", b""
        raw: Headers = [(name.encode(), value.encode()) for name, value in headers.items()]
        return Reply(self.status, content, media_type or usual_type, raw)


@lru_cache(maxsize=256)
def read(text: str) -> tuple[Fault, ...]:
    """Return the faults that a world keeps, in order."""
    return tuple(map(_fault, orjson.loads(text)))


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str]:
    """Return what matches whole paths, `*` standing for anything; no path makes it slow."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")))


def _fault(said: Json) -> Fault:
    return Fault(
        method=said.get("method"),
        path=pattern(said["path"]) if "path" in said else None,
        provider=said.get("provider"),
        delay=said.get("delay_ms", 0) / 1000,
        drop=said.get("drop", False),
        status=_whole(said.get("status")),
        headers=said.get("headers", {}),
        body=said.get("body"),
        cut_after=_whole(said.get("truncate_after")),
        times=_whole(said.get("times")),
        every=int(said.get("every", 1)),
        probability=said.get("probability", 1),
        ends_at=parse_date_time(said["ends_at"]) if "ends_at" in said else None,
    )


def _whole(number: float | None) -> int | None:
    """Return a number that JSON may write as 2.0."""
    return None if number is None else int(number)


def _content(body: Json, json_type: bytes) -> tuple[bytes, bytes]:
    """Return a body as it is sent, and its usual media type."""
    if body is None:
        return b"", b""
    if isinstance(body, str):
        return body.encode(), TEXT
    return orjson.dumps(body), json_type
