"""Hooks that take generated requests of API v3 to its rules: ids that there are, dates that count.

Like `hooks`, they replace only what fits the document and is nobody's.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import schemathesis
from schemathesis import Case, HookContext, Response

Json = Any

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d.*")
_DATES = (
    "2024-10-15T09:00:00Z",
    "2026-10-15T09:00:00Z",
    "2026-11-20T00:00:00Z",
    "2027-03-01T09:00:00Z",
)
LISTS = {
    "participants": "/participants",
    "transfers": "/participants/transfers",
    "unfunded-mentors": "/unfunded-mentors",
    "participant-declarations": "/participant-declarations",
    "partnerships": "/partnerships",
    "schools": "/schools",
    "delivery-partners": "/delivery-partners",
    "statements": "/statements",
}
_NAMED_IN_BODIES = {
    "participant_id": "participants",
    "school_id": "schools",
    "delivery_partner_id": "delivery-partners",
}


class Guide:
    """Knows the ids that each list shows, and learns of what is made."""

    def __init__(self, shown: Mapping[str, list[str]], courses: Mapping[str, str]) -> None:
        self.shown = shown
        self.courses = courses

    @contextmanager
    def guiding(self) -> Iterator[None]:
        """Guide every request meanwhile: hooks of calls are the whole process's."""

        @schemathesis.hook
        def before_call(_context: HookContext, case: Case, _kwargs: Json) -> None:
            self.guide(case)

        @schemathesis.hook
        def after_call(_context: HookContext, case: Case, response: Response) -> None:
            self.learn(case, response)

        try:
            yield
        finally:
            for hook in (before_call, after_call):
                schemathesis.hooks.unregister(hook)

    def guide(self, case: Case) -> None:
        """Put in something that exists for something that does not."""
        number = crc32(repr((case.path, case.path_parameters, case.body)).encode())
        known = self.shown[_kind(case.path)]
        if known and _is_unknown(case.path_parameters.get("id"), known):
            case.path_parameters["id"] = known[number % len(known)]
        attributes = _attributes(case.body)
        if attributes is not None:
            self._guide(attributes, case.path_parameters.get("id"), number)

    def learn(self, case: Case, response: Response) -> None:
        """Remember what was made."""
        if case.method == "POST" and response.status_code == 200:
            self.shown[_kind(case.path)].append(response.json()["data"]["id"])

    def _guide(self, attributes: dict[str, Json], path_id: Json, number: int) -> None:
        """Let most bodies be about what is there, on the right course, at a date that counts."""
        for name, kind in _NAMED_IN_BODIES.items():
            if _is_unknown(attributes.get(name), self.shown[kind]):
                attributes[name] = self.shown[kind][number % len(self.shown[kind])]
        course = self.courses.get(str(attributes.get("participant_id", path_id)))
        if course and number % 8 and attributes.get("course_identifier") in self.courses.values():
            attributes["course_identifier"] = course
        date = attributes.get("declaration_date")
        if isinstance(date, str) and _DATE_TIME.fullmatch(date) and number % 5:
            attributes["declaration_date"] = _DATES[number % len(_DATES)]


def _kind(path: str) -> str:
    """Return whose ids a path takes: of those who change school, who may come back, or all."""
    parts = path.split("/")
    return next((each for each in ("transfers", "resume") if each in parts), parts[3])


def _attributes(body: Json) -> dict[str, Json] | None:
    data = body.get("data") if isinstance(body, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    return attributes if isinstance(attributes, dict) else None


def _is_unknown(value: Json, known: Any) -> bool:
    """Return whether a value is an id, and nobody's."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value)) and value.lower() not in known
