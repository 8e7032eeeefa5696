"""A request and its answer, as a report can show them."""

import re
import shlex
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecf_conformance import strict_json

Json = Any

SERVER_DATE = "X-With-Server-Date"

_SHOWN = 2000
_READ_IN_QUOTES = '$`\\"!'  # what a shell reads between double quotes
_QUIET = frozenset({"accept", "connection", "content-length", "host", "user-agent"})
_ANY_ENCODING = ("accept-encoding", "gzip, deflate")  # what httpx2 says when nobody asks


class Secrets:
    """All tokens that a run knows so far, and the names that reports show instead."""

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

    def beginning(self, text: str, length: int = _SHOWN) -> str:
        """Return the beginning of a text with its tokens, and no part of one at its end."""
        for token, _ in self._names:
            at = text.find(token, max(length - len(token), 0))
            if 0 <= at < length < at + len(token):
                return text[:at]
        return text[:length]

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield a text in parts: what is no token, and the name of the token after it, if any."""
        tokens = dict(self._names)
        if not tokens:
            yield text, ""
            return
        found = re.split("(" + "|".join(map(re.escape, tokens)) + ")", text)
        for plain, token in zip(found[::2], [*found[1::2], ""], strict=True):
            yield plain, tokens.get(token, "")


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
        """Return the JSON of the answer; fails with an explanation where there is none.

        What only some parsers take fails too (RFC 8259): a byte order mark, another encoding
        than UTF-8, NaN, a member that is named twice.
        """
        try:
            return strict_json.loads(self.body)
        except strict_json.Unreadable as why:
            raise AssertionError(f"{self.line}, which is not JSON: {why}") from None

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
                parts += ["-H", _quoted(f"{name}: {value}", secrets)]
        if self.sent:
            said = self.sent.decode("utf-8", "replace")
            parts += ["--data-binary", _quoted(secrets.beginning(said), secrets)]
        return " ".join([*parts, _quoted(self.url, secrets)])

    def shown(self, secrets: Secrets) -> dict[str, Json]:
        """Return the exchange as reports keep it."""
        return {
            "curl": self.curl(secrets),
            "status": self.status,
            "answer": secrets.cut(self.text),
        }


def _quoted(text: str, secrets: Secrets) -> str:
    """Quote for a shell: it fills in `$TOKEN` and its kin, and nothing that a target said.

    What follows a token and could belong to its name is quoted by itself.
    """
    parts = list(secrets.parts(text))
    if len(parts) == 1:
        return shlex.quote(text)
    is_plain = not any(sign in plain for plain, _ in parts for sign in _READ_IN_QUOTES)
    if is_plain and not any(re.match(r"\w", plain) for plain, _ in parts[1:]):
        return '"' + "".join(plain + name for plain, name in parts) + '"'
    return "".join(
        (shlex.quote(plain) if plain else "") + (f'"{name}"' if name else "")
        for plain, name in parts
    )
