"""Participants found through the target's own lists, for targets without provider states."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import Exchange
from ecf_conformance.listing import Record, data_of, is_record, records
from ecf_conformance.participants import COURSES, STANDING, Ask, NobodyFound, Participant, Wanted
from ecf_conformance.v1.listed_people import (
    LISTED_STATES,
    SECOND_OF_ONE_TRN,
    ListedPerson,
    fits,
    listed_people,
)
from ecf_conformance.v1.provider import NOW
from ecf_conformance.v1.schedules import SEPTEMBER

_TRIES = 4
_TO_VOID = (*STANDING, "ineligible")


class Discovery:
    """Looks for whom the lists show with nothing declared, and moves them to the schedule wanted.

    Each is lent to one scenario at a time; who comes back changed for good is not lent again.
    Whom another provider has too (`other_token`) is left alone: what it declared takes places.
    """

    def __init__(self, ask: Ask, url: str, token: str, other_token: str | None = None) -> None:
        self._ask = ask
        self._api = f"{url}/api/v1"
        self._headers = bearer(token)
        self._other_headers = bearer(other_token) if other_token else None
        self._lock = threading.Lock()
        self._free: list[ListedPerson] = []
        self._cohorts: set[str] = set()
        self._touched: set[str] = set()
        self._lent: dict[str, list[ListedPerson]] = {}

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        if wanted.state is not None and wanted.state not in LISTED_STATES:
            raise NobodyFound(f"{wanted.name} takes a provider state (--states)")
        schedule = wanted.schedule or (SEPTEMBER if wanted.state else None)
        passed_over: list[ListedPerson] = []
        try:
            while len(passed_over) < _TRIES and (found := self._take(wanted, schedule)):
                declared = self._declarations(found.id)
                if any(each["attributes"]["state"] in _TO_VOID for each in declared):
                    continue
                if declared and wanted.untouched:
                    self._give_back([found], touched=True)
                    continue
                if not self._is_on(found, schedule, headers):
                    passed_over.append(found)
                elif lent := self._lent_for(found, wanted, headers):
                    self._lent[found.id] = lent
                    return Participant(found.id, wanted.kind, schedule or _schedule_of(found))
        finally:
            self._give_back(passed_over)
        raise NobodyFound(f"the target's lists have nobody left to be {wanted}")

    def arrange(
        self,
        state: str,
        params: Mapping[str, str],  # noqa: ARG002  # the Protocol's argument
        headers: Mapping[str, str],  # noqa: ARG002  # the Protocol's argument
    ) -> Mapping[str, Any]:
        raise NobodyFound(f"{state} takes a provider state (--states)")

    def release(self, participant: Participant, *, again: bool = True) -> None:
        """Void what was declared; whoever is as they were before can be lent again."""
        for lent in self._lent.pop(participant.id, []):
            declared = self._declarations(lent.id)
            for each in declared:
                if each["attributes"]["state"] in _TO_VOID:
                    self._send("PUT", f"/participant-declarations/{each['id']}/void")
            record = data_of(self._send("GET", f"/participants/ecf/{lent.id}"))
            if is_record(record):
                now = replace(lent, attributes=record["attributes"])
                if again and _standing_of(now) == _standing_of(lent):
                    self._give_back([now], touched=bool(declared))

    def _give_back(self, people: list[ListedPerson], *, touched: bool = False) -> None:
        with self._lock:
            self._touched |= {each.id for each in people if touched}
            self._free = [*self._free, *people]

    def _take(self, wanted: Wanted, schedule: str | None) -> ListedPerson | None:
        """Take somebody out of the pool, those on the right schedule first."""
        with self._lock:
            if wanted.cohort not in self._cohorts:
                self._cohorts.add(wanted.cohort)
                self._free += self._pool(wanted.cohort)
            closed = self._touched if wanted.untouched else set()
            fitting = [each for each in self._free if each.id not in closed and fits(each, wanted)]
            fitting.sort(key=lambda each: _schedule_of(each) != schedule)
            if not fitting:
                return None
            self._free.remove(fitting[0])
            return fitting[0]

    def _pool(self, cohort: str) -> list[ListedPerson]:
        """Return those of a cohort, without whom another provider has.

        If that leaves nobody who can start, the target shows everybody to all, and is judged for
        that elsewhere.
        """
        shared: set[str] = set()
        if self._other_headers is not None:
            shared = {each["id"] for each in self._listed(self._other_headers, cohort)}
        people = listed_people(self._listed(self._headers, cohort))
        own = [each for each in people if each.id not in shared]
        return own if any(each.is_ready for each in own) else people

    def _listed(self, headers: Mapping[str, str], cohort: str) -> Iterator[Record]:
        params = {"filter[cohort]": cohort}
        found = records(self._ask, f"{self._api}/participants/ecf", headers, params)
        return (each for each in found if each["attributes"].get("cohort") == cohort)

    def _declarations(self, participant_id: str) -> list[Mapping[str, Any]]:
        params = {"filter[participant_id]": participant_id}
        listed = data_of(self._send("GET", "/participant-declarations", params=params))
        found = listed if isinstance(listed, list) else []
        return [each for each in found if isinstance(each, dict) and "state" in each["attributes"]]

    def _lent_for(
        self, person: ListedPerson, wanted: Wanted, headers: Mapping[str, str]
    ) -> list[ListedPerson]:
        """Return who is to be let go together, nobody if the state cannot be brought about."""
        if wanted.state != SECOND_OF_ONE_TRN:
            return [person]
        first, declared = self._take_by_id(person.sharers[0]), self._declarations(person.sharers[0])
        found = [each["attributes"] for each in declared]
        standing = [each for each in found if each["state"] in _TO_VOID]
        if [each.get("declaration_type") for each in standing] == ["started"]:
            return [person] if standing[0]["state"] in STANDING else []
        ready = first is not None and not standing and first.is_in(SECOND_OF_ONE_TRN)
        return [person, first] if first and ready and self._declares(first, headers) else []

    def _take_by_id(self, id_: str) -> ListedPerson | None:
        with self._lock:
            found = next((each for each in self._free if each.id == id_), None)
            if found is not None:
                self._free.remove(found)
            return found

    def _declares(self, first: ListedPerson, headers: Mapping[str, str]) -> bool:
        """Declare the start of the first of two with one TRN, to be voided afterwards."""
        if not self._is_on(first, SEPTEMBER, headers):
            return False
        said = {
            "participant_id": first.id,
            "declaration_type": "started",
            "declaration_date": NOW,
            "course_identifier": COURSES["ect"],
        }
        body = {"data": {"type": "participant-declaration", "attributes": said}}
        return self._send("POST", "/participant-declarations", headers, json=body).status == 200

    def _is_on(
        self, person: ListedPerson, schedule: str | None, headers: Mapping[str, str]
    ) -> bool:
        if schedule in (None, _schedule_of(person)):
            return True
        said = {
            "course_identifier": COURSES[person.attributes["participant_type"]],
            "schedule_identifier": schedule,
            "cohort": person.attributes["cohort"],
        }
        body = {"data": {"type": "participant-change-schedule", "attributes": said}}
        path = f"/participants/ecf/{person.id}/change-schedule"
        return self._send("PUT", path, headers, json=body).status == 200

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **said: Any,  # noqa: ANN401  # as the connection takes it
    ) -> Exchange:
        return self._ask(method, self._api + path, {**self._headers, **(headers or {})}, **said)


def _schedule_of(person: ListedPerson) -> str:
    return str(person.attributes.get("schedule_identifier"))


def _standing_of(person: ListedPerson) -> tuple[object, object]:
    """Return how school and provider have somebody."""
    return person.attributes.get("status"), person.attributes.get("training_status")
