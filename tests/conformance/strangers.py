"""Two small implementations that are not ours: one refuses every write, one accepts it."""

import json
import re
from itertools import count
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

JSON = b"application/vnd.api+json"
_RECORD = re.compile(r"/api/v1/participants(?:/ecf)?/([^/]+)(?:/([a-z-]+))?")
_DECLARED = re.compile(r"/api/v1/participant-declarations/([^/]+)(/void)?")
_NOT_FOUND = (404, {"error": "Resource not Found"})
_REFUSED = (422, {"errors": [{"title": "participant_id", "detail": "No."}]})
_TRAINING = {"defer": "deferred", "resume": "active", "withdraw": "withdrawn"}

Answer = tuple[int, Any]


class Stranger:
    """An ASGI app with people in memory, who asks nobody for a token.

    It reads well and writes blindly: it either `accepts` whatever it is told, or refuses it.
    """

    def __init__(self, *, accepts: bool, people: int = 1000) -> None:
        self.accepts = accepts
        self._serial = count(1)
        kinds = ("ect", "mentor")
        self.people = {_id("a", n): _person(kinds[n % 2]) for n in range(people)}
        self.declared: dict[str, dict[str, Any]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = dict(scope["headers"])
        now = headers.get(b"x-with-server-date", b"2026-01-01T00:00:00Z").decode()
        query = parse_qs(scope["query_string"].decode())
        if scope["method"] in ("GET", "HEAD"):
            status, answer = self.read(scope["path"], query)
        else:
            status, answer = self.write(scope["path"], body, now)
        start = {"status": status, "headers": [(b"content-type", JSON)]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def read(self, path: str, query: dict[str, list[str]]) -> Answer:
        """Answer a list or a record."""
        if path in ("/api/v1/participants", "/api/v1/participants/ecf"):
            return 200, {"data": _page([*self._records("participant", self.people)], query)}
        if path == "/api/v1/participant-declarations":
            wanted = query.get("filter[participant_id]", [None])[0]
            found = self._records("participant-declaration", self.declared)
            mine = [
                each for each in found if wanted in (None, each["attributes"]["participant_id"])
            ]
            return 200, {"data": _page(mine, query)}
        if found := _DECLARED.fullmatch(path):
            return self._one("participant-declaration", self.declared, found[1])
        if found := _RECORD.fullmatch(path):
            return self._one("participant", self.people, found[1])
        return _NOT_FOUND

    def write(self, path: str, body: bytes, now: str) -> Answer:
        """Refuse, or do as told."""
        if not self.accepts:
            return _REFUSED
        try:
            said = json.loads(body)["data"]["attributes"]
            return self._obey(path, said if isinstance(said, dict) else {}, now)
        except (ValueError, KeyError, TypeError):
            return self._obey(path, {}, now)

    def _obey(self, path: str, said: dict[str, Any], now: str) -> Answer:
        if path == "/api/v1/participant-declarations":
            id_ = _id("d", next(self._serial))
            self.declared[id_] = _declaration(said, now)
            return self._one("participant-declaration", self.declared, id_)
        if found := _DECLARED.fullmatch(path):
            known = self.declared.setdefault(found[1], _declaration({}, now))
            known.update(state="voided", voided=True, eligible_for_payment=False, updated_at=now)
            return self._one("participant-declaration", self.declared, found[1])
        if found := _RECORD.fullmatch(path):
            known = self.people.get(found[1], _person("ect"))
            known["training_status"] = _TRAINING.get(found[2], known["training_status"])
            known["updated_at"] = now
            if isinstance(said.get("schedule_identifier"), str):
                known["schedule_identifier"] = said["schedule_identifier"]
            return 200, {"data": {"id": found[1], "type": "participant", "attributes": known}}
        return 200, {"data": {}}

    def _records(self, kind: str, held: dict[str, Any]) -> list[Any]:
        return [{"id": id_, "type": kind, "attributes": each} for id_, each in held.items()]

    def _one(self, kind: str, held: dict[str, Any], id_: str) -> Answer:
        if id_ not in held:
            return _NOT_FOUND
        return 200, {"data": {"id": id_, "type": kind, "attributes": held[id_]}}


def _page(records: list[Any], query: dict[str, list[str]]) -> list[Any]:
    number = int(query.get("page[page]", ["1"])[0])
    size = int(query.get("page[per_page]", ["100"])[0])
    return records[(number - 1) * size : number * size]


def _id(letter: str, number: int) -> str:
    return str(UUID(f"{letter}0000000-0000-4000-8000-{number:012d}"))


def _person(kind: str) -> dict[str, Any]:
    return {
        "email": "ada@example.com",
        "full_name": "Ada Okoro",
        "mentor_id": None,
        "school_urn": "012345",
        "participant_type": kind,
        "cohort": "2021",
        "status": "active",
        "teacher_reference_number": None,
        "teacher_reference_number_validated": None,
        "eligible_for_funding": True,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
        "training_status": "active",
        "schedule_identifier": "ecf-standard-september",
        "updated_at": "2021-09-01T00:00:00Z",
    }


def _declaration(said: dict[str, Any], now: str) -> dict[str, Any]:
    return {
        "participant_id": said.get("participant_id"),
        "declaration_type": said.get("declaration_type"),
        "course_identifier": said.get("course_identifier"),
        "eligible_for_payment": True,
        "declaration_date": said.get("declaration_date"),
        "updated_at": now,
        "voided": False,
        "state": "eligible",
        "has_passed": None,
    }
