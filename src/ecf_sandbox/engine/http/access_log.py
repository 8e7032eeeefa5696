"""One line for each request."""

from time import perf_counter
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.requests import RequestContext

_RESET = "\x1b[0m"
_COLOURS = {2: "\x1b[32m", 3: "\x1b[36m", 4: "\x1b[33m", 5: "\x1b[31m"}


class AccessLog:
    """Writes how each request went: never its query, headers or body, and so no token.

    On a terminal the status has a colour.
    """

    def __init__(self, app: ASGIApp, stream: TextIO) -> None:
        self._app = app
        self._stream = stream
        self._colour = stream.isatty()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and write its line when it is answered or given up."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        context = scope["request_context"] = RequestContext()
        status, began = 499, perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._stream.write(self._line(scope, context, status, (perf_counter() - began) * 1000))

    def _line(self, scope: Scope, context: RequestContext, status: int, ms: float) -> str:
        path = scope.get("raw_path", b"").decode("latin-1")
        shown = f"{_COLOURS[status // 100]}{status}{_RESET}" if self._colour else status
        date = "-" if context.now is None else wire(context.now)
        return (
            f"method={scope['method']} path={path} status={shown} ms={ms:.1f} "
            f"provider={context.provider or '-'} world_date={date}\n"
        )
