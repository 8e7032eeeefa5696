"""Participants, schools and delivery partners found through a target's own lists of API v3."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import SERVER_DATE
from ecf_conformance.listing import Record, data_of, is_record, records
from ecf_conformance.participants import STANDING, Ask, NobodyFound, Participant, Wanted
from ecf_conformance.v3.listed_states import (
    OF_ANOTHER,
    OTHERS,
    PARTICIPANTS,
    ListedState,
    Params,
    enrolment_of,
)

_TRIES = 4
_COHORT = "2026"
_SUMMER_TIME = timedelta(hours=1)  # by which a day begins earlier in London
_BY_COHORT = ("/schools", "/partnerships", "/delivery-partners")


@dataclass(frozen=True, slots=True)
class _Loan:
    """Who is lent as they were, the moment, and the declarations that were there before."""

    record: Record
    moment: Mapping[str, str]
    declared: frozenset[str] = frozenset()


class Discovery:
    """Lends active participants with nothing declared, each to one scenario at a time.

    Nobody is moved to another schedule: what a target keeps cannot be put back in one request.
    Lists do not show when training began, and who began today cannot be deferred (V3-ACT-18).
    All that begins training moves `updated_at`: so who changed longest ago comes first, who
    changed today is left alone, and whoever has changed while lent is not lent again. Before them
    come those of whom something was declared and voided, so that the others stay untouched.
    Whom another provider has too (`other_token`) is left alone: what it declared takes places.
    Of provider states, those that lists can show are looked for there.
    """

    def __init__(self, ask: Ask, url: str, token: str, other_token: str | None = None) -> None:
        self._ask = ask
        self._api = f"{url}/api/v3"
        self._headers = bearer(token)
        self._other_headers = bearer(other_token) if other_token else None
        self._lock = threading.Lock()
        self._free: list[Record] = []
        self._lent: dict[str, _Loan] = {}
        self._cohorts: set[str] = set()
        self._known: set[str] = set()
        self._touched: set[str] = set()
        self._arranged: dict[tuple[str, str], list[Record]] = {}

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        if wanted.state is not None:
            return self._in_state(wanted, headers)
        for _ in range(_TRIES):
            found = self._take(wanted, headers)
            if found is None:
                break
            declared = self._declarations(found["id"], headers)
            if _stand(declared):
                continue
            if declared and wanted.untouched:
                self._give_back(found, touched=True)
                continue
            return _participant(found, wanted.kind)
        raise NobodyFound(f"the target's lists have nobody left to be {wanted}")

    def arrange(
        self, state: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        cohort = params.get("cohort", _COHORT)
        if state == OF_ANOTHER and self._other_headers is not None:
            return {"delivery_partner_id": self._partner_of_another(), "cohort": cohort}
        if state == OF_ANOTHER:
            raise NobodyFound(f"{state} takes a second provider's token, or a state (--states)")
        if state not in OTHERS:
            raise NobodyFound(f"{state} takes a provider state (--states)")
        found = self._take_arranged(state, cohort, headers)
        return {**OTHERS[state].values(found), "cohort": cohort}

    def release(self, participant: Participant, *, again: bool = True) -> None:
        """Void what was declared since; whoever is still active can be lent again."""
        loan = self._lent.pop(participant.id)
        declared = self._declarations(participant.id, {})
        for each in declared:
            if each["attributes"].get("state") in STANDING and each["id"] not in loan.declared:
                path = f"{self._api}/participant-declarations/{each['id']}/void"
                self._ask("PUT", path, self._headers)
        path = f"{self._api}/participants/{participant.id}"
        before = loan.record
        record = data_of(self._ask("GET", path, {**self._headers, **loan.moment}))
        is_ready = again and "ecf_enrolments" in before["attributes"] and not loan.declared
        if is_ready and is_record(record) and _changed_at(record) == _changed_at(before):
            self._give_back(before, touched=bool(declared))

    def _in_state(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        """Take somebody in a provider state that a list shows."""
        known = PARTICIPANTS.get(str(wanted.state))
        if known is None:
            raise NobodyFound(f"{wanted.name} takes a provider state (--states)")
        listed = [it for it in self._listed_in(known, {}, headers) if known.fits(it, wanted.params)]
        for each in sorted(self._placed(listed, known, headers), key=_changed_at):
            if not self._lend(each, headers):
                continue
            declared = self._declarations(each["id"], headers)
            if known.is_undeclared and _stand(declared):
                del self._lent[each["id"]]
                continue
            before = frozenset(str(it["id"]) for it in declared)
            self._lent[each["id"]] = _Loan(each, headers, before)
            return _participant(each, wanted.kind)
        raise NobodyFound(f"the target's lists have nobody left to be {wanted}")

    def _placed(
        self, listed: list[Record], known: ListedState, headers: Mapping[str, str]
    ) -> list[Record]:
        """Return those whose school has the partnership that a state asks for, or has none."""
        if not (year := known.partnered_in or known.unpartnered_in):
            return listed
        url, sent = f"{self._api}/partnerships", {**self._headers, **headers}
        made = records(self._ask, url, sent, {"filter[cohort]": year})
        partnered = {each["attributes"].get("urn") for each in made}
        wanted = bool(known.partnered_in)
        schools = {each["id"]: enrolment_of(each, "ect").get("school_urn") for each in listed}
        return [each for each in listed if (schools[each["id"]] in partnered) is wanted]

    def _lend(self, record: Record, headers: Mapping[str, str]) -> bool:
        """Lend somebody, unless they are lent already."""
        with self._lock:
            if record["id"] in self._lent:
                return False
            self._free = [each for each in self._free if each["id"] != record["id"]]
            self._lent[record["id"]] = _Loan(record, headers)
            return True

    def _give_back(self, record: Record, *, touched: bool = False) -> None:
        with self._lock:
            if touched:
                self._touched.add(record["id"])
            self._free.append(record)

    def _take(self, wanted: Wanted, headers: Mapping[str, str]) -> Record | None:
        with self._lock:
            if wanted.cohort not in self._cohorts:
                self._cohorts.add(wanted.cohort)
                pool = self._pool(wanted.cohort, headers)
                new = {each["id"]: each for each in pool if each["id"] not in self._known}
                self._known |= new.keys()
                self._free = sorted([*self._free, *new.values()], key=_changed_at)
            for each in sorted(self._free, key=lambda it: it["id"] not in self._touched):
                closed = self._touched if wanted.untouched else ()
                if _fits(each, wanted, closed) and _is_settled(each, headers):
                    self._free.remove(each)
                    self._lent[each["id"]] = _Loan(each, headers)
                    return each
        return None

    def _pool(self, cohort: str, headers: Mapping[str, str]) -> list[Record]:
        """Return a cohort at a moment, without whom another provider has too."""
        shared: set[str] = set()
        if self._other_headers is not None:
            theirs = {**self._other_headers, **headers}
            shared = {each["id"] for each in self._listed(theirs, cohort)}
        sent = {**self._headers, **headers}
        declared = self._declared(sent, cohort)
        mine = [each for each in self._listed(sent, cohort) if each["id"] not in declared]
        return [each for each in mine if each["id"] not in shared] or mine

    def _declared(self, headers: Mapping[str, str], cohort: str) -> set[str]:
        """Return for whom something stands in a cohort, by one list instead of many."""
        path, params = f"{self._api}/participant-declarations", {"filter[cohort]": cohort}
        return {
            str(each["attributes"].get("participant_id"))
            for each in records(self._ask, path, headers, params)
            if each["attributes"].get("state") in STANDING
        }

    def _listed(self, headers: Mapping[str, str], cohort: str) -> Iterable[Record]:
        params = {"filter[cohort]": cohort, "filter[training_status]": "active"}
        return records(self._ask, f"{self._api}/participants", headers, params)

    def _listed_in(
        self, state: ListedState, params: Params, headers: Mapping[str, str]
    ) -> Iterable[Record]:
        asked = {**state.filters}
        if state.path in _BY_COHORT:
            asked["filter[cohort]"] = params["cohort"]
        return records(self._ask, self._api + state.path, {**self._headers, **headers}, asked)

    def _take_arranged(self, state: str, cohort: str, headers: Mapping[str, str]) -> Record:
        """Take a record that is in a state about nobody, each once."""
        known, params = OTHERS[state], {"cohort": cohort}
        with self._lock:
            if (state, cohort) not in self._arranged:
                listed = self._listed_in(known, params, headers)
                self._arranged[state, cohort] = [it for it in listed if known.fits(it, params)]
            if found := self._arranged[state, cohort]:
                return found.pop() if known.path == "/schools" else found[0]
        raise NobodyFound(f"the target lists nothing left to be {state} in {cohort}")

    def _partner_of_another(self) -> str:
        """Return a delivery partner that another provider alone is linked to."""
        url = f"{self._api}/delivery-partners"
        mine = {each["id"] for each in records(self._ask, url, self._headers, {})}
        for each in records(self._ask, url, self._other_headers or {}, {}):
            if each["id"] not in mine:
                return str(each["id"])
        raise NobodyFound("both providers are linked to the same delivery partners")

    def _declarations(self, participant_id: str, headers: Mapping[str, str]) -> list[Record]:
        params = {"filter[participant_id]": participant_id}
        sent = {**self._headers, **headers}
        return list(records(self._ask, f"{self._api}/participant-declarations", sent, params))


def _stand(declared: Iterable[Record]) -> bool:
    return any(each["attributes"].get("state") in STANDING for each in declared)


def _participant(record: Record, kind: str) -> Participant:
    enrolment = enrolment_of(record, kind)
    return Participant(record["id"], kind, str(enrolment.get("schedule_identifier")), enrolment)


def _changed_at(record: Record) -> str:
    return str(record["attributes"].get("updated_at"))


def _is_settled(record: Record, headers: Mapping[str, str]) -> bool:
    """Return whether somebody changed before today, the day in London that a request is on.

    Where no header says the moment, whoever is listed is taken for settled.
    """
    try:
        now = datetime.fromisoformat(headers[SERVER_DATE])
        changed = datetime.fromisoformat(_changed_at(record))
        return (changed + _SUMMER_TIME).date() < now.date()
    except (KeyError, ValueError):
        return True


def _is_active(record: Record, kind: str) -> bool:
    enrolment = enrolment_of(record, kind)
    statuses = enrolment.get("training_status"), enrolment.get("participant_status")
    return statuses == ("active", "active")


def _fits(record: Record, wanted: Wanted, closed: Iterable[str]) -> bool:
    enrolment = enrolment_of(record, wanted.kind)
    return (
        record["id"] not in closed
        and _is_active(record, wanted.kind)
        and enrolment.get("eligible_for_funding") is True
        and enrolment.get("cohort") == wanted.cohort
        and wanted.schedule in (None, enrolment.get("schedule_identifier"))
    )
