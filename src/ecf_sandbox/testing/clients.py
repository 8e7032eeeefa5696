"""HTTP clients for tests, by the library that the project has: httpx2, or httpx."""

from concurrent.futures import Future
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, cast

from anyio import to_thread

from ecf_sandbox.testing.engine import Engine
from ecf_sandbox.testing.errors import NoHttpClient
from ecf_sandbox.testing.exchange import Answer, Asked

if TYPE_CHECKING:
    import httpx2

_LIBRARIES = ("httpx2", "httpx")


def library(name: str = "") -> Any:  # noqa: ANN401  # a module, httpx2 or one that is like it
    """Return the HTTP library of that name, or the first that is installed."""
    for each in [name] if name else _LIBRARIES:
        try:
            return import_module(each)
        except ModuleNotFoundError:
            continue
    wanted = name or "Neither httpx2 nor httpx"
    raise NoHttpClient(
        f"{wanted} is {'not ' if name else ''}installed, and `client()` needs it: pip install "
        f"{name or 'httpx2'}. Any other HTTP client works with `url` and `tokens`."
    )


def in_process(engine: Engine, name: str = "") -> "_Transport":
    """Return a transport to an engine without a socket, for sync clients and async ones."""
    return _Transport(engine, library(name))


def sync_client(said: dict[str, Any], name: str = "") -> "httpx2.Client":
    """Return a client set up as `said`."""
    return cast("httpx2.Client", library(name).Client(**said))


def async_client(said: dict[str, Any], name: str = "") -> "httpx2.AsyncClient":
    """Return the same for async code."""
    return cast("httpx2.AsyncClient", library(name).AsyncClient(**said))


class _Transport:
    """Both of a library's transports in one; read timeouts hold, dropped answers are errors."""

    def __init__(self, engine: Engine, http: Any) -> None:  # noqa: ANN401  # the library
        self._engine = engine
        self._http = http

    def handle_request(self, request: Any) -> Any:  # noqa: ANN401  # the library's
        request.read()
        return self._answered(request)

    async def handle_async_request(self, request: Any) -> Any:  # noqa: ANN401  # the library's
        await request.aread()
        return await to_thread.run_sync(self._answered, request, abandon_on_cancel=True)

    def _answered(self, request: Any) -> Any:  # noqa: ANN401  # the library's
        answer = self._wait(self._engine.ask(_asked(request)), request)
        if not answer.whole:
            raise self._http.RemoteProtocolError(
                "The connection was closed before the answer was whole.", request=request
            )
        return self._http.Response(answer.status, headers=answer.headers, content=answer.body)

    def _wait(self, coming: "Future[Answer]", request: Any) -> Answer:  # noqa: ANN401  # the library's
        patience = request.extensions.get("timeout", {}).get("read")
        try:
            return coming.result(patience)
        except TimeoutError:
            coming.cancel()
            raise self._http.ReadTimeout("timed out", request=request) from None

    def close(self) -> None:
        """Leave the engine running: it is not the client's."""

    async def aclose(self) -> None:
        """Do the same for async clients."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def _asked(request: Any) -> Asked:  # noqa: ANN401  # the library's
    url = request.url
    return Asked(
        method=request.method,
        path=url.path,
        raw_path=url.raw_path.partition(b"?")[0],
        query=url.query,
        headers=[(name.lower(), value) for name, value in request.headers.raw],
        body=request.content,
    )
