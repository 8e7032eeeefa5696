"""Which mentor a provider sees with an ECT, whom it may never have trained."""

from datetime import date

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import Role
from ecf_sandbox.v3.domain.training import Mentorship
from ecf_sandbox.v3.rules.enrolments import current_mentorship


def assignment(ect: History, provider: str, today: date) -> Mentorship | None:
    """Return the mentorship whose mentor a provider sees with an ECT (V3-PART-7)."""
    training = ect.latest(Role.ECT, provider)
    return current_mentorship(training, ect, today) if training else None
