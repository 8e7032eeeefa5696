"""The floor: a bare Starlette app that answers bytes given beforehand, and does nothing else.

`python floor.py PORT REPLY` serves the reply in a file of JSON: method, path, media type, body.
`floor:bare` is an app for `python -m uvicorn`, to compare starts with.
"""

import json
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def answering(method: str, path: str, media_type: str, body: bytes) -> Starlette:
    """Return an app with one route, which always answers the same."""

    async def answer(request: Request) -> Response:  # noqa: ARG001  # whatever is asked
        return Response(body, media_type=media_type)

    return Starlette(routes=[Route(path, answer, methods=[method])])


bare = answering("GET", "/", "application/json", b'{"status":"ok"}')


def main() -> None:
    """Serve with the settings that the sandbox gives uvicorn."""
    port, reply = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    uvicorn.run(
        answering(reply["method"], reply["path"], reply["media_type"], reply["body"].encode()),
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()
