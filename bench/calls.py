"""Calls of either API, for a connection of ours or for wrk's script."""

import json
from dataclasses import dataclass
from typing import Any

PARTICIPANTS = "/api/v1/participants/ecf"
DECLARATIONS = "/api/v1/participant-declarations"
V3 = "/api/v3"
WORLDS = "/sandbox/worlds"
DEFAULT_TOKEN = "north-star-token"  # the default world's, known to everybody


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `date` is its X-With-Server-Date."""

    method: str
    path: str
    token: str = ""
    date: str = ""
    body: str = ""

    def line(self) -> str:
        """Return the call as `load.lua` reads it."""
        return f"{self.method}\t{self.path}\t{self.token}\t{self.date}\t{self.body}"

    def raw(self) -> bytes:
        """Return the call as it goes over the wire."""
        content = self.body.encode()
        head = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        head += [f"Authorization: Bearer {self.token}"] if self.token else []
        head += [f"X-With-Server-Date: {self.date}"] if self.date else []
        if content:
            head += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join([*head, "", ""]).encode() + content


def get(path: str, token: str = "") -> Call:
    """Return a GET."""
    return Call("GET", path, token)


def send(method: str, path: str, body: Any, token: str = "", date: str = "") -> Call:  # noqa: ANN401
    """Return a call with a body of JSON."""
    return Call(method, path, token, date, json.dumps(body, separators=(",", ":")))


def page(number: int, size: int = 100, *, token: str, since: str = "") -> Call:
    """Return a call for one page of participants."""
    filters = {"updated_since": since} if since else {}
    return page_of(PARTICIPANTS, number, size, token=token, **filters)


def page_of(
    path: str, number: int = 1, size: int = 100, *, token: str, sort: str = "", **filters: str
) -> Call:
    """Return a call for one page of a list."""
    more = "".join(f"&filter%5B{name}%5D={value}" for name, value in filters.items())
    more += f"&sort={sort}" if sort else ""
    return get(f"{path}?page%5Bpage%5D={number}&page%5Bper_page%5D={size}{more}", token)
