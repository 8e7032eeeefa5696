"""Taking note of requests and their answers, for the world's journal."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import tzinfo
from time import perf_counter

import orjson
from starlette.types import Receive, Scope

from ecf_sandbox.engine.api import Api
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import BadRequest, Problem, TooLarge, Unauthorised
from ecf_sandbox.engine.http.bodies import Disconnected, read_body
from ecf_sandbox.engine.http.pipeline import admit
from ecf_sandbox.engine.http.requests import RequestContext
from ecf_sandbox.engine.http.sending import Sent
from ecf_sandbox.engine.http.server_date import HEADER, read
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.journal import Journal
from ecf_sandbox.engine.store.journal_entries import KEPT_OF_A_BODY, Note, headers
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.engine.store.worlds import Worlds

KEEP = KEPT_OF_A_BODY + 1  # one more, to see that there was more

_DELAY = 0.05
_TOO_LARGE = 413


async def drain_body(
    context: RequestContext, scope: Scope, asked: Mapping[bytes, bytes], receive: Receive
) -> None:
    """Receive the body of a request that was answered before it was read."""
    if context.world is not None and _unheard(context, scope):
        with suppress(TooLarge):
            context.body = await read_body(receive, asked)


async def note_unrouted(
    api: Api,
    worlds: Worlds,
    scope: Scope,
    receive: Receive,
    sent: Sent,
    problems: tuple[Problem, ...],
) -> None:
    """Take note of a request for what an API has not, if its token is known."""
    context, asked = RequestContext(), dict(scope["headers"])
    with suppress(Unauthorised, Disconnected):
        context.world, context.provider = admit(api, worlds, asked.get(b"authorization", b""))
        await drain_body(context, scope, asked, receive)
        note(context, scope, sent, api.zone, problems)


def note(
    context: RequestContext,
    scope: Scope,
    sent: Sent | None,
    zone: tzinfo,
    problems: tuple[Problem, ...],
) -> None:
    """Take note of a request whose token is known; nothing was sent if it was dropped.

    It is written soon, and not here. A refusal has its problems.
    """
    world = context.world
    if world is None:
        return
    if context.now is None:
        context.now = world_date(world, scope, zone)
    if context.now is None:
        return
    if world.journal.add(_noted(world.journal, context, scope, sent, problems)):
        _write_soon(world.journal)


def _noted(
    journal: Journal,
    context: RequestContext,
    scope: Scope,
    sent: Sent | None,
    problems: tuple[Problem, ...],
) -> Note:
    assert context.provider is not None, "a known token names one"
    assert context.now is not None, "a world that is there has a time"
    return Note(
        began=context.began,
        ended=perf_counter(),
        world_date=context.now,
        provider=context.provider,
        method=scope["method"],
        path=scope.get("raw_path", b""),
        query=scope["query_string"],
        status=sent.status if sent else None,
        asked=headers(scope["headers"]),
        body=context.body or b"",
        answered=headers(sent.headers) if sent else b"",
        answer=journal.shared(sent.tag, sent.body) if sent and scope["method"] != "HEAD" else b"",
        unread=(sent is not None and sent.status == _TOO_LARGE) or _unheard(context, scope),
        problems=orjson.dumps([_plain(each) for each in problems]) if problems else b"",
    )


def _plain(problem: Problem) -> tuple[str, str, str | None]:
    return problem.title, problem.detail, problem.rule


def _unheard(context: RequestContext, scope: Scope) -> bool:
    return context.body is None and scope["method"] not in ("GET", "HEAD")


def world_date(world: World, scope: Scope, zone: tzinfo) -> Instant | None:
    """Return what time it was for a request that never came to ask: its header, else the clock.

    A world that is gone has no time.
    """
    asked = None
    with suppress(BadRequest):
        asked = read(dict(scope["headers"]).get(HEADER, b"").decode("latin-1"), zone)
    if asked is not None:
        return asked
    try:
        with world.reading(patient=True) as session:
            return read_clock(session).at(real_now())
    except Gone:
        return None


def _write_soon(journal: Journal) -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(_DELAY, _write, loop, journal)


def _write(loop: asyncio.AbstractEventLoop, journal: Journal) -> None:
    try:
        loop.run_in_executor(None, journal.flush)
    except RuntimeError:  # the loop is ending, and has sent its threads home
        journal.flush()
