"""Handlers of demos: what there is to try in a world that tells a story."""

from ecf_sandbox.engine import demo
from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.replies import Reply


def get_demo(request: ControlRequest) -> Reply:
    """Show the story of a world that was made for a demo; other worlds have none."""
    return ok(demo.read(request.world))


HANDLERS = {"getDemo": get_demo}
