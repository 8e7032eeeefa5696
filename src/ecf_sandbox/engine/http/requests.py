"""A provider's request, and what becomes known of any request on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from starlette.types import Receive, Scope

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world import World

Query = Mapping[str, Any]


def _ticks() -> float:
    """Return the seconds of a clock that a test can freeze, since it is looked up each time."""
    return perf_counter()


@dataclass(slots=True)
class RequestContext:
    """What becomes known of a request on its way, for whoever writes it down.

    No `body` was read; a fault cuts the answer's after `cut_after` bytes.
    """

    provider: str | None = None
    now: Instant | None = None
    world: World | None = None
    body: bytes | None = None
    cut_after: int | None = None
    began: float = field(default_factory=_ticks)


@dataclass(slots=True)
class Incoming:
    """A request as the server hands it over, and what becomes known of it."""

    scope: Scope
    headers: Mapping[bytes, bytes]
    receive: Receive
    context: RequestContext


@dataclass(slots=True)
class ProviderRequest:
    """One request of a provider, checked against the document, in its transaction.

    `session` is of the class that the API's schema names. A handler whose answer is right
    at other nows too says at which, in `valid_at`; one that knows a hash that tells its answer
    from any other, without hashing all of it, leaves it in `digest`.
    """

    session: Session
    edition: str
    provider: str
    now: Instant
    path: Mapping[str, str]
    query: Query
    body: Json
    valid_at: range
    digest: str | None = None
