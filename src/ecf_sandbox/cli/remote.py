"""A running sandbox, asked over its control API."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request

import click

from ecf_sandbox.cli.http import NoAnswer, send

Json = Any

REFUSED = 1
UNREACHABLE = 3

_TIMEOUT = 600  # a first world of a million people takes minutes


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
            status, content = send(request, timeout=_TIMEOUT)
        except NoAnswer as why:
            raise Unreachable(
                f"No sandbox answers at {self.url} ({why}). Start one with: ecf-sandbox serve"
            ) from None
        if status >= HTTPStatus.BAD_REQUEST:
            raise self._refused(content)
        return content

    def _read(self, content: bytes) -> Json:
        try:
            return json.loads(content) if content else None
        except ValueError:
            raise self._stranger() from None

    def _refused(self, content: bytes) -> click.ClickException:
        try:
            error = json.loads(content)["error"]
            return Refused(f"{error['message']} ({error['code']})")
        except (ValueError, KeyError, TypeError):
            return self._stranger()

    def _stranger(self) -> Unreachable:
        return Unreachable(f"What answers at {self.url} is not a sandbox.")


def _with(path: str, query: dict[str, Any]) -> str:
    asked = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path
