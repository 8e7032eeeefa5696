"""Guides generated requests past the document to the rules: what any API's guide does.

What is replaced is only what fits the document, and by what fits it too: whatever is malformed
on purpose stays malformed.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from schemathesis import Case

from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.fuzzing.sample_data import SampleData, SampleParticipant
from ecf_conformance.moments import Moment, wire
from ecf_conformance.participants import COURSES

Json = Any

DATE = re.compile(r"(20\d\d-\d\d-\d\d([Tt]\d\d:\d\d:\d\d\S*)?)?")
LONG_AGO = "2000-01-01T00:00:00Z"
PAGES = (1, 1, 1, 2, 2**31, 2**63, 10**30)
REASONS = {"defer": "career-break", "withdraw": "moved-school"}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ODD = 4  # one in so many is left as it came, but for its ids


@dataclass(slots=True)
class Guide(ABC):
    """Knows participants, and learns from every answer. `by_header` if time is set so.

    `others` are ids of another provider's. `kinds` counts accepted declarations by type, `reached`
    accepted requests by operation.
    """

    samples: SampleData
    validation: RequestValidation
    by_header: bool
    random: Random
    others: Sequence[str] = ()
    kinds: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)

    @abstractmethod
    def guide(self, case: Case[Any]) -> None:
        """Replace an unknown id by a known one, and a valid body by one that the rules accept."""

    @abstractmethod
    def learn(self, operation: str, exchange: Exchange) -> None:
        """Remember what was done, and to whom."""

    def is_left_odd(self, label: str) -> bool:
        """Return whether a request stays as it came, but for its ids: some do once one got far."""
        return bool(self.reached[label]) and self.random.randrange(_ODD) == 0

    def is_valid(self, case: Case[Any]) -> bool:
        """Return whether the document describes a body."""
        kind = case.media_type
        label = case.operation.label
        return kind is not None and self.validation.takes_body(label, kind, case.body)

    def put_body(self, case: Case[Any], kind: str, said: dict[str, Json]) -> None:
        """Put attributes in a body, where the document takes what comes of it."""
        body = as_object(case.body)
        data = as_object(body.get("data")) or {"type": kind}
        attributes = {**as_object(data.get("attributes")), **said}
        made = {**body, "data": {**data, "attributes": attributes}}
        if self.validation.takes_body(case.operation.label, str(case.media_type), made):
            case.body = made

    def put_participant(self, case: Case[Any], who: SampleParticipant | None) -> None:
        """Put a known participant and course in a body, whatever else it says."""
        said = as_object(as_object(as_object(case.body).get("data")).get("attributes"))
        if who is None or not said:
            return
        if is_id(said.get("participant_id")):
            said["participant_id"] = self.maybe_others(who.id)
        if said.get("course_identifier") in COURSES.values():
            said["course_identifier"] = who.participant.course

    def put_id(self, case: Case[Any], name: str, id_: str | None) -> None:
        """Put an id in the path, where the one generated is one as documented."""
        given = case.path_parameters or {}
        put = self.maybe_others(id_)
        if put and self.validation.takes(case.operation.label, name, given.get(name)):
            case.path_parameters[name] = put

    def maybe_others(self, id_: str | None) -> str | None:
        """Return an id, or now and then one of another provider's."""
        if self.others and (id_ is None or self.random.randrange(8) == 0):
            return self.random.choice(self.others)
        return id_

    def put_moment(self, case: Case[Any], moment: Moment) -> None:
        """Let a request happen at a moment, where time goes by header."""
        headers = case.headers
        if not self.by_header or headers is None:
            return
        name = next((each for each in headers if each.lower() == SERVER_DATE.lower()), SERVER_DATE)
        said = headers.get(name, "")
        if isinstance(said, str) and DATE.fullmatch(said):
            headers[name] = wire(moment)


def as_object(value: Json) -> dict[str, Json]:
    """Return an object, an empty one for whatever is none."""
    return value if isinstance(value, dict) else {}


def is_number(value: Json) -> bool:
    """Return whether a value is a whole number from 1 up, written as one or not."""
    return str(value).isdecimal() and int(value) > 0


def is_id(value: Json) -> bool:
    """Return whether a value is a UUID."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value))


def record_of(exchange: Exchange) -> dict[str, Json] | None:
    """Return the one record of an answer, if it has one."""
    try:
        found = exchange.json()
    except AssertionError:
        return None
    data = found.get("data") if isinstance(found, dict) else None
    well = isinstance(data, dict) and isinstance(data.get("attributes"), dict) and "id" in data
    return data if well else None
