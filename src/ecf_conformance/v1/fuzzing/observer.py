"""What fuzzing of API v1 knows of its target, and what it asks beside the generated requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing.checks import Check
from ecf_conformance.fuzzing.guided_observer import GuidedObserver, Snapshot
from ecf_conformance.fuzzing.observer import BuiltInRules
from ecf_conformance.target import Ability
from ecf_conformance.v1.fuzzing.checks import CHECKS
from ecf_conformance.v1.fuzzing.guide import Guide
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, order_of, route_of
from ecf_conformance.v1.provider import LATE
from ecf_conformance.v1.schedules import TYPES

Json = Any

_WRITES = (OperationKind.DECLARE, OperationKind.ACT, OperationKind.VOID)


@dataclass(slots=True)
class Observer(GuidedObserver):
    """A target of API v1."""

    rules = BuiltInRules(answers="FMT-7", media_types="FMT-1", methods="FMT-6", tokens="AUTH-1")

    guide: Guide

    @property
    def own_checks(self) -> Mapping[str, Check]:
        return CHECKS

    def order_of(self, operation: str) -> int:
        return order_of(operation)

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

    def is_write(self, operation: str) -> bool:
        return route_of(operation).does in _WRITES

    def subject(self, operation: str, given: Mapping[str, Json], body: Json) -> str | None:
        """Return the participant a write is about, if known."""
        route = route_of(operation)
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

    def snapshot(self, subject: str) -> Snapshot:
        """Return a participant at one late moment: the record and all declarations."""
        api = self.target.url + self.target.api.prefix
        headers = {**bearer(self.target.token), **self.target.clock.at(LATE)}
        seen = (
            self.target.connection.ask("GET", f"{api}/participants/ecf/{subject}", headers),
            self.target.connection.ask(
                "GET",
                f"{api}/participant-declarations",
                headers,
                params={"filter[participant_id]": subject},
            ),
        )
        return tuple((each.status, each.body) for each in seen)
