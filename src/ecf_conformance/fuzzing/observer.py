"""What a phase of fuzzing knows of its target, and what it asks beside the generated requests."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from schemathesis import Case

from ecf_conformance.document import Document
from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing.guide import Guide
from ecf_conformance.fuzzing.operation_kinds import OperationKind, route_of
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.provider import LATE
from ecf_conformance.target import Ability, Target

Json = Any

_WRITES = (OperationKind.DECLARE, OperationKind.ACT, OperationKind.VOID)
_LOOKS_OF_A_KIND = 3
_LOOKS = 40

Sight = tuple[tuple[int, bytes], ...]


@dataclass(slots=True)
class Observer:
    """A target being fuzzed. `others` are another provider's ids, with the rule that hides them.

    `asked` is the document that is fuzzed, `api` what the API has, which may be more.
    """

    target: Target
    document: Document
    asked: RequestValidation
    api: RequestValidation
    guide: Guide
    others: Mapping[str, str] = field(default_factory=dict)
    copies: Counter[str] = field(default_factory=Counter)
    _sights: dict[str, Sight] = field(default_factory=dict)
    _looks: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def base(self) -> str:
        """The path of the target's URL, which the document's paths begin after."""
        return urlsplit(self.target.url.rstrip("/")).path

    @property
    def arrivals(self) -> list[str]:
        """Participants in the order in which the run made them, where it did make them."""
        made = Ability.STATES in self.target.abilities
        return list(self.guide.samples.people) if made else []

    def path(self, exchange: Exchange) -> str:
        """Return the path of a request as the document has it, without the query."""
        return urlsplit(exchange.url).path.removeprefix(self.base)

    def again(self, exchange: Exchange) -> Exchange:
        """Send the same request again, much later where time goes by header."""
        headers = dict(exchange.sent_headers)
        if Ability.HEADER in self.target.abilities:
            headers[SERVER_DATE.lower()] = LATE
        headers.pop("content-length", None)
        sent = exchange.sent or None
        return self.target.connection.ask(exchange.method, exchange.url, headers, content=sent)

    # What refused writes leave behind

    def before(self, case: Case[Any]) -> None:
        """Look at whom a write is about, unless that was seen and nothing was accepted since."""
        label = case.operation.label
        if route_of(label).does in _WRITES and self._looks_at(label) < _LOOKS:
            who = self._subject(label, case.path_parameters or {}, case.body)
            if who and who not in self._sights:
                self._sights[who] = self._see(who)

    def after(self, label: str, exchange: Exchange) -> None:
        """Forget how somebody looked once a write about them was accepted, or may have been."""
        if exchange.method == "GET" or 400 <= exchange.status < 500:
            return
        who = self._subject_of(label, exchange)
        if who:
            self._sights.pop(who, None)
        else:
            self._sights.clear()

    def trace(self, label: str, exchange: Exchange) -> tuple[bytes, bytes] | None:
        """Return what a refused write changed about somebody: how it was, and how it is."""
        who = self._subject_of(label, exchange)
        before = self._sights.get(who or "")
        kind = (label, f"{exchange.status} {exchange.body[:60]!r}")
        if who is None or before is None or self._looks[kind] >= _LOOKS_OF_A_KIND:
            return None
        self._looks[kind] += 1
        now = self._sights[who] = self._see(who)
        for was, is_ in zip(before, now, strict=True):
            if was != is_:
                return was[1], is_[1]
        return None

    def _looks_at(self, label: str) -> int:
        return sum(times for (of, _), times in self._looks.items() if of == label)

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

    def _see(self, who: str) -> Sight:
        """Return how somebody looks at one late moment: the record and all declarations."""
        api, token = f"{self.target.url}/api/v1", self.target.token
        headers = {"Authorization": f"Bearer {token}", **self.target.clock.at(LATE)}
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
