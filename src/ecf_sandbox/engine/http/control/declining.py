"""What use cases refuse, in the control API's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from ecf_sandbox.engine.domain.problems import NotFound, Problem, Rejected
from ecf_sandbox.engine.http.control.replies import ControlError, conflict


@contextmanager
def declining() -> Iterator[None]:
    """Turn what a use case refuses into a 404 or a 409, each problem with its rule's id."""
    try:
        yield
    except NotFound as refusal:
        raise ControlError("not_found", f"{refusal.problems[0].detail}.") from None
    except Rejected as refusal:
        raise conflict(" ".join(map(_sentence, refusal.problems))) from None


def _sentence(problem: Problem) -> str:
    return f"{problem.detail} ({problem.rule})." if problem.rule else f"{problem.detail}."
