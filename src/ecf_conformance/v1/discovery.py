"""Participants found through the target's own lists, for targets without provider states."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import Exchange
from ecf_conformance.participants import COURSES, STANDING, Ask, NobodyFound, Participant, Wanted

_PAGE = 3000
_PAGES = 100
_TRIES = 4


class Discovery:
    """Looks for active participants with nothing declared, and moves them to the schedule wanted.

    Each is lent to one scenario at a time; who comes back changed for good is not lent again.
    Whom another provider has too (`other_token`) is left alone: what it declared takes places.
    """

    def __init__(self, ask: Ask, url: str, token: str, other_token: str | None = None) -> None:
        self._ask = ask
        self._api = f"{url}/api/v1"
        self._headers = bearer(token)
        self._other_headers = bearer(other_token) if other_token else None
        self._lock = threading.Lock()
        self._free: list[Mapping[str, Any]] = []
        self._cohorts: set[str] = set()
        self._touched: set[str] = set()

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        if wanted.state is not None:
            raise NobodyFound(f"{wanted.name} takes a provider state (--states)")
        passed_over: list[Mapping[str, Any]] = []
        try:
            while len(passed_over) < _TRIES and (found := self._take(wanted)) is not None:
                declared = self._declarations(found["id"])
                if any(each["attributes"]["state"] in STANDING for each in declared):
                    continue
                if declared and wanted.untouched:
                    self._give_back([found], touched=True)
                    continue
                if self._is_on(found, wanted, headers):
                    schedule = wanted.schedule or found["attributes"]["schedule_identifier"]
                    return Participant(found["id"], wanted.kind, schedule)
                passed_over.append(found)
        finally:
            self._give_back(passed_over)
        raise NobodyFound(f"the target's lists have nobody left to be {wanted}")

    def release(self, participant: Participant) -> None:
        """Void what was declared; whoever is still active can be lent again."""
        declared = self._declarations(participant.id)
        for each in declared:
            if each["attributes"]["state"] in STANDING:
                self._send("PUT", f"/participant-declarations/{each['id']}/void")
        answer = self._send("GET", f"/participants/ecf/{participant.id}")
        record = _data(answer)
        if isinstance(record, dict) and _is_record(record) and _is_active(record):
            self._give_back([record], touched=bool(declared))

    def _give_back(self, records: list[Mapping[str, Any]], *, touched: bool = False) -> None:
        with self._lock:
            self._touched |= {each["id"] for each in records if touched}
            self._free = [*self._free, *records]

    def _take(self, wanted: Wanted) -> Mapping[str, Any] | None:
        """Take somebody out of the pool, those on the right schedule first."""
        with self._lock:
            if wanted.cohort not in self._cohorts:
                self._cohorts.add(wanted.cohort)
                self._free += self._pool(wanted.cohort)
            closed = self._touched if wanted.untouched else set()
            fitting = [each for each in self._free if _fits(each, wanted, closed)]
            fitting.sort(
                key=lambda each: each["attributes"]["schedule_identifier"] != wanted.schedule
            )
            if not fitting:
                return None
            self._free.remove(fitting[0])
            return fitting[0]

    def _pool(self, cohort: str) -> list[Mapping[str, Any]]:
        """Return those of a cohort who can start and be paid, without whom another provider has.

        If that leaves nobody, the target shows everybody to all, and is judged for that elsewhere.
        """
        shared: set[str] = set()
        if self._other_headers is not None:
            shared = {each["id"] for each in self._listed(self._other_headers, cohort)}
        ready = _ready(self._listed(self._headers, cohort))
        return [each for each in ready if each["id"] not in shared] or ready

    def _listed(self, headers: Mapping[str, str], cohort: str) -> Iterator[Mapping[str, Any]]:
        """Yield a cohort, until a page has nobody new; a page may be smaller than asked."""
        seen: set[str] = set()
        for page in range(1, _PAGES + 1):
            params = {"page[page]": str(page), "page[per_page]": str(_PAGE)}
            params["filter[cohort]"] = cohort
            listed = _data(self._send("GET", "/participants/ecf", headers, params=params))
            found = listed if isinstance(listed, list) else []
            new = [each for each in found if _is_record(each) and each["id"] not in seen]
            seen |= {each["id"] for each in new}
            yield from (each for each in new if each["attributes"].get("cohort") == cohort)
            if not new:
                return

    def _declarations(self, participant_id: str) -> list[Mapping[str, Any]]:
        params = {"filter[participant_id]": participant_id}
        listed = _data(self._send("GET", "/participant-declarations", params=params))
        found = listed if isinstance(listed, list) else []
        return [each for each in found if isinstance(each, dict) and "state" in each["attributes"]]

    def _is_on(self, record: Mapping[str, Any], wanted: Wanted, headers: Mapping[str, str]) -> bool:
        held = record["attributes"]["schedule_identifier"]
        if wanted.schedule in (None, held):
            return True
        said = {
            "course_identifier": COURSES[wanted.kind],
            "schedule_identifier": wanted.schedule,
            "cohort": wanted.cohort,
        }
        body = {"data": {"type": "participant-change-schedule", "attributes": said}}
        path = f"/participants/ecf/{record['id']}/change-schedule"
        return self._send("PUT", path, headers, json=body).status == 200

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **said: Any,  # noqa: ANN401  # as the connection takes it
    ) -> Exchange:
        return self._ask(method, self._api + path, {**self._headers, **(headers or {})}, **said)


def _data(answer: Exchange) -> object:
    if answer.status != 200:
        return None
    try:
        found = answer.json()
    except AssertionError:
        return None
    return found.get("data") if isinstance(found, dict) else None


def _is_record(each: object) -> bool:
    known = isinstance(each, dict) and isinstance(each.get("attributes"), dict)
    return known and {"id"} <= each.keys()  # type: ignore[attr-defined]  # a dict, as was asked


def _is_active(record: Mapping[str, Any]) -> bool:
    attributes = record["attributes"]
    return (attributes.get("training_status"), attributes.get("status")) == ("active", "active")


def _ready(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return those who can start and be paid: active, eligible, and alone with their TRN."""
    known = list(records)
    trns = Counter(each["attributes"].get("teacher_reference_number") for each in known)
    trns.pop(None, None)
    return [
        each
        for each in known
        if _is_active(each)
        and each["attributes"].get("eligible_for_funding") is True
        and trns[each["attributes"].get("teacher_reference_number")] <= 1
    ]


def _fits(record: Mapping[str, Any], wanted: Wanted, closed: set[str]) -> bool:
    attributes = record["attributes"]
    return record["id"] not in closed and (
        attributes.get("participant_type"),
        attributes.get("cohort"),
    ) == (
        wanted.kind,
        wanted.cohort,
    )
