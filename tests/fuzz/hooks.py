"""Hooks that take generated requests to the rules: ids that somebody has, dates that count.

`before_call` alone reaches every phase, and what it replaces is only what fits the document
and means nobody: whatever is malformed on purpose stays malformed.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import schemathesis
from schemathesis import Case, HookContext, Response

Json = Any

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d.*")
_DATES = (
    "2021-11-19T00:00:00Z",
    "2021-11-25T09:00:00Z",
    "2021-12-01T00:00:00Z",
    "2022-03-01T09:00:00Z",
)
_OF_A_DECLARATION = "/participant-declarations/{id}"


@dataclass(frozen=True, slots=True)
class SampleParticipant:
    """A participant whom the provider trains."""

    id: str
    course_identifier: str


@dataclass(slots=True)
class Guide:
    """Knows who there is, and learns which declarations were made."""

    people: Sequence[SampleParticipant]
    declarations: list[str] = field(default_factory=list)

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
        """Put in somebody who exists for somebody who does not."""
        number = crc32(repr((case.path, case.path_parameters, case.body)).encode())
        known = (
            self.declarations if _OF_A_DECLARATION in case.path else [it.id for it in self.people]
        )
        if known and _is_unknown(case.path_parameters.get("id"), known):
            case.path_parameters["id"] = known[number % len(known)]
        attributes = _attributes(case.body)
        if attributes is not None:
            self._guide(attributes, case.path_parameters.get("id"), number)

    def learn(self, case: Case, response: Response) -> None:
        """Remember a declaration that was made."""
        if case.method == "POST" and response.status_code == 200:
            self.declarations.append(response.json()["data"]["id"])

    def _guide(self, attributes: dict[str, Json], path_id: Json, number: int) -> None:
        """Let most bodies be about somebody, on the right course, at a date that counts."""
        by_id = {each.id: each for each in self.people}
        if _is_unknown(attributes.get("participant_id"), by_id):
            attributes["participant_id"] = self.people[number % len(self.people)].id
        meant = by_id.get(str(attributes.get("participant_id", path_id)))
        if meant and number % 8 and _fits(attributes.get("course_identifier"), "ecf-"):
            attributes["course_identifier"] = meant.course_identifier
        date = attributes.get("declaration_date")
        if isinstance(date, str) and _DATE_TIME.fullmatch(date) and number % 5:
            attributes["declaration_date"] = _DATES[number % len(_DATES)]


def _attributes(body: Json) -> dict[str, Json] | None:
    data = body.get("data") if isinstance(body, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    return attributes if isinstance(attributes, dict) else None


def _is_unknown(value: Json, known: Any) -> bool:
    """Return whether a value is an id, and nobody's."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value)) and value.lower() not in known


def _fits(value: Json, start: str) -> bool:
    return isinstance(value, str) and value.startswith(start)
