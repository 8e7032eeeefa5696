"""Facts for tests of rules: all is well with them, but for what a test says."""

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.domain.instants import Instant, instant, parse_date_time
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.declarations import Claim, Declaration, Evidence, Settlement, State
from ecf_sandbox.v1.domain.editions import Edition, EditionName
from ecf_sandbox.v1.domain.participants import (
    Course,
    ParticipantType,
    Person,
    Status,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.v1.domain.schedules import DeclarationType, Schedule
from tests.kit.sandbox import ADDED, NOW, SEPTEMBER

EDITIONS = tuple(EditionName)
SOMEBODY = "5eaf00d0-0000-4000-8000-000000000001"


def at(text: str) -> Instant:
    """Return the instant of a date-time."""
    return parse_date_time(text)


def edition(name: str) -> Edition:
    """Return an edition by name."""
    return editions.edition(EditionName(name))


def schedule(identifier: str = SEPTEMBER, cohort: int = 2021, of: str = "guidance") -> Schedule:
    """Return one of an edition's schedules."""
    found = edition(of).schedules.get(identifier, cohort)
    assert found is not None
    return found


def person(kind: str = "ect", **facts: Any) -> Person:
    """Return somebody who has registered."""
    known = {
        "id": SOMEBODY,
        "participant_type": ParticipantType(kind),
        "cohort": 2021,
        "full_name": "Ada Okoro",
        "email": "ada.okoro@example.com",
        "email_validated": True,
        "teacher_reference_number": None,
        "teacher_reference_number_validated": None,
        "qts": True,
        "eligible": True,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
        "added_at": at(ADDED),
    }
    return Person(**{**known, **facts})


def record(kind: str = "ect", **facts: Any) -> TrainingRecord:
    """Return north-star's record of somebody in training."""
    known = {
        "key": 1,
        "person": person(kind),
        "provider": "north-star",
        "school_urn": "012345",
        "schedule_identifier": SEPTEMBER,
        "training_status": TrainingStatus.ACTIVE,
        "status": Status.ACTIVE,
        "mentor_id": None,
        "withdrawn_at": None,
        "opened": at(ADDED),
        "recorded": at(ADDED),
    }
    return TrainingRecord(**{**known, **facts})


def claim(what: str = "started", /, dated: Any = NOW, **said: Any) -> Claim:
    """Return what a provider says to declare an ECT, with evidence where it is needed."""
    kind = DeclarationType(what)
    known = {
        "participant_id": SOMEBODY,
        "declaration_type": kind,
        "declaration_date": at(dated) if isinstance(dated, str) else dated,
        "course_identifier": Course.INDUCTION,
        "evidence_held": None if kind is DeclarationType.STARTED else Evidence.OTHER,
    }
    return Claim(**{**known, **said})


def declaration(declaration_type: str = "started", dated: Any = NOW, **facts: Any) -> Declaration:
    """Return a standing declaration, made at the instant that it is about."""
    said = claim(declaration_type, dated)
    known = {
        "id": "dec00000-0000-4000-8000-000000000001",
        "provider": "north-star",
        "participant_id": said.participant_id,
        "cohort": 2021,
        "declaration_type": said.declaration_type,
        "declaration_date": said.declaration_date,
        "course_identifier": said.course_identifier,
        "evidence_held": said.evidence_held,
        "schedule_identifier": SEPTEMBER,
        "made_at": said.declaration_date,
        "first_state": State.ELIGIBLE,
        "settlement": Settlement(eligible_at=said.declaration_date),
        "created": said.declaration_date,
        "recorded": said.declaration_date,
    }
    return Declaration(**{**known, **facts})


def milestone_rows(of: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of an edition's published schedules, read without the product's help."""
    with resources.path("fixtures", "v1", "schedules", f"{of}.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def first_instant(day: str) -> Instant:
    """Return the instant at which a day begins, in UTC."""
    return instant(datetime.combine(date.fromisoformat(day), time(), UTC))


def last_instant(day: str) -> Instant:
    """Return the last microsecond of a day, in UTC."""
    following = datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    return Instant(instant(following) - 1)
