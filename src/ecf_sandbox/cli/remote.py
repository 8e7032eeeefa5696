"""A running sandbox, asked over its control API."""

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

import click

Json = Any

REFUSED = 1
UNREACHABLE = 3

_TIMEOUT = 600  # a first world of a million people takes minutes
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(click.ClickException):
    """The sandbox says no."""

    exit_code = REFUSED


class Unreachable(click.ClickException):
    """There is no sandbox to ask."""

    exit_code = UNREACHABLE


def place(*parts: str) -> str:
    """Return the path of a thing by its names, whatever characters they are of."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


@dataclass(frozen=True, slots=True)
class Remote:
    """The control API at a URL; refusals end the command with exit code 1, silence with 3.

    `at` is when calls happen, unless that is the world's now.
    """

    url: str
    admin_token: str | None = None
    at: str | None = None

    def get(self, path: str, /, **query: str | int | None) -> Json:
        return self.call("GET", _with(path, query))

    def put(self, path: str, body: Json = None) -> Json:
        return self.call("PUT", path, body)

    def post(self, path: str, body: Json = None) -> Json:
        return self.call("POST", path, body)

    def patch(self, path: str, body: Json) -> Json:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Json:
        return self.call("DELETE", path)

    def download(self, path: str, /, **query: str | int | None) -> bytes:
        """Return an answer as it comes."""
        return self._send("GET", _with(path, query), None, "")

    def upload(self, path: str, content: bytes, media_type: str, /, **query: str | None) -> Json:
        """Post a file."""
        return self._read(self._send("POST", _with(path, query), content, media_type))

    def call(self, method: str, path: str, body: Json = None) -> Json:
        """Make a call under `/sandbox` and return its JSON, None where it answers with nothing."""
        sent = None if body is None else json.dumps(body).encode()
        return self._read(self._send(method, path, sent, "application/json"))

    def _send(self, method: str, path: str, body: bytes | None, media_type: str) -> bytes:
        request = Request(f"{self.url}/sandbox{path}", data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", media_type)
        if self.admin_token:
            request.add_header("Authorization", f"Bearer {self.admin_token}")
        if self.at:
            request.add_header("X-With-Server-Date", self.at)
        try:
            with opener(self.url).open(request, timeout=_TIMEOUT) as response:
                content: bytes = response.read()
                return content
        except HTTPError as refusal:
            raise self._refused(refusal) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise Unreachable(
                f"No sandbox answers at {self.url} ({reason}). Start one with: ecf-sandbox serve"
            ) from None

    def _read(self, content: bytes) -> Json:
        try:
            return json.loads(content) if content else None
        except ValueError:
            raise self._stranger() from None

    def _refused(self, refusal: HTTPError) -> click.ClickException:
        try:
            error = json.loads(refusal.read())["error"]
            return Refused(f"{error['message']} ({error['code']})")
        except (ValueError, KeyError, TypeError, OSError, HTTPException):
            return self._stranger()

    def _stranger(self) -> Unreachable:
        return Unreachable(f"What answers at {self.url} is not a sandbox.")


def _with(path: str, query: dict[str, Any]) -> str:
    asked = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path


def opener(url: str) -> OpenerDirector:
    """Return what opens URLs: by the proxies of the environment, but never to this machine."""
    local = urlsplit(url).hostname in _LOOPBACK
    return build_opener(ProxyHandler({})) if local else build_opener()
