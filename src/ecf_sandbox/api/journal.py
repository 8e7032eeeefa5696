"""Taking note of requests and their answers, for the world's journal."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from time import perf_counter

from starlette.types import Receive, Scope

from ecf_sandbox.api.bodies import Disconnected, read_body
from ecf_sandbox.api.parsing import server_date
from ecf_sandbox.api.pipeline import Visit, admit
from ecf_sandbox.api.sending import Sent
from ecf_sandbox.clock import real_now
from ecf_sandbox.domain.instants import SECOND, Instant
from ecf_sandbox.domain.problems import BadRequest, TooLarge, Unauthorised
from ecf_sandbox.store.journal import KEPT_OF_A_BODY, Exchange, Journal, Side
from ecf_sandbox.store.library import Worlds
from ecf_sandbox.store.worlds import Gone, World, read_clock

KEEP = KEPT_OF_A_BODY + 1  # one more, to see that there was more

_DELAY = 0.05
_TOO_LARGE = 413


async def hear_out(
    visit: Visit, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive
) -> None:
    """Receive the body of a request that was answered before it was read."""
    if visit.world is not None and visit.body is None and scope["method"] not in ("GET", "HEAD"):
        with suppress(TooLarge):
            visit.body = await read_body(receive, headers)


async def note_unrouted(worlds: Worlds, scope: Scope, receive: Receive, sent: Sent) -> None:
    """Take note of a request for what the provider API has not, if its token is known."""
    visit, headers = Visit(), dict(scope["headers"])
    with suppress(Unauthorised, Disconnected):
        visit.world, visit.provider = admit(worlds, headers.get(b"authorization", b""))
        await hear_out(visit, scope, headers, receive)
        note(visit, scope, sent)


def note(visit: Visit, scope: Scope, sent: Sent | None) -> None:
    """Take note of a request whose token is known; nothing was sent if it was dropped.

    It is told and written soon, and not here.
    """
    world = visit.world
    if world is None:
        return
    visit.ended = perf_counter()
    if visit.now is None:
        visit.now = _world_date(world, scope)
    if visit.now is None:
        return
    length = 0 if sent is None else len(sent.body)
    if world.journal.add(partial(_exchange, visit, scope, sent), length):
        _write_soon(world.journal)


def _exchange(visit: Visit, scope: Scope, sent: Sent | None) -> Exchange:
    assert visit.provider is not None and visit.now is not None, "its world is known"
    took = visit.ended - visit.began
    return Exchange(
        at=Instant(real_now() - int((perf_counter() - visit.began) * SECOND)),
        world_date=visit.now,
        provider=visit.provider,
        method=scope["method"],
        path=scope["raw_path"],
        query=scope["query_string"],
        status=None if sent is None else sent.status,
        ms=round(took * 1000, 3),
        request=_asked(visit, scope, sent),
        answer=None if sent is None else _answered(scope, sent),
    )


def _asked(visit: Visit, scope: Scope, sent: Sent | None) -> Side:
    refused_unread = sent is not None and sent.status == _TOO_LARGE
    return _side(scope["headers"], visit.body or b"", truncated=refused_unread)


def _answered(scope: Scope, sent: Sent) -> Side:
    return _side(sent.headers, b"" if scope["method"] == "HEAD" else sent.body)


def _side(headers: list[tuple[bytes, bytes]], body: bytes, *, truncated: bool = False) -> Side:
    return Side(headers, body[:KEPT_OF_A_BODY], truncated or len(body) > KEPT_OF_A_BODY)


def _world_date(world: World, scope: Scope) -> Instant | None:
    """Return what time it was for a request that never came to ask: its header, else the clock.

    A world that is gone has no time.
    """
    asked = None
    with suppress(BadRequest):
        header = dict(scope["headers"]).get(b"x-with-server-date", b"")
        asked = server_date(header.decode("latin-1"))
    if asked is not None:
        return asked
    try:
        with world.reading(patient=True) as store:
            return read_clock(store).at(real_now())
    except Gone:
        return None


def _write_soon(journal: Journal) -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(_DELAY, loop.run_in_executor, None, journal.flush)
