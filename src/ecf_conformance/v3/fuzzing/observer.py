"""What fuzzing of API v3 knows of its target, and what it asks beside the generated requests."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing.checks import Check, is_jumbled
from ecf_conformance.fuzzing.guide import as_object, is_id
from ecf_conformance.fuzzing.guided_observer import GuidedObserver, Snapshot
from ecf_conformance.fuzzing.observer import BuiltInRules
from ecf_conformance.listing import records
from ecf_conformance.v3.fuzzing.checks import CHECKS
from ecf_conformance.v3.fuzzing.guide import Guide
from ecf_conformance.v3.fuzzing.operation_kinds import (
    LIST_OF,
    LISTED_AT,
    WRITES,
    OperationKind,
    order_of,
    route_of,
)
from ecf_conformance.v3.provider import COHORT
from ecf_conformance.v3.schedules import TYPES

Json = Any

LATE = "2029-06-30T09:00:00Z"
"""When what a refusal may have changed is looked at: after all that fuzzing brings about."""


@dataclass(slots=True)
class Observer(GuidedObserver):
    """A target of API v3."""

    rules = BuiltInRules(
        answers="V3-FMT-14", media_types="V3-FMT-1", methods="V3-FMT-6", tokens="V3-AUTH-1"
    )

    guide: Guide
    polls: Counter[str] = field(default_factory=Counter)
    arrivals: list[str] = field(default_factory=list)

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

    def keeps_order(self, listed: list[str]) -> bool:
        """Return whether participants by creation come as in the longest list before.

        It cannot be told where ties may come in any order (V3-FMT-9).
        """
        if not self.target.is_ours:
            return True
        before = self.arrivals
        self.arrivals = max(before, listed, key=len)
        return not is_jumbled(before, listed)

    def repeat(self, exchange: Exchange) -> Exchange:
        """Send the same request again."""
        headers = dict(exchange.sent_headers)
        headers.pop("content-length", None)
        sent = exchange.sent or None
        return self.target.connection.ask(exchange.method, exchange.url, headers, content=sent)

    def changed_since(self, operation: str, exchange: Exchange, since: str) -> set[str] | None:
        """Return the ids of a write's list that changed since then, as seen when it was made."""
        path = LISTED_AT[LIST_OF[route_of(operation).does]]
        said = exchange.sent_headers.get(SERVER_DATE.lower())
        headers = {**bearer(self.target.token), **({SERVER_DATE: said} if said else {})}
        url = self.target.url + self.target.api.prefix + path
        params = {"filter[updated_since]": since}
        return {str(it["id"]) for it in records(self.target.connection.ask, url, headers, params)}

    # What refused writes leave behind

    def is_write(self, operation: str) -> bool:
        return route_of(operation).does in WRITES

    def subject(self, operation: str, given: Mapping[str, Json], body: Json) -> str | None:
        """Return the path of the record a write is about, if known."""
        route = route_of(operation)
        id_ = str(given.get(route.id)).lower()
        said = as_object(as_object(as_object(body).get("data")).get("attributes"))
        if route.does is OperationKind.CHANGE_PARTNERSHIP:
            return f"/partnerships/{id_}" if id_ in self.guide.known.partnerships else None
        if route.does is OperationKind.PARTNER:
            school = said.get("school_id")
            return f"/schools/{school}" if is_id(school) else None
        if route.does is OperationKind.VOID:
            id_ = self.guide.owners.get(id_, "")
        elif route.does is OperationKind.DECLARE:
            id_ = str(said.get("participant_id"))
        return f"/participants/{id_}" if id_ in self.guide.samples.people else None

    def snapshot(self, subject: str) -> Snapshot:
        """Return a record at one late moment; of a participant, all declarations too."""
        api = self.target.url + self.target.api.prefix
        headers = {**bearer(self.target.token), **self.target.clock.at(LATE)}
        asked = [(subject, {"filter[cohort]": COHORT} if subject.startswith("/schools") else {})]
        if subject.startswith("/participants"):
            who = {"filter[participant_id]": subject.rpartition("/")[2]}
            asked.append(("/participant-declarations", who))
        answers = [
            self.target.connection.ask("GET", api + path, headers, params=params or None)
            for path, params in asked
        ]
        return tuple((each.status, each.body) for each in answers)
