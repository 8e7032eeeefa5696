"""What an API brings to be fuzzed: its guide of requests, its checks of answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from schemathesis import Case

from ecf_conformance.document import Document
from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.target import Target


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with an answer, and the rule that it breaks, if one says so."""

    why: str
    rule: str | None = None


@dataclass(slots=True)
class Observer(ABC):
    """A target being fuzzed: sees each request before it is sent, and each answer.

    `validation` is of the document that is fuzzed, `api_validation` of the API's own, which may
    have more.
    """

    target: Target
    document: Document
    validation: RequestValidation
    api_validation: RequestValidation

    @property
    def base(self) -> str:
        """The path of the target's URL, which the document's paths begin after."""
        return urlsplit(self.target.url.rstrip("/")).path

    def path(self, exchange: Exchange) -> str:
        """Return the path of a request as the document has it, without the query."""
        return urlsplit(exchange.url).path.removeprefix(self.base)

    @property
    @abstractmethod
    def checks(self) -> Mapping[str, str]:
        """The API's own checks: of each, by name, what is expected of an answer."""

    @abstractmethod
    def violations(self, check: str, exchange: Exchange, operation: str) -> list[Violation]:
        """Return what one check finds wrong with an answer."""

    @abstractmethod
    def before(self, case: Case[Any]) -> None:
        """Change a generated request so that it gets far."""

    @abstractmethod
    def after(self, operation: str, exchange: Exchange) -> None:
        """Learn from an answer."""

    @abstractmethod
    def order_of(self, operation: str) -> int:
        """Return where an operation stands: what others start from comes first."""

    @abstractmethod
    def unreached(self, operation: str) -> str | None:
        """Return an operation that never got a 2xx, with any reason known; else None."""

    @abstractmethod
    def unreached_kinds(self, operations: Iterable[str]) -> list[str]:
        """Return what some operations were never made to accept, such as kinds of a record."""
