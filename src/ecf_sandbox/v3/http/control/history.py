"""Handler of a participant's history."""

from typing import cast

from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.http.control.history import told
from ecf_sandbox.engine.http.control.replies import not_found
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.history import history
from ecf_sandbox.v3.store.records import Records


def get_participant_history(request: ControlRequest) -> Reply:
    """Tell what happened to a participant, the oldest first."""
    with request.world.reading(patient=True) as session:
        context = WorldContext(cast("Records", session), request.now(session))
        try:
            return told(history(context, request.path["id"]))
        except NotFound:
            raise not_found(f"participant {request.path['id']:.80}") from None


HANDLERS = {"getParticipantHistory": get_participant_history}
