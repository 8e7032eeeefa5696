"""Who trains a person, role by role."""

from collections.abc import Iterator

from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import ROLES
from ecf_sandbox.v3.domain.training import TrainingPeriod


def latest_of_roles(history: History, provider: str) -> Iterator[TrainingPeriod]:
    """Yield the latest training period of each role with a provider, the ECT's first.

    Somebody without any is not listed.

    Rules: V3-LIST-1, V3-PART-2.
    """
    for role in ROLES:
        if (training := history.latest(role, provider)) is not None:
            yield training


def providers_of(history: History) -> list[str]:
    """Return who trains the person, or did or will, in the order of their names."""
    return sorted({each.provider for each in history.training_periods if each.provider})
