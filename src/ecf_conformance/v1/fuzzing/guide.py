"""Guides generated requests past the document to the rules: ids that exist, dates that count.

What is replaced is only what fits the document, and by what fits it too: whatever is malformed
on purpose stays malformed.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from schemathesis import Case

from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.moments import Moment, wire
from ecf_conformance.participants import COURSES
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, Route, route_of
from ecf_conformance.v1.fuzzing.sample_data import SampleData, SampleParticipant
from ecf_conformance.v1.schedules import TYPES, milestone, schedule_names

Json = Any

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DATE = re.compile(r"(20\d\d-\d\d-\d\d([Tt]\d\d:\d\d:\d\d\S*)?)?")
_REASONS = {"defer": "career-break", "withdraw": "moved-school"}
_NOW = datetime(2021, 11, 25, 9, tzinfo=UTC)
_LONG_AGO = "2000-01-01T00:00:00Z"
_PAGES = (1, 1, 1, 2, 2**31, 2**63, 10**30)
_QUERIES: tuple[dict[str, Json], ...] = (
    {"filter[updated_since]": _LONG_AGO},
    {"page[page]": 1, "page[per_page]": 10**30},
    {"page[page]": 10**30},
    {"filter[cohort]": "2021"},
)
_ODD = 4  # one in so many is left as it came, but for its ids


@dataclass(slots=True)
class Guide:
    """Knows the participants, and learns from every answer. `by_header` if time is set so."""

    samples: SampleData
    validation: RequestValidation
    edition: str
    by_header: bool
    random: Random
    others: Sequence[str] = ()
    declared: list[tuple[str, str]] = field(default_factory=list)
    """Declarations in the order in which they were made: when, if that was said, and the id."""
    owners: dict[str, str] = field(default_factory=dict)
    """Of declarations: the participant of each."""
    kinds: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)

    # Before a request

    def guide(self, case: Case[Any]) -> None:
        """Replace an unknown id by a known one, and a valid body by one that the rules accept."""
        label = case.operation.label
        if case.method.upper() != label.partition(" ")[0]:
            return
        route = route_of(label)
        is_odd = bool(self.reached[label]) and self.random.randrange(_ODD) == 0
        if route.does is OperationKind.DECLARE:
            self._guide_declaration(case, is_odd=is_odd and len(self.kinds) == len(TYPES))
        elif route.does is OperationKind.ACT:
            self._guide_action(case, route, is_odd=is_odd)
        elif route.does is OperationKind.SHOW_PARTICIPANT:
            somebody = self.samples.anybody() or self.samples.one(lambda _: True)
            self._put_id(case, route, somebody.id if somebody else None)
        elif route.does in (OperationKind.SHOW_DECLARATION, OperationKind.VOID):
            self._put_id(case, route, self._declaration(standing=route.does is OperationKind.VOID))
        elif route.does in (OperationKind.LIST_PARTICIPANTS, OperationKind.LIST_DECLARATIONS):
            self._guide_query(case)

    def _guide_declaration(self, case: Case[Any], *, is_odd: bool) -> None:
        if is_odd or not self._is_valid(case):
            self._put_participant(case, self.samples.anybody())
            return
        kind = next((each for each in TYPES if not self.kinds[each]), None)
        kind = kind or self.random.choice(TYPES)
        known = schedule_names(self.edition)
        who = self.samples.one(lambda it: it.training != "withdrawn" and kind not in it.declared)
        if who is None or who.schedule not in known:
            return
        dated = milestone(self.edition, kind, who.schedule).middle
        evidence = {} if kind == "started" else {"evidence_held": "other"}
        said = {
            "participant_id": who.id,
            "declaration_type": kind,
            "declaration_date": wire(dated),
            "course_identifier": who.participant.course,
            **evidence,
        }
        self._put_body(case, "participant-declaration", said)
        self._put_moment(case, dated)

    def _guide_action(self, case: Case[Any], route: Route, *, is_odd: bool) -> None:
        who = (
            self.samples.anybody() if is_odd else self.samples.one(self._fits(case.operation.label))
        )
        self._put_id(case, route, who.id if who else None)
        if who is None or is_odd or not self._is_valid(case):
            self._put_participant(case, who)
            return
        said = {"course_identifier": who.participant.course}
        if route.action in _REASONS:
            said["reason"] = _REASONS[route.action]
        if route.action == "change-schedule":
            said |= {"schedule_identifier": self._other_schedule(who), "cohort": "2021"}
        self._put_body(case, f"participant-{route.action}", said)
        self._put_moment(case, _NOW + timedelta(minutes=self.random.randrange(5 * 24 * 60)))

    def _guide_query(self, case: Case[Any]) -> None:
        """Let filters find somebody, and pages be where code breaks: far away, and very long."""
        query: dict[str, Json] = case.query
        if not query and self.random.randrange(2):
            query.update(self.random.choice(_QUERIES))
        who = self.samples.anybody()
        if who and _is_id(query.get("filter[participant_id]")):
            query["filter[participant_id]"] = who.id
        if _DATE.fullmatch(str(query.get("filter[updated_since]", "-"))):
            query["filter[updated_since]"] = _LONG_AGO
        if "filter[cohort]" in query and self.random.randrange(2):
            query["filter[cohort]"] = "2021"
        if _is_number(query.get("page[page]")):
            query["page[page]"] = self.random.choice(_PAGES)

    def _put_participant(self, case: Case[Any], who: SampleParticipant | None) -> None:
        """Put a known participant and course in a body, whatever else it says."""
        said = _object(_object(_object(case.body).get("data")).get("attributes"))
        if who is None or not said:
            return
        if _is_id(said.get("participant_id")):
            said["participant_id"] = self._maybe_others(who.id)
        if said.get("course_identifier") in COURSES.values():
            said["course_identifier"] = who.participant.course

    def _fits(self, label: str) -> Callable[[SampleParticipant], bool]:
        """Return whom an action can be taken for; not too many are withdrawn, which is final."""
        action = route_of(label).action
        if action == "resume":
            return lambda it: it.training == "deferred"
        if action == "defer":
            return lambda it: it.training == "active"
        if action == "change-schedule":
            return lambda it: it.is_untouched
        gone = sum(it.training == "withdrawn" for it in self.samples.people.values())
        if self.reached[label] and gone > len(self.samples.people) // 3:
            return lambda it: it.training == "withdrawn"
        return lambda it: it.training != "withdrawn"

    def _other_schedule(self, who: SampleParticipant) -> str:
        names = [each for each in schedule_names(self.edition) if "replacement" not in each]
        return self.random.choice([each for each in names if each != who.schedule])

    def _declaration(self, *, standing: bool) -> str | None:
        known = [id_ for it in self.samples.people.values() for id_ in it.declared.values()]
        if not standing or not known:
            known += [id_ for _, id_ in self.declared]
        return self.random.choice(known) if known else None

    def _is_valid(self, case: Case[Any]) -> bool:
        kind = case.media_type
        return kind is not None and self.validation.takes_body(
            case.operation.label, kind, case.body
        )

    def _put_body(self, case: Case[Any], kind: str, said: dict[str, str]) -> None:
        body = _object(case.body)
        data = _object(body.get("data")) or {"type": kind}
        attributes = {**_object(data.get("attributes")), **said}
        made = {**body, "data": {**data, "attributes": attributes}}
        if self.validation.takes_body(case.operation.label, str(case.media_type), made):
            case.body = made

    def _put_id(self, case: Case[Any], route: Route, id_: str | None) -> None:
        given = case.path_parameters or {}
        put = self._maybe_others(id_)
        if put and self.validation.takes(case.operation.label, route.id, given.get(route.id)):
            case.path_parameters[route.id] = put

    def _maybe_others(self, id_: str | None) -> str | None:
        """Return an id, or now and then one of another provider's."""
        if self.others and (id_ is None or self.random.randrange(8) == 0):
            return self.random.choice(self.others)
        return id_

    def _put_moment(self, case: Case[Any], moment: Moment) -> None:
        headers = case.headers
        if not self.by_header or headers is None:
            return
        name = next((each for each in headers if each.lower() == SERVER_DATE.lower()), SERVER_DATE)
        said = headers.get(name, "")
        if isinstance(said, str) and _DATE.fullmatch(said):
            headers[name] = wire(moment)

    # After an answer

    def learn(self, operation: str, exchange: Exchange) -> None:
        """Remember what was done, and to whom."""
        if not 200 <= exchange.status < 300:
            return
        self.reached[operation] += 1
        route = route_of(operation)
        record = record_of(exchange)
        if exchange.method != operation.partition(" ")[0] or not record:
            return
        attributes = record["attributes"]
        who = self.samples.people.get(str(attributes.get("participant_id", record["id"])))
        if route.does is OperationKind.DECLARE:
            self._learn_declaration(record, exchange)
        elif route.does is OperationKind.VOID and who:
            who.declared.pop(str(attributes.get("declaration_type")), None)
        elif route.does in (OperationKind.ACT, OperationKind.SHOW_PARTICIPANT) and who:
            who.training = attributes.get("training_status", who.training)
            who.schedule = attributes.get("schedule_identifier", who.schedule)

    def _learn_declaration(self, record: dict[str, Json], exchange: Exchange) -> None:
        kind, id_ = str(record["attributes"].get("declaration_type")), str(record["id"])
        self.kinds[kind] += 1
        self.owners[id_] = str(record["attributes"].get("participant_id"))
        who = self.samples.people.get(self.owners[id_])
        if who:
            who.declared[kind] = id_
        if id_ not in {known for _, known in self.declared}:
            self.declared.append((exchange.sent_headers.get(SERVER_DATE.lower(), ""), id_))


def _object(value: Json) -> dict[str, Json]:
    """Return an object, an empty one for whatever is none."""
    return value if isinstance(value, dict) else {}


def _is_number(value: Json) -> bool:
    """Return whether a value is a whole number from 1 up, written as one or not."""
    return str(value).isdecimal() and int(value) > 0


def _is_id(value: Json) -> bool:
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
