"""Two small implementations of API v3, not ours: one refuses every write, one accepts it."""

import json
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from tests.conformance.real_service import read, send_whole
from tests.conformance.strangers import Answer, _id, _page

_JSON = b"application/json; charset=utf-8"
_NOT_FOUND = (
    404,
    {"errors": [{"title": "Resource not found", "detail": "Nothing could be found for it"}]},
)
_REFUSED = (422, {"errors": [{"title": "participant_id", "detail": "No."}]})
_STATUSES = {"defer": "deferred", "resume": "active", "withdraw": "withdrawn"}
_BEGUN = "2026-06-01T09:00:00Z"
_PARTNER, _RECORD = _id("b", 1), _id("e", 1)
_MOMENTS = {"created_at": _BEGUN, "updated_at": _BEGUN}


class Stranger:
    """An ASGI app with people in memory, who asks nobody for a token.

    It reads well and writes blindly: it either `accepts` whatever it is told, or refuses it.
    """

    def __init__(self, *, accepts: bool, people: int = 600) -> None:
        self.accepts = accepts
        self._serial = count(1)
        kinds = ("ect", "mentor")
        self.held: dict[str, dict[str, Any]] = {
            "participants": {_id("a", n): _person(kinds[n % 2]) for n in range(people)},
            "participant-declarations": {},
            "partnerships": {},
            "schools": {_id("c", n): _school(n) for n in range(40)},
            "delivery-partners": {_PARTNER: {"name": "Hub", **_MOMENTS, "cohort": ["2026"]}},
            "statements": {},
            "unfunded-mentors": {},
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = await read(receive)
        now = dict(scope["headers"]).get(b"x-with-server-date", b"2026-11-25T09:00:00Z").decode()
        parts = scope["path"].removeprefix("/api/v3/").split("/")
        if scope["method"] in ("GET", "HEAD"):
            status, answer = self.read(parts, parse_qs(scope["query_string"].decode()))
        else:
            status, answer = self.write(parts, body, now) if self.accepts else _REFUSED
        text = json.dumps(answer).encode()
        await send_whole(send, status, [(b"content-type", _JSON)], text)

    def read(self, parts: list[str], query: dict[str, list[str]]) -> Answer:
        """Answer a list or a record."""
        held = self.held.get(parts[0])
        if held is None or len(parts) > 2:
            return _NOT_FOUND
        if len(parts) == 2:
            return self._one(parts[0], parts[1])
        kind = parts[0].removesuffix("s")
        found = [{"id": id_, "type": kind, "attributes": it} for id_, it in held.items()]
        wanted = query.get("filter[participant_id]", [None])[0]
        mine = [it for it in found if wanted in (None, it["attributes"].get("participant_id"))]
        return 200, {"data": _page(mine, query)}

    def write(self, parts: list[str], body: bytes, now: str) -> Answer:
        """Do as told, whatever it is."""
        said = _said(body)
        if parts == ["participant-declarations"]:
            return self._made(parts[0], "d", _declaration(said, now))
        if parts == ["partnerships"]:
            return self._made(parts[0], "f", {**said, **_MOMENTS})
        if parts[0] == "participant-declarations":
            known = self.held[parts[0]].setdefault(parts[1], _declaration({}, now))
            known.update(state="voided", statement_id=None, updated_at=now)
            return self._one(*parts[:2])
        if parts[0] == "participants" and len(parts) == 3:
            known = self.held[parts[0]].setdefault(parts[1], _person("ect"))
            enrolment = known["ecf_enrolments"][0]
            status = _STATUSES.get(parts[2], enrolment["training_status"])
            enrolment.update(training_status=status)
            known.update(updated_at=now)
            if isinstance(said.get("schedule_identifier"), str):
                enrolment.update(schedule_identifier=said["schedule_identifier"])
            return self._one(*parts[:2])
        return 200, {"data": {}}

    def _made(self, path: str, letter: str, record: dict[str, Any]) -> Answer:
        id_ = _id(letter, next(self._serial))
        self.held[path][id_] = record
        return self._one(path, id_)

    def _one(self, path: str, id_: str) -> Answer:
        known = self.held[path].get(id_)
        if known is None:
            return _NOT_FOUND
        return 200, {"data": {"id": id_, "type": path.removesuffix("s"), "attributes": known}}


def _said(body: bytes) -> dict[str, Any]:
    """Return the attributes of a body, none of one that has none."""
    try:
        said = json.loads(body)["data"]["attributes"]
    except (ValueError, KeyError, TypeError):
        return {}
    return said if isinstance(said, dict) else {}


def _person(kind: str) -> dict[str, Any]:
    no = ("mentor_id", "withdrawal", "deferral", "induction_end_date", "mentor_funding_end_date")
    enrolment = {
        "training_record_id": _RECORD,
        "email": "ada@example.com",
        "school_urn": "900000",
        "participant_type": kind,
        "cohort": "2026",
        "training_status": "active",
        "participant_status": "active",
        "eligible_for_funding": True,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
        "schedule_identifier": "ecf-standard-september",
        "delivery_partner_id": _PARTNER,
        "created_at": _BEGUN,
        **dict.fromkeys(no),
    }
    return {
        "full_name": "Ada Okoro",
        "teacher_reference_number": "1234567",
        "updated_at": _BEGUN,
        "ecf_enrolments": [enrolment],
        "participant_id_changes": [],
    }


def _school(number: int) -> dict[str, Any]:
    return {
        "name": "Quillfield School",
        "urn": str(900000 + number),
        "cohort": "2026",
        "in_partnership": False,
        "induction_programme_choice": "not_yet_known",
        "expression_of_interest": False,
        "induction_tutor_name": None,
        "induction_tutor_email": None,
        **_MOMENTS,
    }


def _declaration(said: dict[str, Any], now: str) -> dict[str, Any]:
    names = ("participant_id", "declaration_type", "course_identifier", "declaration_date")
    return {
        **{name: said.get(name) for name in names},
        "mentor_id": None,
        "state": "eligible",
        "updated_at": now,
        "created_at": now,
        "delivery_partner_id": _PARTNER,
        "statement_id": None,
        "clawback_statement_id": None,
        "ineligible_for_funding_reason": None,
        "uplift_paid": False,
        "evidence_held": said.get("evidence_held"),
        "lead_provider_name": "Stranger",
    }
