"""Who sees whom and what in lists."""

from collections.abc import Iterator

from ecf_sandbox.engine.domain.instants import midnight
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import ROLES
from ecf_sandbox.v3.domain.training import TrainingPeriod, TrainingStatus


def latest_of_roles(history: History, provider: str) -> Iterator[TrainingPeriod]:
    """Yield the latest training period of each role with a provider, the ECT's first.

    Somebody without any is not listed.

    Rules: V3-LIST-1, V3-PART-2.
    """
    for role in ROLES:
        if (training := history.latest(role, provider)) is not None:
            yield training


def has_status(history: History, provider: str, status: TrainingStatus) -> bool:
    """Return whether a filter by training status finds a person.

    Whoever was both withdrawn and deferred matches both.

    Rules: V3-LIST-2.
    """
    return any(_has(training, status) for training in latest_of_roles(history, provider))


def sees(provider: str, declaration: Declaration, history: History) -> bool:
    """Return whether a provider sees a declaration: its own, or another's that counts here.

    Another provider's counts while it stands and the person is trained in the role, or was
    when it was dated.

    Rules: V3-LIST-3, V3-VOID-1.
    """
    if declaration.provider == provider:
        return True
    training = history.latest(declaration.role, provider)
    if training is None or not declaration.stands:
        return False
    last_day = training.finished_on
    return last_day is None or declaration.declared_at <= midnight(last_day)


def _has(training: TrainingPeriod, status: TrainingStatus) -> bool:
    if status is TrainingStatus.WITHDRAWN:
        return training.withdrawal is not None
    if status is TrainingStatus.DEFERRED:
        return training.deferral is not None
    return training.withdrawal is None and training.deferral is None


def providers_of(history: History) -> list[str]:
    """Return who trains the person, or did or will, in the order of their names."""
    return sorted({each.provider for each in history.training_periods if each.provider})
