"""A running sandbox, asked over its control API."""

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import click

Json = Any

REFUSED = 1
UNREACHABLE = 3

_TIMEOUT = 600


class Refused(click.ClickException):
    """The sandbox says no."""

    exit_code = REFUSED


class Unreachable(click.ClickException):
    """There is no sandbox to ask."""

    exit_code = UNREACHABLE


@dataclass(frozen=True, slots=True)
class Remote:
    """The control API at a URL; refusals end the command with exit code 1, silence with 3."""

    url: str
    admin_token: str | None

    def get(self, path: str, **query: str | int | None) -> Json:
        asked = {name: value for name, value in query.items() if value is not None}
        return self.call("GET", f"{path}?{urlencode(asked)}" if asked else path)

    def put(self, path: str, body: Json = None) -> Json:
        return self.call("PUT", path, body)

    def post(self, path: str, body: Json = None) -> Json:
        return self.call("POST", path, body)

    def patch(self, path: str, body: Json) -> Json:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Json:
        return self.call("DELETE", path)

    def call(self, method: str, path: str, body: Json = None) -> Json:
        """Make a call under `/sandbox` and return its JSON, None where it answers with nothing."""
        sent = None if body is None else json.dumps(body).encode()
        answer = self.send(method, path, sent, "application/json")
        return json.loads(answer) if answer else None

    def send(self, method: str, path: str, body: bytes | None, media_type: str) -> bytes:
        """Make a call with a body as it is, and return the bytes of the answer."""
        request = Request(f"{self.url.rstrip('/')}/sandbox{path}", data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", media_type)
        if self.admin_token:
            request.add_header("Authorization", f"Bearer {self.admin_token}")
        try:
            with urlopen(request, timeout=_TIMEOUT) as response:
                content: bytes = response.read()
                return content
        except HTTPError as refusal:
            raise Refused(_message(refusal)) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise Unreachable(
                f"No sandbox answers at {self.url} ({reason}). Start one with: ecf-sandbox serve"
            ) from None


def _message(refusal: HTTPError) -> str:
    try:
        error = json.loads(refusal.read())["error"]
        return f"{error['message']} ({error['code']})"
    except (ValueError, KeyError, TypeError):
        return f"The answer was {refusal.code} {refusal.reason}: is this a sandbox?"
