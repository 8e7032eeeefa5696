"""Guides generated requests to API v3: ids that exist, dates that count, pairs that may be."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from schemathesis import Case

from ecf_conformance.exchange import Exchange
from ecf_conformance.fuzzing import guide
from ecf_conformance.fuzzing.checks import records_of
from ecf_conformance.fuzzing.guide import (
    DATE,
    LONG_AGO,
    PAGES,
    REASONS,
    as_object,
    is_id,
    is_number,
    record_of,
)
from ecf_conformance.fuzzing.sample_data import SampleParticipant
from ecf_conformance.moments import DAY, parse, wire
from ecf_conformance.v3.cases import is_for, may_declare
from ecf_conformance.v3.fuzzing.known_records import KnownRecords
from ecf_conformance.v3.fuzzing.operation_kinds import (
    LIST_OF,
    LISTED_AT,
    OF_A_COHORT,
    OperationKind,
    Route,
    route_of,
)
from ecf_conformance.v3.provider import COHORT, NOW
from ecf_conformance.v3.schedules import TYPES, evidence, milestones, schedule_names

Json = Any

_QUERIES: tuple[dict[str, Json], ...] = (
    {"filter": {"updated_since": LONG_AGO}},
    {"page": {"page": 1, "per_page": 10**30}},
    {"page": {"page": 10**30}},
    {"filter": {"cohort": COHORT}},
    {"sort": "-updated_at"},
    {"sort": "created_at"},
)
_IDS = {
    "participant_id": OperationKind.LIST_PARTICIPANTS,
    "delivery_partner_id": OperationKind.LIST_DELIVERY_PARTNERS,
}


@dataclass(slots=True)
class Guide(guide.Guide):
    """Knows the provider's records of API v3, and learns from every answer.

    `owners` are the participants of declarations by id. `moments` are the latest at which
    something happened to somebody: what follows comes later, days later where it must.
    """

    known: KnownRecords = field(kw_only=True)
    owners: dict[str, str] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    made: int = 0
    """How many records were asked to be made: each a minute later, so that lists have an order."""

    # Before a request

    def guide(self, case: Case[Any]) -> None:
        label = case.operation.label
        if case.method.upper() != label.partition(" ")[0]:
            return
        route = route_of(label)
        if route.does in OF_A_COHORT:
            self._put_cohort(case)
        if route.does in LISTED_AT:
            self._guide_query(case)
        elif route.does is OperationKind.DECLARE:
            self._guide_declaration(case)
        elif route.does is OperationKind.ACT:
            self._guide_action(case, route)
        elif route.does is OperationKind.PARTNER:
            self._guide_partnership(case)
        elif route.does is OperationKind.CHANGE_PARTNERSHIP:
            self._guide_change(case, route)
        elif route.does in LIST_OF:
            self.put_id(case, route.id, self._id_for(route))

    def _guide_declaration(self, case: Case[Any]) -> None:
        is_odd = self.is_left_odd(case.operation.label) and len(self.kinds) == len(TYPES)
        if is_odd or not self.is_valid(case):
            self.put_participant(case, self.samples.anybody())
            return
        kind = next((each for each in TYPES if not self.kinds[each]), None)
        kind = kind or self.random.choice(TYPES)
        who = self.samples.one(lambda it: _may_declare(it, kind))
        if who is None:
            return
        dated = _date_of(kind, who)
        if dated is None:
            return
        held = evidence(who.participant.kind, kind, _cohort(who))
        said = {
            "participant_id": who.id,
            "declaration_type": kind,
            "declaration_date": wire(dated),
            "course_identifier": who.participant.course,
            "evidence_held": held or "other",
        }
        self.put_body(case, "participant-declaration", said)
        self.put_moment(case, max(dated, self._latest(who), self._next_minute()))

    def _guide_action(self, case: Case[Any], route: Route) -> None:
        is_odd = self.is_left_odd(case.operation.label)
        who = self.samples.anybody() if is_odd else self._subject(route.action)
        self.put_id(case, route.id, who.id if who else None)
        if who is None or is_odd or not self.is_valid(case):
            self.put_participant(case, who)
            return
        said: dict[str, Json] = {"course_identifier": who.participant.course}
        if route.action in REASONS:
            said["reason"] = REASONS[route.action]
        if route.action == "change-schedule":
            said |= {"schedule_identifier": self._other_schedule(who), "cohort": _cohort(who)}
        self.put_body(case, f"participant-{route.action}", said)
        # One day between (V3-ACT-18); days of their own, so that nobody starts today.
        self.put_moment(case, self._latest(who) + self.random.randrange(2, 4) * DAY)

    def _guide_partnership(self, case: Case[Any]) -> None:
        if self.is_left_odd(case.operation.label) or not self.is_valid(case):
            return
        partner, school = self.known.linked_in(COHORT), self.known.free_school()
        if partner and school:
            said = {"cohort": COHORT, "school_id": school, "delivery_partner_id": partner}
            self.put_body(case, "partnership", said)
            self.put_moment(case, self._next_minute())

    def _guide_change(self, case: Case[Any], route: Route) -> None:
        found = self.known.changeable()
        known = found[0] if found else self.known.any_of(OperationKind.LIST_PARTNERSHIPS)
        self.put_id(case, route.id, known)
        if found and not self.is_left_odd(case.operation.label) and self.is_valid(case):
            self.put_body(case, "partnership", {"delivery_partner_id": found[1]})
            self.put_moment(case, parse(NOW))

    def _put_cohort(self, case: Case[Any]) -> None:
        """Let a school be asked for in a cohort that there is, mostly."""
        filters = as_object(case.query.get("filter")) if case.query else {}
        if isinstance(filters.get("cohort"), str) and self.random.randrange(4):
            case.query["filter"] = {**filters, "cohort": COHORT}

    def _guide_query(self, case: Case[Any]) -> None:
        """Let filters find something, and pages be where code breaks: far away, and very long."""
        query: dict[str, Json] = case.query
        if not query and self.random.randrange(2):
            query.update(self.random.choice(_QUERIES))
        if isinstance(query.get("filter"), dict):
            query["filter"] = self._filters(query["filter"])
        page = as_object(query.get("page"))
        if is_number(page.get("page")):
            query["page"] = {**page, "page": self.random.choice(PAGES)}

    def _filters(self, given: dict[str, Json]) -> dict[str, Json]:
        found = dict(given)
        for name, kind in _IDS.items():
            if is_id(found.get(name)) and (known := self.known.any_of(kind)):
                found[name] = known
        if "updated_since" in found and DATE.fullmatch(str(found["updated_since"])):
            found["updated_since"] = self.random.choice((LONG_AGO, NOW))
        if isinstance(found.get("cohort"), str) and self.random.randrange(2):
            found["cohort"] = COHORT
        return found

    def _subject(self, action: str) -> SampleParticipant | None:
        """Return for whom an action can be taken."""
        if action == "resume":
            return self.samples.one(lambda it: it.training != "active")
        if action == "change-schedule":
            return self.samples.one(lambda it: it.training == "active" and not _completed(it))
        if action == "defer":
            return self.samples.one(lambda it: it.training == "active")
        return self._to_withdraw()

    def _to_withdraw(self) -> SampleParticipant | None:
        """Return somebody to be withdrawn; not too many, so that others are left."""
        gone = sum(it.training == "withdrawn" for it in self.samples.people.values())
        if gone > len(self.samples.people) // 3:
            return self.samples.one(lambda it: it.training == "withdrawn")
        return self.samples.one(lambda it: it.training != "withdrawn")

    def _other_schedule(self, who: SampleParticipant) -> str:
        kind = who.participant.kind
        names = [each for each in schedule_names(_cohort(who)) if is_for(kind, each)]
        return self.random.choice([each for each in names if each != who.schedule])

    def _next_minute(self) -> datetime:
        self.made += 1
        return parse(NOW) + timedelta(minutes=self.made)

    def _latest(self, who: SampleParticipant) -> datetime:
        return self.moments.get(who.id, parse(NOW))

    def _id_for(self, route: Route) -> str | None:
        if route.does is OperationKind.VOID:
            standing = [id_ for it in self.samples.people.values() for id_ in it.declared.values()]
            if standing:
                return self.random.choice(standing)
        if route.does is OperationKind.SHOW_PARTICIPANT and (who := self.samples.anybody()):
            return who.id
        return self.known.any_of(LIST_OF[route.does])

    # After an answer

    def learn(self, operation: str, exchange: Exchange) -> None:
        if not 200 <= exchange.status < 300:
            return
        self.reached[operation] += 1
        if exchange.method != operation.partition(" ")[0]:
            return
        route = route_of(operation)
        if route.does in LISTED_AT or route.does in LIST_OF:
            self.known.learn(LIST_OF.get(route.does, route.does), records_of(exchange))
        record = record_of(exchange)
        if record is None:
            return
        attributes = record["attributes"]
        who = self.samples.people.get(str(attributes.get("participant_id", record["id"])))
        if route.does is OperationKind.DECLARE:
            self._learn_declaration(record, who)
        elif route.does is OperationKind.VOID and who:
            who.declared.pop(str(attributes.get("declaration_type")), None)
        elif route.does is OperationKind.ACT and who:
            self._learn_enrolment(attributes, who, exchange)

    def _learn_declaration(self, record: dict[str, Json], who: SampleParticipant | None) -> None:
        kind, id_ = str(record["attributes"].get("declaration_type")), str(record["id"])
        self.kinds[kind] += 1
        self.owners[id_] = str(record["attributes"].get("participant_id"))
        if who:
            who.declared[kind] = id_

    def _learn_enrolment(
        self, attributes: dict[str, Json], who: SampleParticipant, exchange: Exchange
    ) -> None:
        for each in attributes.get("ecf_enrolments") or ():
            if as_object(each).get("participant_type") == who.participant.kind:
                who.training = str(each.get("training_status", who.training))
                who.schedule = str(each.get("schedule_identifier", who.schedule))
        self.moments[who.id] = max(self._latest(who), _moment_of(exchange))


def _moment_of(exchange: Exchange) -> datetime:
    said = exchange.sent_headers.get("x-with-server-date", "")
    try:
        found = datetime.fromisoformat(said.upper())
    except ValueError:
        return parse(NOW)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _cohort(who: SampleParticipant) -> str:
    return str(who.participant.state_values.get("cohort") or COHORT)


def _completed(who: SampleParticipant) -> bool:
    return who.participant.kind == "mentor" and "completed" in who.declared


def _may_declare(who: SampleParticipant, kind: str) -> bool:
    return (
        who.training != "withdrawn"
        and kind not in who.declared
        and may_declare(who.participant.kind, kind, _cohort(who))
        and _date_of(kind, who) is not None
    )


def _date_of(kind: str, who: SampleParticipant) -> datetime | None:
    """Return a date for a declaration that is in sequence with those of other types, if any is.

    Where milestones have no end, all types begin on one day (V3-DECL-7, V3-DECL-11).
    """
    for each in milestones():
        wanted = (_cohort(who), who.schedule, kind)
        if (each.cohort, each.schedule, each.declaration_type) == wanted:
            if each.last_day is not None:
                return each.middle
            return each.opens + timedelta(days=10, hours=TYPES.index(kind))
    return None
