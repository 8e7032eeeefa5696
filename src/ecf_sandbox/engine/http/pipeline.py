"""One request's way from token to answer."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import orjson
from anyio import to_thread

from ecf_sandbox.engine.api import Api
from ecf_sandbox.engine.clock import Clock, real_now
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotServed, Refusal, Unauthorised
from ecf_sandbox.engine.http import fault_injection, replies
from ecf_sandbox.engine.http.bodies import read_body
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.fault_injection import NOTHING_INJECTED
from ecf_sandbox.engine.http.operations import Access, File, Route
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.requests import Incoming, ProviderRequest, Query, RequestContext
from ecf_sandbox.engine.http.server_date import asked_now
from ecf_sandbox.engine.store.answer_cache import Answer, Version
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.locking import Busy
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock, read_state
from ecf_sandbox.engine.store.worlds import Worlds


async def answer(api: Api, route: Route, worlds: Worlds, incoming: Incoming) -> Reply:
    """Answer one request: token, edition, rate limit, faults, then what it asks for.

    Whatever is refused on the way is raised as a Refusal, and Dropped where a fault wants no
    answer at all.

    Rules: AUTH-5.
    """
    context = incoming.context
    authorization = incoming.headers.get(b"authorization", b"")
    world, context.provider = admit(api, worlds, authorization)
    context.world = world
    if world.edition not in api.worlds.editions:
        raise NotServed
    try:
        injected = NOTHING_INJECTED
        if world.has_faults_or_limit:
            injected = await fault_injection.limit_or_fault(
                api.wire, world, context.provider, incoming.scope
            )
        context.cut_after = injected.cut_after
        return injected.reply or await _serve(api, route, world, incoming)
    except Gone:
        raise Unauthorised from None


async def _serve(api: Api, route: Route, world: World, incoming: Incoming) -> Reply:
    """Do what a request asks for: time, size, document, then the operation in a transaction."""
    scope, headers, context = incoming.scope, incoming.headers, incoming.context
    asked = context.now = asked_now(scope, api.zone)
    context.body = b""
    request = context.provider, scope["path"], scope["query_string"]
    if route.method != "GET":
        context.body = await read_body(incoming.receive, headers)
    elif known := world.cached_answer(request, asked):
        context.now, found = known
        return _found(api, found)
    work = Work(
        api=api,
        route=route,
        world=world,
        context=context,
        request=request,
        path=scope["path_params"],
        query=route.checks.query(scope["query_string"]),
        body=route.checks.body(headers.get(b"content-type", b""), context.body),
        asked=asked,
    )
    return await work.done()


@dataclass(slots=True, kw_only=True)
class Work:
    """An operation about to run: on the event loop where it is short, else in a thread.

    Writes run in a transaction that others may share.
    """

    api: Api
    route: Route
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
        operation = self.route.operation
        if operation.access is Access.STREAM:
            return await to_thread.run_sync(self._stream)
        if operation.access is Access.WRITE:
            return await self.world.batch.run(self._write)
        if operation.is_long(self.query):
            return await to_thread.run_sync(self._read, True)
        try:
            return self._read(False)
        except Busy:
            return await to_thread.run_sync(self._read, True)

    def _read(self, patient: bool) -> Reply:
        """Answer from one state of the world, and keep the answer for who asks again."""
        with self.world.reading(patient=patient) as session:
            version, found = self._answered(session)
            session.answers.keep(version, self.clock, self.request, found)
        return _found(self.api, found)

    def _answered(self, session: Session) -> tuple[Version, Answer]:
        """Answer from the version that was read last, where it still is the world's.

        Its clock is known, so it need not be read again. Counted before it is committed, no
        write can be in what was seen if none is counted by then.
        """
        version, clock = session.answers.latest
        if version == self.world.written and (self.asked is not None or clock is not None):
            try:
                found = self._answer(session, clock)
            except Refusal:
                if version == self.world.written:
                    raise
            else:
                if version == self.world.written:
                    return version, found
        clock, version = read_state(session)
        return version, self._answer(session, clock)

    def _answer(self, session: Session, clock: Clock | None) -> Answer:
        if self.asked is None:
            self.clock = clock
        request = self._request(session)
        content = orjson.dumps(self.route.operation.handle(request))
        known = request.digest
        tag = replies.tag(content) if known is None else replies.tag_of(known)
        return Answer(content, tag, request.valid_at)

    def _write(self, session: Session) -> Reply:
        said = self.route.operation.handle(self._request(session))
        wire = self.api.wire
        return Reply(200, orjson.dumps(said), wire.media_type, [*wire.success_headers])

    def _stream(self) -> Reply:
        with self.world.reading(patient=True) as session:
            file: File = self.route.operation.handle(self._request(session))
        return Reply(200, file.content, file.media_type, etag=replies.tag_of(file.digest))

    def _request(self, session: Session) -> ProviderRequest:
        """Read now, once for the whole request, and lay out what the handler needs.

        The request's own header outranks the world's clock, which a write reads when it
        holds the lock (TIME-1, TIME-3).
        """
        now = self.asked
        if now is None:
            self.clock = self.clock or read_clock(session)
            now = self.clock.at(real_now())
        self.context.now = now
        assert self.context.provider is not None, "nobody gets here without a token"
        return ProviderRequest(
            session=session,
            edition=self.world.edition,
            provider=self.context.provider,
            now=now,
            path=self.path,
            query=self.query,
            body=self.body,
            valid_at=range(now, now + 1),
        )


def admit(api: Api, worlds: Worlds, authorization: bytes) -> tuple[World, str]:
    """Return the world and provider of a token, or raise Unauthorised (AUTH-1, AUTH-2)."""
    token = api.wire.token(authorization)
    admitted = None if token is None else worlds.of(token)
    if admitted is None:
        raise Unauthorised
    return admitted


def _found(api: Api, found: Answer) -> Reply:
    """Answer a GET with JSON, and a tag by which to ask whether it changed (FMT-8)."""
    headers = [*api.wire.success_headers]
    return Reply(200, found.content, api.wire.media_type, headers, etag=found.tag)
