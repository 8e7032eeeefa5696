"""What requests say, read into the domain's terms; nothing is judged here."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from ecf_sandbox.engine.domain.instants import Instant, parse_date, parse_date_time
from ecf_sandbox.engine.domain.pages import Page
from ecf_sandbox.engine.domain.problems import BadRequest, NotFound
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.requests import Query
from ecf_sandbox.v1.domain.declarations import Claim, Evidence, Unusable
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import Course, DeferralReason, WithdrawalReason
from ecf_sandbox.v1.domain.queries import DeclarationQuery, ParticipantQuery
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.service.participants import ScheduleChange, TrainingChange

LARGEST_PAGE = 3000

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{4}")
_YEAR_AND_FRACTION = re.compile(r"([0-9]{4})(?:\.[0-9]+)?")
_SHORT_OFFSET = re.compile(r"(.*[Tt][^+-]*[+-][0-9]{2})([0-9]{2})?", re.DOTALL)

Word = TypeVar("Word", bound=StrEnum)


def path_id(text: str) -> str:
    """Return an id of a path in lower case; one that cannot exist is not found (FMT-9)."""
    if not _UUID.fullmatch(text):
        raise NotFound
    return text.lower()


def page(query: Query) -> Page:
    """Return the page asked for, at most 3000 rows (LIST-1)."""
    asked = query.get("page", {})
    return Page(int(asked.get("page", 1)), min(int(asked.get("per_page", 100)), LARGEST_PAGE))


def participant_query(query: Query) -> ParticipantQuery:
    """Return which participants are asked for (LIST-3, LIST-4)."""
    asked = query.get("filter", {})
    return ParticipantQuery(_since(asked), _cohorts(str(asked.get("cohort", ""))))


def declaration_query(query: Query) -> DeclarationQuery:
    """Return which declarations are asked for (LIST-3, LIST-5)."""
    asked = query.get("filter", {})
    participant_id = str(asked.get("participant_id", "")).strip().lower()
    return DeclarationQuery(_since(asked), participant_id or None)


def attributes(body: Json) -> Mapping[str, Json]:
    """Return what is in `data.attributes`; anything but an object says nothing (FMT-5)."""
    found = body["data"].get("attributes")
    return found if isinstance(found, dict) else {}


def claim(said: Mapping[str, Json], edition: Edition) -> Claim:
    """Return what a provider declares (DECL-1, DECL-3, DECL-7, DECL-8)."""
    kind = _word(DeclarationType, said.get("declaration_type"))
    return Claim(
        participant_id=_uuid(said.get("participant_id")),
        declaration_type=kind,
        declaration_date=_moment(said.get("declaration_date"), edition),
        course_identifier=_word(Course, said.get("course_identifier")),
        evidence_held=None
        if kind is DeclarationType.STARTED
        else _word(Evidence, said.get("evidence_held")),
        day=_day(said.get("declaration_date")),
    )


def deferral(said: Mapping[str, Json]) -> TrainingChange[DeferralReason]:
    """Return a spec to defer (ACT-2)."""
    return TrainingChange(*_trainee(said), _word(DeferralReason, said.get("reason")))


def resumption(said: Mapping[str, Json]) -> TrainingChange[None]:
    """Return a spec to resume (ACT-3)."""
    return TrainingChange(*_trainee(said), None)


def withdrawal(said: Mapping[str, Json]) -> TrainingChange[WithdrawalReason]:
    """Return a spec to withdraw (ACT-4)."""
    return TrainingChange(*_trainee(said), _word(WithdrawalReason, said.get("reason")))


def schedule_change(said: Mapping[str, Json], edition: Edition) -> ScheduleChange:
    """Return a spec to change schedule (ACT-5, ACT-6)."""
    return ScheduleChange(
        *_trainee(said),
        _text(said.get("schedule_identifier")),
        _cohort(said.get("cohort"), edition),
    )


def _trainee(said: Mapping[str, Json]) -> tuple[str | Unusable, Course | Unusable]:
    return _uuid(said.get("participant_id")), _word(Course, said.get("course_identifier"))


def _since(asked: Mapping[str, str | int]) -> Instant | None:
    text = str(asked.get("updated_since", ""))
    if not text.strip():
        return None
    try:
        return parse_date_time(text)
    except ValueError:
        raise BadRequest(
            "filter[updated_since] is not a date-time: send one such as 2021-11-25T09:00:00Z"
        ) from None


def _cohorts(text: str) -> tuple[int, ...] | None:
    if not text.strip():
        return None
    years = (year.strip() for year in text.split(","))
    return tuple(int(year) for year in years if _YEAR.fullmatch(year))


def _cohort(value: Json, edition: Edition) -> int | Unusable | None:
    """Return a year, whose fraction one edition cuts off (ACT-6)."""
    if value is None or value == "":
        return None
    text = str(value) if isinstance(value, int | float | str) else ""
    found = (_YEAR_AND_FRACTION if edition.truncates_cohort else _YEAR).fullmatch(text)
    return int(text[:4]) if found else Unusable.UNREADABLE


def _moment(value: Json, edition: Edition) -> Instant | Unusable:
    """Return a date-time, whose offset one edition takes without its colon or minutes (DECL-3)."""
    if _is_blank(value):
        return Unusable.MISSING
    if not isinstance(value, str):
        return Unusable.UNREADABLE
    short = _SHORT_OFFSET.fullmatch(value) if edition.reads_short_offsets else None
    try:
        return parse_date_time(f"{short[1]}:{short[2] or '00'}" if short else value)
    except ValueError:
        return Unusable.UNREADABLE


def _day(value: Json) -> Instant | None:
    """Return the midnight of a date without a time, None for anything else (DECL-7)."""
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _uuid(value: Json) -> str | Unusable:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value.lower()
    return Unusable.MISSING if _is_blank(value) else Unusable.UNREADABLE


def _text(value: Json) -> str | Unusable:
    return value if isinstance(value, str) and value.strip() else Unusable.MISSING


def _word(words: type[Word], value: Json) -> Word | Unusable:
    if _is_blank(value):
        return Unusable.MISSING
    try:
        return words(value) if isinstance(value, str) else Unusable.UNREADABLE
    except ValueError:
        return Unusable.UNREADABLE


def _is_blank(value: Json) -> bool:
    """Return whether a value says nothing: null, false, or empty but for white space."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or (isinstance(value, list | dict) and not value)
