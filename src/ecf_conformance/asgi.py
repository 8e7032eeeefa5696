"""A transport to an app in this process, for those who test theirs without a server."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx2

App = Callable[[MutableMapping[str, Any], Callable[..., Any], Callable[..., Any]], Awaitable[None]]


class AsgiTransport(httpx2.BaseTransport):
    """Runs an ASGI app on an event loop of its own; any thread may ask."""

    def __init__(self, app: App) -> None:
        self._asking = httpx2.ASGITransport(app, raise_app_exceptions=False)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result()

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._asking.handle_async_request(request)
        body = b"".join([piece async for piece in response.stream])  # type: ignore[union-attr]  # an answer to an async request streams so
        return httpx2.Response(response.status_code, headers=response.headers, content=body)

    def close(self) -> None:
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
