"""Checks every answer of a run against the document, as one more scenario."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from ecf_conformance.document import Document
from ecf_conformance.exchange import Exchange
from ecf_conformance.scenario import Outcome, Played, Scenario, Verdict
from ecf_conformance.target import Target

_MOST_FINDINGS = 20


class DocumentCheck:
    """Checks every answer of a run against the document (the API's `answers_rule`)."""

    def __init__(self, document: Document, target: Target) -> None:
        self._document = document
        self._target = target
        self._base = urlsplit(target.url).path
        self._found: dict[tuple[str, int, str], tuple[str, Exchange]] = {}
        self._broken = False
        self.requests = 0

    def check(self, exchanges: Sequence[Exchange]) -> None:
        """Note what the document does not know of some answers."""
        self.requests += len(exchanges)
        for each in exchanges:
            path = urlsplit(each.url).path.removeprefix(self._base)
            violation = self._violation(each, path) if path.startswith("/api/") else None
            if violation and len(self._found) < _MOST_FINDINGS:
                what = violation.removeprefix(each.line)[:60]
                self._found.setdefault((each.method, each.status, what), (violation, each))
                ours = self._target.api.answer_is_ours(self._target.edition, each.status)
                self._broken = self._broken or self._target.is_ours or not ours

    def _violation(self, exchange: Exchange, path: str) -> str | None:
        if exchange.status >= 500:
            return f"{exchange.line}, and no request may"
        return self._document.violation(exchange, path)

    def verdict(self) -> Played:
        """Return all that was noted as the outcome of a scenario of its own."""
        sentence = "Every answer of the run is one that the document knows, and none is a 5xx"
        rules = (self._target.api.answers_rule,)
        scenario = Scenario("answers.all", rules, sentence, frozenset(), lambda _: None)
        violations = [violation for violation, _ in self._found.values()]
        exchanges = [each for _, each in self._found.values()]
        found = Verdict.BROKEN if self._broken else Verdict.DIFFERS
        verdict = found if violations else Verdict.KEPT
        verdict = verdict if self.requests else Verdict.SKIPPED
        why = self._target.secrets.masked("; ".join(violations))
        return Played(scenario, Outcome(verdict, why, exchanges), 0.0)
