"""Participants, schools and delivery partners found through a target's own lists of API v3."""

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from ecf_conformance.connection import bearer
from ecf_conformance.listing import Record, data_of, is_record, records
from ecf_conformance.participants import STANDING, Ask, NobodyFound, Participant, Wanted

_TRIES = 4


class Discovery:
    """Lends active participants with nothing declared, each to one scenario at a time.

    Nobody is moved to another schedule: what a target keeps cannot be put back in one request.
    Lists do not show when training began, and who began today cannot be deferred (V3-ACT-18).
    All that begins training moves `updated_at`: so who changed longest ago comes first, and
    whoever has changed while lent is not lent again.
    Whom another provider has too (`other_token`) is left alone: what it declared takes places.
    """

    def __init__(self, ask: Ask, url: str, token: str, other_token: str | None = None) -> None:
        self._ask = ask
        self._api = f"{url}/api/v3"
        self._headers = bearer(token)
        self._other_headers = bearer(other_token) if other_token else None
        self._lock = threading.Lock()
        self._free: list[Record] = []
        self._lent: dict[str, tuple[Record, Mapping[str, str]]] = {}
        self._cohorts: set[str] = set()
        self._touched: set[str] = set()
        self._schools: dict[str, list[Record]] = {}

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        if wanted.state is not None:
            raise NobodyFound(f"{wanted.name} takes a provider state (--states)")
        for _ in range(_TRIES):
            found = self._take(wanted, headers)
            if found is None:
                break
            declared = self._declarations(found["id"], headers)
            if any(each["attributes"].get("state") in STANDING for each in declared):
                continue
            if declared and wanted.untouched:
                self._give_back(found, touched=True)
                continue
            enrolment = _enrolment(found, wanted.kind)
            assert enrolment, "nobody else is taken"
            schedule = str(enrolment["schedule_identifier"])
            return Participant(found["id"], wanted.kind, schedule, enrolment)
        raise NobodyFound(f"the target's lists have nobody left to be {wanted}")

    def arrange(
        self, state: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        cohort = params.get("cohort", "2026")
        if state == "a school without partnership":
            return {"school_id": self._school(cohort, headers)["id"], "cohort": cohort}
        if state == "a delivery partner":
            return {"delivery_partner_id": self._delivery_partner(cohort)["id"], "cohort": cohort}
        raise NobodyFound(f"{state} takes a provider state (--states)")

    def release(self, participant: Participant) -> None:
        """Void what was declared; whoever is still active can be lent again."""
        declared = self._declarations(participant.id, {})
        for each in declared:
            if each["attributes"].get("state") in STANDING:
                path = f"{self._api}/participant-declarations/{each['id']}/void"
                self._ask("PUT", path, self._headers)
        path = f"{self._api}/participants/{participant.id}"
        before, moment = self._lent.pop(participant.id)
        record = data_of(self._ask("GET", path, {**self._headers, **moment}))
        if is_record(record) and _changed_at(record) == _changed_at(before):
            self._give_back(before, touched=bool(declared))

    def _give_back(self, record: Record, *, touched: bool = False) -> None:
        with self._lock:
            if touched:
                self._touched.add(record["id"])
            self._free.append(record)

    def _take(self, wanted: Wanted, headers: Mapping[str, str]) -> Record | None:
        with self._lock:
            if wanted.cohort not in self._cohorts:
                self._cohorts.add(wanted.cohort)
                self._free = sorted(
                    [*self._free, *self._pool(wanted.cohort, headers)], key=_changed_at
                )
            for each in self._free:
                if _fits(each, wanted, self._touched if wanted.untouched else ()):
                    self._free.remove(each)
                    self._lent[each["id"]] = each, headers
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

    def _school(self, cohort: str, headers: Mapping[str, str]) -> Record:
        """Take a school that no provider has a partnership with in a cohort."""
        with self._lock:
            if cohort not in self._schools:
                params = {"filter[cohort]": cohort}
                sent = {**self._headers, **headers}
                listed = records(self._ask, f"{self._api}/schools", sent, params)
                self._schools[cohort] = [each for each in listed if _is_unpartnered(each)]
            if self._schools[cohort]:
                return self._schools[cohort].pop()
        raise NobodyFound(f"the target lists no school without partnership for {cohort}")

    def _delivery_partner(self, cohort: str) -> Record:
        params = {"filter[cohort]": cohort}
        for each in records(self._ask, f"{self._api}/delivery-partners", self._headers, params):
            if cohort in each["attributes"].get("cohort", ()):
                return each
        raise NobodyFound(f"the target lists no delivery partner for {cohort}")

    def _declarations(self, participant_id: str, headers: Mapping[str, str]) -> list[Record]:
        params = {"filter[participant_id]": participant_id}
        sent = {**self._headers, **headers}
        return list(records(self._ask, f"{self._api}/participant-declarations", sent, params))


def _enrolment(record: Record, kind: str) -> Mapping[str, Any] | None:
    enrolments = record["attributes"].get("ecf_enrolments") or ()
    return next((each for each in enrolments if each.get("participant_type") == kind), None)


def _changed_at(record: Record) -> str:
    return str(record["attributes"].get("updated_at"))


def _is_active(record: Record, kind: str) -> bool:
    enrolment = _enrolment(record, kind) or {}
    statuses = enrolment.get("training_status"), enrolment.get("participant_status")
    return statuses == ("active", "active")


def _fits(record: Record, wanted: Wanted, closed: Iterable[str]) -> bool:
    enrolment = _enrolment(record, wanted.kind) or {}
    return (
        record["id"] not in closed
        and _is_active(record, wanted.kind)
        and enrolment.get("eligible_for_funding") is True
        and enrolment.get("cohort") == wanted.cohort
        and wanted.schedule in (None, enrolment.get("schedule_identifier"))
    )


def _is_unpartnered(school: Record) -> bool:
    attributes = school["attributes"]
    led = attributes.get("induction_programme_choice") == "school_led"
    return attributes.get("in_partnership") is False and not led
