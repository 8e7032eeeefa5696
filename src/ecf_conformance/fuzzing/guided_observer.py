"""An observer that guides requests, and compares what a refused write is about before and after."""

import json
from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing import observer
from ecf_conformance.fuzzing.checks import Check
from ecf_conformance.fuzzing.guide import Guide
from ecf_conformance.fuzzing.observer import Violation

Json = Any

_COMPARISONS_OF_A_KIND = 3
_COMPARISONS = 40

Snapshot = tuple[tuple[int, bytes], ...]


@dataclass(slots=True)
class GuidedObserver(observer.Observer):
    """A target with a guide. `others` are another provider's ids, with the rule that hides them."""

    guide: Guide
    others: Mapping[str, str] = field(default_factory=dict)
    copies: Counter[str] = field(default_factory=Counter)
    _snapshots: dict[str, Snapshot] = field(default_factory=dict)
    _comparisons: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    @abstractmethod
    def own_checks(self) -> Mapping[str, Check]:
        """The API's own checks by name."""

    @abstractmethod
    def is_write(self, operation: str) -> bool:
        """Return whether a refusal of an operation is to leave something as it was."""

    @abstractmethod
    def subject(self, operation: str, given: Mapping[str, Json], body: Json) -> str | None:
        """Return what a write is about, if known; `given` are the path's parameters."""

    @abstractmethod
    def snapshot(self, subject: str) -> Snapshot:
        """Return what there is to be seen of a subject, at a moment that is always the same."""

    @property
    def checks(self) -> Mapping[str, str]:
        return {name: each.expected for name, each in self.own_checks.items()}

    def violations(self, check: str, exchange: Exchange, operation: str) -> list[Violation]:
        return list(self.own_checks[check].find(self, exchange, operation))

    def unreached(self, operation: str) -> str | None:
        if self.guide.reached[operation]:
            return None
        nobody = self.guide.samples.nobody
        return f"{operation} ({nobody})" if nobody else operation

    def before(self, case: Case[Any]) -> None:
        """Guide a request; of a write, note how its subject is, unless that is known."""
        self.guide.guide(case)
        label = case.operation.label
        if self.is_write(label) and self._compared(label) < _COMPARISONS:
            what = self.subject(label, case.path_parameters or {}, case.body)
            if what and what not in self._snapshots:
                self._snapshots[what] = self.snapshot(what)

    def after(self, operation: str, exchange: Exchange) -> None:
        """Learn from an answer; forget how a subject was once a write was accepted."""
        self.guide.learn(operation, exchange)
        if exchange.method == "GET" or 400 <= exchange.status < 500:
            return
        self.forget(self._subject_of(operation, exchange))

    def forget(self, subject: str | None) -> None:
        """Forget how a subject was, all of them where it is not known which."""
        if subject:
            self._snapshots.pop(subject, None)
        else:
            self._snapshots.clear()

    def change_by_refusal(self, label: str, exchange: Exchange) -> tuple[bytes, bytes] | None:
        """Return what a refused write changed: how it was, and how it is."""
        what = self._subject_of(label, exchange)
        before = self._snapshots.get(what or "")
        kind = (label, f"{exchange.status} {exchange.body[:60]!r}")
        if what is None or before is None or self._comparisons[kind] >= _COMPARISONS_OF_A_KIND:
            return None
        self._comparisons[kind] += 1
        now = self._snapshots[what] = self.snapshot(what)
        for was, is_ in zip(before, now, strict=True):
            if was != is_:
                return was[1], is_[1]
        return None

    def _compared(self, label: str) -> int:
        return sum(times for (of, _), times in self._comparisons.items() if of == label)

    def _subject_of(self, label: str, exchange: Exchange) -> str | None:
        pattern, path = label.partition(" ")[2].split("/"), self.path(exchange).split("/")
        given = {
            name[1:-1]: value for name, value in zip(pattern, path, strict=False) if name[:1] == "{"
        }
        try:
            body = json.loads(exchange.sent) if exchange.sent else None
        except ValueError:
            body = None
        return self.subject(label, given, body)
