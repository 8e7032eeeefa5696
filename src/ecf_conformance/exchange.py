"""A request and its answer, as a report can show them."""

import json
import shlex
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Any

SERVER_DATE = "X-With-Server-Date"

_SHOWN = 2000
_QUIET = frozenset({"accept", "connection", "content-length", "host", "user-agent"})
_ANY_ENCODING = ("accept-encoding", "gzip, deflate")  # what httpx2 says when nobody asks


class Secrets:
    """Tokens, and the names under which they may be shown: all that a run has come by so far."""

    def __init__(self, named: Iterable[tuple[str, str]] = ()) -> None:
        self._door = threading.Lock()
        self._names: Sequence[tuple[str, str]] = ()
        self.learn(named)

    def learn(self, named: Iterable[tuple[str, str]]) -> None:
        """Take in tokens with their names; the longest go first, as one may be part of another."""
        with self._door:
            known = {token: name for token, name in (*self._names, *named) if token}
            self._names = sorted(known.items(), key=lambda each: -len(each[0]))

    @property
    def names(self) -> Sequence[tuple[str, str]]:
        """Tokens and their names, the longest first."""
        return self._names

    def masked(self, text: str) -> str:
        """Return a text without tokens."""
        for token, name in self._names:
            text = text.replace(token, name)
        return text

    def cut(self, text: str, length: int = _SHOWN) -> str:
        """Return the beginning of a text without tokens, not even half of one at its end."""
        longest = max((len(token) for token, _ in self._names), default=0)
        return self.masked(text[: length + longest])[:length]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent and what came back. Header names are in lower case."""

    method: str
    url: str
    path: str
    sent_headers: Mapping[str, str]
    sent: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Json:
        """Return the JSON of the answer; fails with an explanation where there is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise AssertionError(f"{self.line}, which is not JSON: {self.text[:200]!r}") from None

    @property
    def line(self) -> str:
        """Who asked for what, when, and the status."""
        when = self.sent_headers.get(SERVER_DATE.lower())
        at = f" at {when}" if when else ""
        return f"{self.method} {self.path}{at} answered {self.status}"

    def curl(self, secrets: Secrets) -> str:
        """Return a command that sends the request again, with tokens as `$TOKEN`."""
        parts = ["curl", "-gi", *([] if self.method == "GET" else ["-X", self.method])]
        for name, value in self.sent_headers.items():
            if name not in _QUIET and (name, value[: len(_ANY_ENCODING[1])]) != _ANY_ENCODING:
                parts += ["-H", _quoted(secrets.masked(f"{name}: {value}"))]
        if self.sent:
            said = self.sent.decode("utf-8", "replace")
            parts += ["--data-binary", _quoted(secrets.cut(said))]
        return " ".join([*parts, _quoted(secrets.masked(self.url))])

    def shown(self, secrets: Secrets) -> dict[str, Json]:
        """Return the exchange as reports keep it."""
        return {
            "curl": self.curl(secrets),
            "status": self.status,
            "answer": secrets.cut(self.text),
        }


def _quoted(text: str) -> str:
    """Quote for a shell, leaving `$TOKEN` and its kin to be filled in by it."""
    if "$" not in text:
        return shlex.quote(text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`") + '"'
