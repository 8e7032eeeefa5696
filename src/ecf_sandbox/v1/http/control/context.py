"""A world opened for a control call, and what its path names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from ecf_sandbox.engine.http.control.declining import declining
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.service.world_context import WorldContext
from ecf_sandbox.v1.store import enrolment
from ecf_sandbox.v1.store.records import Records


@contextmanager
def reading_context(request: ControlRequest) -> Iterator[WorldContext]:
    """Open a world to look at, now; what is not there is declined."""
    world = request.world
    with declining(), world.reading(patient=True) as session:
        yield _context(request, session)


@contextmanager
def writing_context(request: ControlRequest) -> Iterator[WorldContext]:
    """Open a world to do as schools do, now; what the rules refuse is declined, and undone."""
    world = request.world
    with declining(), world.writing(patient=True) as session:
        yield _context(request, session)


def check_room(request: ControlRequest, store: Records, *, people: int) -> None:
    """Raise ControlError where a world would hold more people than it may."""
    request.server.check_people(enrolment.people(store) + people)


def path_id(request: ControlRequest) -> str:
    """Return the id that the path names; one that is malformed is nobody's (FMT-9)."""
    return request.path["id"].lower()


def _context(request: ControlRequest, session: Session) -> WorldContext:
    edition = editions.edition(request.world.edition)
    return WorldContext(cast("Records", session), edition, request.now(session))
