"""A world opened for a control call, and what its path and query name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from ecf_sandbox.engine.http.control.declining import declining
from ecf_sandbox.engine.http.control.replies import not_found
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store.records import Records

_YEAR = re.compile(r"20[0-9]{2}")


@contextmanager
def reading_context(request: ControlRequest) -> Iterator[WorldContext]:
    """Open a world to look at, at the time of the call."""
    with declining(), request.world.reading(patient=True) as session:
        yield _context(request, session)


@contextmanager
def writing_context(request: ControlRequest) -> Iterator[WorldContext]:
    """Open a world to act in, at the time of the call; what is refused is undone."""
    with declining(), request.world.writing(patient=True) as session:
        yield _context(request, session)


def path_id(request: ControlRequest) -> str:
    """Return the id that the path names; one that is malformed is nobody's (V3-FMT-15)."""
    return request.path["id"].lower()


def path_year(request: ControlRequest) -> int:
    """Return the cohort that the path names; raises ControlError for what cannot be one."""
    year = request.path["year"]
    if not _YEAR.fullmatch(year):
        raise not_found(f"cohort {year:.80}")
    return int(year)


def asked_provider(request: ControlRequest) -> str | None:
    """Return the provider that the query names, None for all of them."""
    asked = request.query.get("provider")
    return None if asked is None else str(asked)


def asked_cohort(request: ControlRequest) -> int | None:
    """Return the cohort that the query names, None for all of them."""
    asked = request.query.get("cohort")
    return None if asked is None else int(asked)


def _context(request: ControlRequest, session: Session) -> WorldContext:
    return WorldContext(cast("Records", session), request.now(session))
