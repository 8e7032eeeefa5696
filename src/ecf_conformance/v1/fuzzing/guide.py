"""Guides generated requests to API v1: ids that exist, dates that count."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from schemathesis import Case

from ecf_conformance.exchange import SERVER_DATE, Exchange
from ecf_conformance.fuzzing import guide
from ecf_conformance.fuzzing.guide import (
    DATE,
    LONG_AGO,
    PAGES,
    REASONS,
    is_id,
    is_number,
    record_of,
)
from ecf_conformance.fuzzing.sample_data import SampleParticipant
from ecf_conformance.moments import wire
from ecf_conformance.v1.fuzzing.operation_kinds import OperationKind, Route, route_of
from ecf_conformance.v1.schedules import TYPES, milestone, schedule_names

Json = Any

_NOW = datetime(2021, 11, 25, 9, tzinfo=UTC)
_QUERIES: tuple[dict[str, Json], ...] = (
    {"filter[updated_since]": LONG_AGO},
    {"page[page]": 1, "page[per_page]": 10**30},
    {"page[page]": 10**30},
    {"filter[cohort]": "2021"},
)


@dataclass(slots=True)
class Guide(guide.Guide):
    """Knows the participants of API v1, by edition, and learns from every answer."""

    edition: str = "guidance"
    declared: list[tuple[str, str]] = field(default_factory=list)
    """Declarations in the order in which they were made: when, if that was said, and the id."""
    owners: dict[str, str] = field(default_factory=dict)
    """Of declarations: the participant of each."""

    # Before a request

    def guide(self, case: Case[Any]) -> None:
        """Replace an unknown id by a known one, and a valid body by one that the rules accept."""
        label = case.operation.label
        if case.method.upper() != label.partition(" ")[0]:
            return
        route = route_of(label)
        is_odd = self.is_left_odd(label)
        if route.does is OperationKind.DECLARE:
            self._guide_declaration(case, is_odd=is_odd and len(self.kinds) == len(TYPES))
        elif route.does is OperationKind.ACT:
            self._guide_action(case, route, is_odd=is_odd)
        elif route.does is OperationKind.SHOW_PARTICIPANT:
            somebody = self.samples.anybody() or self.samples.one(lambda _: True)
            self.put_id(case, route.id, somebody.id if somebody else None)
        elif route.does in (OperationKind.SHOW_DECLARATION, OperationKind.VOID):
            self.put_id(
                case, route.id, self._declaration(standing=route.does is OperationKind.VOID)
            )
        elif route.does in (OperationKind.LIST_PARTICIPANTS, OperationKind.LIST_DECLARATIONS):
            self._guide_query(case)

    def _guide_declaration(self, case: Case[Any], *, is_odd: bool) -> None:
        if is_odd or not self.is_valid(case):
            self.put_participant(case, self.samples.anybody())
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
        self.put_body(case, "participant-declaration", said)
        self.put_moment(case, dated)

    def _guide_action(self, case: Case[Any], route: Route, *, is_odd: bool) -> None:
        who = (
            self.samples.anybody() if is_odd else self.samples.one(self._fits(case.operation.label))
        )
        self.put_id(case, route.id, who.id if who else None)
        if who is None or is_odd or not self.is_valid(case):
            self.put_participant(case, who)
            return
        said = {"course_identifier": who.participant.course}
        if route.action in REASONS:
            said["reason"] = REASONS[route.action]
        if route.action == "change-schedule":
            said |= {"schedule_identifier": self._other_schedule(who), "cohort": "2021"}
        self.put_body(case, f"participant-{route.action}", said)
        self.put_moment(case, _NOW + timedelta(minutes=self.random.randrange(5 * 24 * 60)))

    def _guide_query(self, case: Case[Any]) -> None:
        """Let filters find somebody, and pages be where code breaks: far away, and very long."""
        query: dict[str, Json] = case.query
        if not query and self.random.randrange(2):
            query.update(self.random.choice(_QUERIES))
        who = self.samples.anybody()
        if who and is_id(query.get("filter[participant_id]")):
            query["filter[participant_id]"] = who.id
        if DATE.fullmatch(str(query.get("filter[updated_since]", "-"))):
            query["filter[updated_since]"] = LONG_AGO
        if "filter[cohort]" in query and self.random.randrange(2):
            query["filter[cohort]"] = "2021"
        if is_number(query.get("page[page]")):
            query["page[page]"] = self.random.choice(PAGES)

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
