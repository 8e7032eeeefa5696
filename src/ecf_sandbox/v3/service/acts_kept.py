"""Acts upon people, kept in the transaction of the act, so that a history can be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ecf_sandbox.engine.domain.acts import PROVIDER, Act
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import acts
from ecf_sandbox.v3.rules.values import Scalar
from ecf_sandbox.v3.service.context import ProviderContext, WorldContext


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done to a person, by whom, and what else there is to know."""

    act: str
    by: str
    details: Mapping[str, Scalar] = field(default_factory=dict)


def keep(
    context: WorldContext, person_id: str, act: str, *, by: str, stamp: Instant, **details: Scalar
) -> None:
    """Keep that something was done to a person, now, under the stamp of what it changed.

    `by` is `school`, `department` or `appropriate-body`, or `provider` where the context
    has one.
    """
    provider = context.provider if isinstance(context, ProviderContext) and by == PROVIDER else None
    kept = Act(at=context.now, recorded=stamp, by=by, provider=provider, act=act, details=details)
    acts.keep(context.store, person_id, kept)
