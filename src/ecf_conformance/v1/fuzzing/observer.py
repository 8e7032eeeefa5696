"""What fuzzing of API v1 knows of its target, and what it asks beside the generated requests."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing import observer
from ecf_conformance.fuzzing.observer import Violation
from ecf_conformance.target import Ability
from ecf_conformance.v1.fuzzing.checks import CHECKS
from ecf_conformance.v1.fuzzing.guide import Guide
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, order_of, route_of
from ecf_conformance.v1.provider import LATE
from ecf_conformance.v1.schedules import TYPES

Json = Any

_WRITES = (OperationKind.DECLARE, OperationKind.ACT, OperationKind.VOID)
_COMPARISONS_OF_A_KIND = 3
_COMPARISONS = 40

Snapshot = tuple[tuple[int, bytes], ...]


@dataclass(slots=True)
class Observer(observer.Observer):
    """A target of API v1. `others` are another provider's ids, with the rule that hides them."""

    guide: Guide
    others: Mapping[str, str] = field(default_factory=dict)
    copies: Counter[str] = field(default_factory=Counter)
    _snapshots: dict[str, Snapshot] = field(default_factory=dict)
    _comparisons: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def checks(self) -> Mapping[str, str]:
        return {name: each.expected for name, each in CHECKS.items()}

    def violations(self, check: str, exchange: Exchange, operation: str) -> list[Violation]:
        return list(CHECKS[check].find(self, exchange, operation))

    def order_of(self, operation: str) -> int:
        return order_of(operation)

    def unreached(self, operation: str) -> str | None:
        if self.guide.reached[operation]:
            return None
        nobody = self.guide.samples.nobody
        return f"{operation} ({nobody})" if nobody else operation

    def unreached_kinds(self, operations: Iterable[str]) -> list[str]:
        """Return the kinds of declarations that were never accepted, if any was asked for."""
        if not any(route_of(each).does is OperationKind.DECLARE for each in operations):
            return []
        return [f"a declaration of {kind}" for kind in TYPES if not self.guide.kinds[kind]]

    @property
    def arrivals(self) -> list[str]:
        """Participants in the order in which the run made them, where it did make them."""
        made = Ability.STATES in self.target.abilities
        return list(self.guide.samples.people) if made else []

    def repeat(self, exchange: Exchange) -> Exchange:
        """Send the same request again, much later where time goes by header."""
        headers = dict(exchange.sent_headers)
        if Ability.HEADER in self.target.abilities:
            headers[SERVER_DATE.lower()] = LATE
        headers.pop("content-length", None)
        sent = exchange.sent or None
        return self.target.connection.ask(exchange.method, exchange.url, headers, content=sent)

    # What refused writes leave behind

    def before(self, case: Case[Any]) -> None:
        """Guide a request; of a write, note how the participant is, unless that is known."""
        self.guide.guide(case)
        label = case.operation.label
        if route_of(label).does in _WRITES and self._compared(label) < _COMPARISONS:
            who = self._subject(label, case.path_parameters or {}, case.body)
            if who and who not in self._snapshots:
                self._snapshots[who] = self._snapshot(who)

    def after(self, operation: str, exchange: Exchange) -> None:
        """Learn from an answer; forget how a participant was once a write was accepted."""
        self.guide.learn(operation, exchange)
        if exchange.method == "GET" or 400 <= exchange.status < 500:
            return
        who = self._subject_of(operation, exchange)
        if who:
            self._snapshots.pop(who, None)
        else:
            self._snapshots.clear()

    def change_by_refusal(self, label: str, exchange: Exchange) -> tuple[bytes, bytes] | None:
        """Return what a refused write changed about somebody: how it was, and how it is."""
        who = self._subject_of(label, exchange)
        before = self._snapshots.get(who or "")
        kind = (label, f"{exchange.status} {exchange.body[:60]!r}")
        if who is None or before is None or self._comparisons[kind] >= _COMPARISONS_OF_A_KIND:
            return None
        self._comparisons[kind] += 1
        now = self._snapshots[who] = self._snapshot(who)
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
        return self._subject(label, given, body)

    def _subject(self, label: str, given: Mapping[str, Json], body: Json) -> str | None:
        """Return the participant a write is about, if known."""
        route = route_of(label)
        named: Json = None
        if route.does is OperationKind.ACT:
            named = str(given.get(route.id)).lower()
        elif route.does is OperationKind.VOID:
            named = self.guide.owners.get(str(given.get(route.id)).lower())
        else:
            data = body.get("data") if isinstance(body, dict) else None
            said = data.get("attributes") if isinstance(data, dict) else None
            named = said.get("participant_id") if isinstance(said, dict) else None
        known = isinstance(named, str) and named in self.guide.samples.people
        return named if known else None

    def _snapshot(self, who: str) -> Snapshot:
        """Return a participant at one late moment: the record and all declarations."""
        api = self.target.url + self.target.api.prefix
        headers = {**bearer(self.target.token), **self.target.clock.at(LATE)}
        seen = (
            self.target.connection.ask("GET", f"{api}/participants/ecf/{who}", headers),
            self.target.connection.ask(
                "GET",
                f"{api}/participant-declarations",
                headers,
                params={"filter[participant_id]": who},
            ),
        )
        return tuple((each.status, each.body) for each in seen)
