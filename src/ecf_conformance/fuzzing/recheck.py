"""Rechecks, by our own validator, what Schemathesis calls a failure.

A request that was changed on its way may be valid after all, and one that looks valid may not be:
a failure counts only if both find the same.
"""

from dataclasses import dataclass
from typing import Any

from schemathesis import Case
from schemathesis.core.failures import Failure

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.transport import SILENCE

_BY_DOCUMENT = {
    "status_code_conformance": ("answers", "a status that the document has there"),
    "content_type_conformance": ("media_types", "a media type that the document has there"),
    "response_headers_conformance": ("answers", "the headers that the document has there"),
    "response_schema_conformance": ("answers", "a body as the document's schema says"),
}
_BY_REQUEST = {
    "negative_data_rejection": "a refusal, since the request is not as the document asks",
    "positive_data_acceptance": "2xx, 304, 400, 404 or 422, since the request is as asked",
}
_BY_ITSELF = {
    "not_a_server_error": ("answers", "any answer that the document has, and never a 5xx"),
    "unsupported_method": ("methods", "405 with an Allow header"),
    "allow_header_conformance": ("methods", "an Allow header with the methods of the path"),
    "missing_required_header": (None, "a refusal, since a required header is missing"),
    "ignored_auth": ("tokens", "401 without a known token"),
    "use_after_free": (None, "404 for what is gone"),
    "ensure_resource_availability": (None, "200 for what was just made"),
}


# The document cannot say what the rules refuse; 304 is for whoever sends If-None-Match.
_BY_THE_RULES = (304, 400, 404, 422)
_READS = ("GET", "HEAD")  # the guide may have sent a write to another record than was just made
_BY_METHODS = ("unsupported_method", "allow_header_conformance")


class CheckFailed(Failure):
    """A failure of one of our own checks."""

    __slots__ = ("check", "expected", "rule", "why")
    kind_title = "A promise of the API is broken"

    def __init__(
        self, operation: str, check: str, why: str, rule: str | None, expected: str
    ) -> None:
        of_rule = f" ({rule})" if rule else ""
        message = f"{why}{of_rule}\nExpected: {expected}"
        super().__init__(operation=operation, message=message, title=f"{check} fails")
        self.check = check
        self.expected = expected
        self.rule = rule
        self.why = why

    @property
    def _unique_key(self) -> str:
        return f"{self.check}|{self.why}"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A failure that both agree on: which check, what was answered, what was expected."""

    check: str
    why: str
    expected: str
    rule: str | None = None


def recheck(
    observer: Observer, failure: Failure, case: Case[Any], exchange: Exchange
) -> Confirmed | None:
    """Return what is to be said of a failure, or None if our own validator sees none."""
    if exchange.status == SILENCE:
        return Confirmed(
            "answers", f"no answer: {exchange.text}", "an answer", observer.rules.answers
        )
    if isinstance(failure, CheckFailed):
        return Confirmed(failure.check, failure.why, failure.expected, failure.rule)
    check = failure.checks[0] if failure.checks else "custom"
    if check in _BY_DOCUMENT:
        return _of_document(observer, check, exchange)
    if check in _BY_REQUEST:
        return _of_request(observer, check, case, exchange)
    return _of_itself(observer, check, failure, exchange, case)


def _of_itself(
    observer: Observer, check: str, failure: Failure, exchange: Exchange, case: Case[Any]
) -> Confirmed | None:
    if check == "missing_required_header" and not _lacks_header(observer, case, exchange):
        return None
    if check == "ensure_resource_availability" and exchange.method not in _READS:
        return None
    if check in _BY_METHODS and _knows_fewer_methods(observer, case.operation.label):
        return None
    of, expected = _BY_ITSELF.get(check, (None, "what the check expects"))
    rule = getattr(observer.rules, of) if of else None
    said = " ".join(failure.message.split())[:300]
    return Confirmed(check, f"answered {exchange.status}: {said}".rstrip(": "), expected, rule)


def _of_document(observer: Observer, check: str, exchange: Exchange) -> Confirmed | None:
    found = observer.document.violation(exchange, observer.path(exchange))
    if found is None:
        return None
    of, expected = _BY_DOCUMENT[check]
    why = found.removeprefix(exchange.line).lstrip(", ")
    rule = getattr(observer.rules, of)
    return Confirmed("document", f"answered {exchange.status} {why}", expected, rule)


def _lacks_header(observer: Observer, case: Case[Any], exchange: Exchange) -> bool:
    faults = observer.validation.faults(case.operation.label, exchange, observer.base)
    return "authorization" not in exchange.sent_headers or any("header" in it for it in faults)


def _knows_fewer_methods(observer: Observer, label: str) -> bool:
    """Return whether the API has methods at a path that the document leaves out."""
    path = label.partition(" ")[2]
    return not observer.api_validation.methods(path) <= observer.validation.methods(path)


def _of_request(
    observer: Observer, check: str, case: Case[Any], exchange: Exchange
) -> Confirmed | None:
    if check == "positive_data_acceptance" and exchange.status in _BY_THE_RULES:
        return None
    faults = observer.validation.faults(case.operation.label, exchange, observer.base)
    if bool(faults) != (check == "negative_data_rejection"):
        return None
    said = f", although {faults[0][:200]}" if faults else ""
    return Confirmed(check, f"answered {exchange.status}{said}", _BY_REQUEST[check])
