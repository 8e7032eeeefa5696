"""The control room: the page that a browser gets, and the files that it is made of."""

import json
from collections.abc import Mapping
from functools import cached_property
from html import escape

from starlette.types import Receive, Scope, Send

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.http.control.replies import ControlError
from ecf_sandbox.engine.http.pages import filled
from ecf_sandbox.engine.http.replies import TEXT, Headers, Reply, tag
from ecf_sandbox.engine.http.sending import accepts_gzip, send_reply
from ecf_sandbox.engine.http.static_files import SCRIPT, STYLES, StaticFolder
from ecf_sandbox.engine.resources import packaged

PREFIX = "/room"

_FILES = f"{PREFIX}/static/"
# What every view begins with, asked for while the script comes; a token cannot be sent so early.
_AHEAD = '<link rel="preload" href="/sandbox/worlds" as="fetch" crossorigin="anonymous">'
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Headers = [
    (b"content-security-policy", _POLICY.encode()),
    (b"cache-control", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Room:
    """The app that answers `/` and everything under `/room`.

    `documents` are the URLs of the APIs' control documents, by the API's name. Whoever does
    not ask for HTML at `/` is told in plain text where things are.
    """

    def __init__(self, apis: Apis, documents: Mapping[str, str], guard: Guard) -> None:
        self._apis = apis
        self._documents = documents
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # ASGI
        headers = dict(scope["headers"])
        try:
            self._guard.admit_page(headers)
            reply = self._reply(scope["path"], headers)
        except ControlError as refusal:
            reply = Reply(403, refusal.message.encode(), TEXT)
        await send_reply(reply, send, headers)

    def _reply(self, path: str, headers: Mapping[bytes, bytes]) -> Reply:
        if path.startswith(_FILES):
            return self._file(path.removeprefix(_FILES), headers)
        if path == "/" and b"text/html" not in headers.get(b"accept", b""):
            return _told(headers)
        return Reply(200, self._page, b"text/html; charset=utf-8", [*_HEADERS], tag(self._page))

    def _file(self, path: str, headers: Mapping[bytes, bytes]) -> Reply:
        """Return a file; one of another digest was of another version of the server."""
        digest, _, name = path.partition("/")
        file = self._folder.files.get(name)
        if file is None or digest != self._folder.digest:
            return Reply(404, b"There is no such file: load the page again.", TEXT)
        return file.reply(gzipped=accepts_gzip(headers.get(b"accept-encoding", b"")))

    @cached_property
    def _folder(self) -> StaticFolder:
        return StaticFolder(packaged("room"))

    @cached_property
    def _page(self) -> bytes:
        base = f"{_FILES}{self._folder.digest}"
        return filled(
            "room.html",
            icon=f"{base}/icon.svg",
            styles=f"{base}/{STYLES}",
            script=f"{base}/{SCRIPT}",
            ahead="" if self._guard.admin_token else _AHEAD,
            settings=escape(json.dumps(self._settings)),
        ).encode()

    @property
    def _settings(self) -> Mapping[str, object]:
        """What the page knows of its server before it asks."""
        return {
            "apis": [
                {
                    "name": api.name,
                    "prefix": api.prefix,
                    "editions": list(api.worlds.editions),
                    "document": self._documents[api.name],
                }
                for api in self._apis
            ],
            "guarded": self._guard.admin_token is not None,
        }


def _told(headers: Mapping[bytes, bytes]) -> Reply:
    """Return in plain text where things are."""
    base = "http://" + headers.get(b"host", b"127.0.0.1:8000").decode("latin-1")
    return Reply(200, filled("home.txt", base=base).encode(), b"text/plain; charset=utf-8")
