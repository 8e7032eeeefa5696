"""A history as the control API tells it, whoever's it is."""

from collections.abc import Iterable

from ecf_sandbox.engine.domain.acts import Act, in_order
from ecf_sandbox.engine.domain.instants import exact, wire
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply


def told(acts: Iterable[Act]) -> Reply:
    """Answer with what happened, the oldest first."""
    return ok({"events": [_shown(each) for each in in_order(acts)]})


def _shown(act: Act) -> Json:
    return {
        "at": wire(act.at),
        "recorded": None if act.recorded is None else exact(act.recorded),
        "by": act.by,
        "provider": act.provider,
        "event": act.act,
        "details": dict(act.details),
    }
