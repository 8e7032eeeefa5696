"""One request's way from token to answer."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from time import perf_counter

import orjson
from anyio import to_thread
from starlette.types import Receive, Scope

from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import BadRequest, Unauthorised
from ecf_sandbox.engine.http import fault_injection, replies
from ecf_sandbox.engine.http.bodies import read_body
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.fault_injection import NOTHING_INJECTED
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store.answer_cache import Answer
from ecf_sandbox.engine.store.locking import Busy
from ecf_sandbox.engine.store.world import Gone, World
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.engine.store.worlds import Worlds
from ecf_sandbox.v1.http import csv, parsing
from ecf_sandbox.v1.http.operations import CSV_OPERATIONS, OPERATIONS, Call
from ecf_sandbox.v1.http.validation import Operation, Query
from ecf_sandbox.v1.service.provider_context import ProviderContext
from ecf_sandbox.v1.store.records import Store

_LONG_PAGE = 500
_SERVER_DATE = b"x-with-server-date"

Headers = Mapping[bytes, bytes]


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


async def answer(
    operation: Operation,
    worlds: Worlds,
    scope: Scope,
    headers: Headers,
    receive: Receive,
    context: RequestContext,
) -> Reply:
    """Answer one request: token, rate limit, faults, then what it asks for.

    Whatever is refused on the way is raised as a Refusal, and Dropped where a fault wants no
    answer at all.

    Rules: AUTH-5.
    """
    world, context.provider = admit(worlds, headers.get(b"authorization", b""))
    context.world = world
    try:
        injection = (
            await fault_injection.limit_or_fault(world, context.provider, scope)
            if world.has_faults_or_limit
            else NOTHING_INJECTED
        )
        context.cut_after = injection.cut_after
        return injection.reply or await _serve(operation, world, scope, headers, receive, context)
    except Gone:
        raise Unauthorised from None


async def _serve(
    operation: Operation,
    world: World,
    scope: Scope,
    headers: Headers,
    receive: Receive,
    context: RequestContext,
) -> Reply:
    """Do what a request asks for: time, size, document, then the operation in a transaction."""
    asked = context.now = _server_date(scope, headers)
    context.body = b""
    request = context.provider, scope["path"], scope["query_string"]
    if operation.method != "GET":
        context.body = await read_body(receive, headers)
    elif known := world.cached_answer(request, asked):
        context.now, answer = known
        return replies.found(answer)
    work = Work(
        operation=operation,
        world=world,
        context=context,
        request=request,
        path=scope["path_params"],
        query=operation.query(scope["query_string"]),
        body=operation.body(headers.get(b"content-type", b""), context.body),
        asked=asked,
    )
    return await work.done()


@dataclass(slots=True, kw_only=True)
class Work:
    """An operation about to run: on the event loop where it is short, else in a thread."""

    operation: Operation
    world: World
    context: RequestContext
    request: Hashable
    path: Mapping[str, str]
    query: Query
    body: Json
    asked: Instant | None
    clock: Clock | None = None

    async def done(self) -> Reply:
        """Run it; where another writer holds the world, wait for it away from the loop."""
        if self.operation.name in CSV_OPERATIONS:
            return await to_thread.run_sync(self._table)
        run = self._read if self.operation.method == "GET" else self._write
        if self._is_long():
            return await to_thread.run_sync(run, True)
        try:
            return run(False)
        except Busy:
            return await to_thread.run_sync(run, True)

    def _read(self, patient: bool) -> Reply:
        """Answer from one state of the world, and keep the answer for who asks again."""
        with self.world.reading(patient=patient) as store:
            call = self._call(store)
            content = orjson.dumps(OPERATIONS[self.operation.name](call))
            answer = Answer(content, replies.tag(content), call.nows)
            store.answers.keep(store.version(), self.clock, self.request, answer)
        return replies.found(answer)

    def _write(self, patient: bool) -> Reply:
        with self.world.writing(patient=patient) as store:
            answer = OPERATIONS[self.operation.name](self._call(store))
        return replies.done(answer)

    def _table(self) -> Reply:
        with self.world.reading(patient=True) as store:
            rows = CSV_OPERATIONS[self.operation.name](self._call(store))
            return replies.found_file(*csv.write(rows))

    def _is_long(self) -> bool:
        return int(self.query.get("page", {}).get("per_page", 0)) > _LONG_PAGE

    def _call(self, store: Store) -> Call:
        """Read now, once for the whole request, and lay out what the handler needs.

        The request's own header outranks the world's clock, which a write reads when it
        holds the lock (TIME-1, TIME-3).
        """
        now = self.asked
        if now is None:
            self.clock = read_clock(store)
            now = self.clock.at(real_now())
        self.context.now = now
        assert self.context.provider is not None, "nobody gets here without a token"
        return Call(
            context=ProviderContext(store, self.world.edition, self.context.provider, now),
            path=self.path,
            query=self.query,
            body=self.body,
            pieces=store.pieces,
            nows=range(now, now + 1),
        )


def admit(worlds: Worlds, authorization: bytes) -> tuple[World, str]:
    """Return the world and provider of a token, or raise Unauthorised (AUTH-1, AUTH-2)."""
    scheme, _, credentials = authorization.decode("latin-1").partition(" ")
    if scheme == "Token" and credentials.startswith('token="') and credentials.endswith('"'):
        credentials = credentials[len('token="') : -1]
    admitted = worlds.of(credentials) if scheme in ("Bearer", "Token") else None
    if admitted is None:
        raise Unauthorised
    return admitted


def _server_date(scope: Scope, headers: Headers) -> Instant | None:
    """Return the now that the request asks for, if it does (TIME-1, TIME-2)."""
    if _SERVER_DATE not in headers:
        return None
    if sum(name == _SERVER_DATE for name, _ in scope["headers"]) > 1:
        raise BadRequest("X-With-Server-Date must be sent once")
    return parsing.server_date(headers[_SERVER_DATE].decode("latin-1"))
