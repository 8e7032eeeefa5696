"""How much of a document a run has exercised, noted from every exchange."""

import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ecf_conformance.document_choices import Operation, operations
from ecf_conformance.exchange import Exchange

_PATH_PARAMETER = r"\\\{(\w+)\\\}"
_MOST_READ = 256 * 1024  # of a body; what is in so many records is in those before


@dataclass(frozen=True, slots=True)
class OperationCoverage:
    """An operation: how often each status was answered, and each parameter sent.

    Statuses are the document's, then `strange` ones that it does not have.
    """

    name: str
    statuses: Mapping[str, int]
    strange: Mapping[str, int]
    parameters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A property with a fixed choice of values: which were sent, or answered."""

    name: str
    is_sent: bool
    values: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    done: int
    all: int

    def __str__(self) -> str:
        return f"{self.done} of {self.all}"


class DocumentCoverage:
    """Notes every exchange, from any thread, and counts what was exercised."""

    def __init__(self, root: Any, url: str) -> None:  # noqa: ANN401  # JSON
        self._base = urlsplit(url).path.rstrip("/")
        self._operations = list(operations(root))
        self._patterns = [(_pattern(each.path), each) for each in self._operations]
        self._answered: Counter[tuple[str, str]] = Counter()
        self._parameters: Counter[tuple[str, str]] = Counter()
        self._said: set[tuple[str, bool, str, str]] = set()
        self._door = threading.Lock()

    def note(self, exchange: Exchange) -> None:
        """Note an exchange, if its path is one of the document's."""
        parts = urlsplit(exchange.url)
        path = parts.path.removeprefix(self._base)
        for operation in self._asked(exchange, path):
            sent = _pairs(exchange.sent, operation.sends)
            answered = _pairs(exchange.body, operation.answers)
            with self._door:
                self._answered[operation.name, str(exchange.status)] += 1
                for name in _parameters(operation, exchange, parts.query):
                    self._parameters[operation.name, name] += 1
                self._said |= {(operation.name, True, *each) for each in sent}
                self._said |= {(operation.name, False, *each) for each in answered}

    def _asked(self, exchange: Exchange, path: str) -> list[Operation]:
        """Return the operation that was asked for; all of a path, if by a method it has not."""
        method = "GET" if exchange.method == "HEAD" else exchange.method
        there = [each for pattern, each in self._patterns if pattern.fullmatch(path)]
        there.sort(key=lambda each: each.path.count("{"))
        if exchange.status == 405:
            return there
        return [each for each in there if each.method == method][:1]

    @property
    def operations(self) -> list[OperationCoverage]:
        """Every operation of the document, in its order."""
        return [self._coverage_of(each) for each in self._operations]

    @property
    def choices(self) -> list[Choice]:
        """Every choice of the document: what can be sent, then what can be answered."""
        return [*self._choices(is_sent=True), *self._choices(is_sent=False)]

    @property
    def shares(self) -> Mapping[str, Share]:
        """How much of each kind was exercised."""
        operations, choices = self.operations, self.choices
        return {
            "operations": _share(any(each.statuses.values()) for each in operations),
            "answers": _share(times > 0 for each in operations for times in each.statuses.values()),
            "parameters": _share(
                times > 0 for each in operations for times in each.parameters.values()
            ),
            "values sent": _values(choices, is_sent=True),
            "values answered": _values(choices, is_sent=False),
        }

    def _coverage_of(self, operation: Operation) -> OperationCoverage:
        name = operation.name
        answered = {status: n for (asked, status), n in self._answered.items() if asked == name}
        return OperationCoverage(
            name=name,
            statuses={status: answered.pop(status, 0) for status in operation.statuses},
            strange=dict(sorted(answered.items())),
            parameters={each: self._parameters[name, each] for each in operation.parameters},
        )

    def _choices(self, *, is_sent: bool) -> Iterator[Choice]:
        found: dict[str, dict[str, bool]] = {}
        for operation in self._operations:
            listed = operation.sends if is_sent else operation.answers
            for name, values in listed.items():
                seen = found.setdefault(name, {})
                for value in values:
                    said = (operation.name, is_sent, name, value) in self._said
                    seen[value] = seen.get(value, False) or said
        yield from (Choice(name, is_sent, values) for name, values in found.items())


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(_PATH_PARAMETER, r"(?P<\1>[^/]+)", re.escape(path)))


def _parameters(operation: Operation, exchange: Exchange, query: str) -> Iterator[str]:
    """Yield the operation's parameters that a request has; those of its path it always has."""
    sent = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    for name in operation.parameters:
        if f"{{{name}}}" in operation.path or name in sent or name.lower() in exchange.sent_headers:
            yield name


@cache
def _finder(names: tuple[str, ...]) -> re.Pattern[bytes]:
    listed = "|".join(re.escape(each) for each in names)
    return re.compile(rf'"({listed})"\s*:\s*"([^"\\]*)"'.encode())


def _pairs(body: bytes, choices: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """Return which values of some properties a JSON text has; read as text, for there are many."""
    if not choices or not body:
        return set()
    found = set(_finder(tuple(choices)).findall(body[:_MOST_READ]))
    said = {(name.decode(), value.decode("utf-8", "replace")) for name, value in found}
    return {(name, value) for name, value in said if value in choices[name]}


def _share(done: Iterator[bool]) -> Share:
    listed = list(done)
    return Share(sum(listed), len(listed))


def _values(choices: list[Choice], *, is_sent: bool) -> Share:
    of_kind = (each for each in choices if each.is_sent == is_sent)
    return _share(seen for each in of_kind for seen in each.values.values())
