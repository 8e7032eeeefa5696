"""One path of a provider API, from a request's arrival to its entry in the journal."""

from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from ecf_sandbox.engine.api import Api
from ecf_sandbox.engine.domain.problems import Refusal
from ecf_sandbox.engine.http import journal, pipeline
from ecf_sandbox.engine.http.bodies import Disconnected
from ecf_sandbox.engine.http.connection import close_connection
from ecf_sandbox.engine.http.fault_injection import Dropped
from ecf_sandbox.engine.http.operations import Route
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.http.requests import Incoming, RequestContext
from ecf_sandbox.engine.http.sending import send_reply
from ecf_sandbox.engine.store.worlds import Worlds


class Endpoint:
    """One path of a document: its routes by method, HEAD answered like GET (FMT-8)."""

    def __init__(self, api: Api, routes: Mapping[str, Route], worlds: Worlds) -> None:
        self._api = api
        self._routes = dict(routes)
        self._worlds = worlds
        if "GET" in routes:
            self._routes["HEAD"] = routes["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whoever left before it was whole gets nothing."""
        headers = dict(scope["headers"])
        context, sent = scope.setdefault("request_context", RequestContext()), None
        try:
            reply = await self._reply(Incoming(scope, headers, receive, context))
            if context.body is None:
                await journal.drain_body(context, scope, headers, receive)
        except Disconnected:
            return
        if reply is not None:
            sent = await send_reply(
                reply, send, headers, keep=journal.KEEP, cut_after=context.cut_after
            )
        problems = reply.problems if reply else ()
        journal.note(context, scope, sent, self._api.zone, problems)
        if reply is None or context.cut_after is not None:
            close_connection(scope)

    async def _reply(self, incoming: Incoming) -> Reply | None:
        """Return the answer, a refusal among them; None where a fault wants silence."""
        route = self._routes[incoming.scope["method"]]
        try:
            return await pipeline.answer(self._api, route, self._worlds, incoming)
        except Refusal as refusal:
            return self._api.wire.refused(refusal)
        except Dropped:
            return None
