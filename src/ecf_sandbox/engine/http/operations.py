"""Operations of a provider API: how each is handled, and how its requests are checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO, Protocol

from ecf_sandbox.engine.http.document import Document, Json
from ecf_sandbox.engine.http.requests import ProviderRequest, Query


class RequestChecks(Protocol):
    """Checks of one operation's requests, made from the document."""

    def query(self, raw: bytes) -> Query:
        """Return the query as the handler takes it; raises BadRequest."""

    def body(self, content_type: bytes, raw: bytes) -> Json:
        """Return the body as the handler takes it; raises BadRequest."""


class Access(Enum):
    """What an operation does with a world."""

    READ = auto()
    WRITE = auto()
    STREAM = auto()


@dataclass(frozen=True, slots=True)
class File:
    """A whole answer as a file, for what may be too long for memory, and a hash of it."""

    content: BinaryIO
    digest: str
    media_type: bytes


def _never(_: Query) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Operation:
    """A handler by what it does: READ and WRITE return JSON, STREAM a File.

    One that `is_long` runs in a thread, as every STREAM does.
    """

    handle: Callable[[ProviderRequest], Json]
    access: Access
    is_long: Callable[[Query], bool] = _never


def reads(
    handle: Callable[[ProviderRequest], Json], is_long: Callable[[Query], bool] = _never
) -> Operation:
    """Return an operation that changes nothing."""
    return Operation(handle, Access.READ, is_long)


def writes(handle: Callable[[ProviderRequest], Json]) -> Operation:
    """Return an operation that may change the world."""
    return Operation(handle, Access.WRITE)


def streams(handle: Callable[[ProviderRequest], File]) -> Operation:
    """Return an operation that changes nothing and answers with a file."""
    return Operation(handle, Access.STREAM)


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the document: where it is, its checks, its handler."""

    path: str
    method: str
    checks: RequestChecks
    operation: Operation


def routes(
    document: Document,
    operations: Mapping[str, Operation],
    checks: Mapping[str, RequestChecks],
) -> dict[str, dict[str, Route]]:
    """Return the operations of a document by path and method; a path is one route.

    Raises KeyError for an operation that the document does not have.
    """
    by_path: dict[str, dict[str, Route]] = {}
    for name, operation in operations.items():
        node = document.operations[name]
        route = Route(node.path, node.method, checks[name], operation)
        by_path.setdefault(node.path, {})[node.method] = route
    return by_path
