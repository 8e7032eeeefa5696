"""Handlers of cohorts: opened, closed, frozen and thawed (V3-COHORT)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecf_sandbox.engine.domain.instants import Instant, has_time, wire
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.http.control.context import path_year, reading_context, writing_context
from ecf_sandbox.v3.service import cohorts
from ecf_sandbox.v3.service.cohorts import CohortRecord


def list_cohorts(request: ControlRequest) -> Reply:
    """List every cohort, in order of year."""
    with reading_context(request) as at:
        return ok({"cohorts": [_shown(each) for each in cohorts.cohorts(at)]})


def put_cohort(request: ControlRequest) -> Reply:
    """Change a cohort, or open the next one."""
    with writing_context(request) as at:
        record, opened = cohorts.put(at, path_year(request), _facts(request))
        return ok(_shown(record), status=201 if opened else 200)


def _facts(request: ControlRequest) -> Mapping[str, Any]:
    said = dict(request.body)
    for name in ("started_on", "finished_on"):
        if name in said:
            said[name] = date.fromisoformat(said[name])
    if said.get("frozen_at") is not None:
        said["frozen_at"] = _moment(request, said["frozen_at"])
    return said


def _moment(request: ControlRequest, text: str) -> Instant:
    """Return a moment, or 00:00 of a day."""
    return request.moment(text) if has_time(text) else london.start_of(date.fromisoformat(text))


def _shown(record: CohortRecord) -> Json:
    period = record.period
    assert period.finished_on, "a contract period has an end"
    return {
        "year": str(period.year),
        "started_on": period.started_on.isoformat(),
        "finished_on": period.finished_on.isoformat(),
        "enabled": period.enabled,
        "frozen_at": wire(period.frozen.at) if period.frozen else None,
        "frozen": record.frozen,
        "mentor_rule": period.mentor_rule,
        "detailed_evidence": period.detailed_evidence,
        "uplifts": period.uplifts,
        "providers": record.providers,
    }


HANDLERS = {"listCohorts": list_cohorts, "putCohort": put_cohort}
