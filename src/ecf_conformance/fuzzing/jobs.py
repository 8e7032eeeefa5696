"""Jobs for Schemathesis: one operation, or sequences of them, for a number of examples."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import HookExecutionError
from schemathesis.engine import events, from_schema

from ecf_conformance.budget import PHASES, SEQUENCES
from ecf_conformance.connection import Unreachable, bearer
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.transport import ConnectionTransport
from ecf_conformance.target import CannotShow, Target

Json = Any


class FuzzingFailed(Exception):
    """Fuzzing cannot go on; the message says why."""


@dataclass(slots=True)
class Job:
    """The fuzzing of an operation so far. `errors` are requests that could not be generated."""

    name: str
    requests: int = 0
    seconds: float = 0.0
    rounds: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class JobRunner:
    """Runs jobs on a target by a document."""

    target: Target
    document: Document
    transport: ConnectionTransport
    order_of: Callable[[str], int]

    def names(self) -> list[str]:
        """Return the names of the jobs, in the order in which they run.

        Raises FuzzingFailed.
        """
        try:
            found = list(self._schema(0, 1, ()).get_all_operations())
        except Exception as error:
            raise FuzzingFailed("the document: " + " ".join(str(error).split())[:300]) from None
        known = [each.ok().label for each in found if hasattr(each, "ok")]
        if not known:
            raise FuzzingFailed("the document has no operation that could be asked")
        return [*sorted(known, key=self.order_of), SEQUENCES]

    def run(self, job: Job, phases: Sequence[str], seed: int, examples: int) -> None:
        """Let Schemathesis ask an operation in some phases. Raises FuzzingFailed."""
        schema = self._schema(seed, examples, phases)
        if job.name != SEQUENCES:
            schema = schema.include(name=job.name)
        for event in from_schema(schema).execute():
            match event:
                case events.FatalError(exception=error):
                    raise FuzzingFailed(f"{job.name}: {error}")
                case events.NonFatalError(value=HookExecutionError() as error):
                    raise _cause_of(error)
                case events.NonFatalError(value=Unreachable() as silence):
                    raise silence
                case events.NonFatalError(value=error):
                    job.errors.append(" ".join(str(error).split())[:200])
                case events.ScenarioFinished(recorder=recorder):
                    for each in recorder.interactions.values():
                        if each.response is not None:
                            job.statuses[each.response.status_code] += 1

    def _schema(self, seed: int, examples: int, phases: Sequence[str]) -> Any:  # noqa: ANN401  # Schemathesis' own class, not exported
        config = SchemathesisConfig.from_dict(self._configuration(seed, examples, phases))
        schema = schemathesis.openapi.from_dict(self.document.root, config=config)
        schema.app = self.transport
        return schema

    def _configuration(self, seed: int, examples: int, phases: Sequence[str]) -> Json:
        return {
            "seed": seed,
            "base-url": self.target.url,
            "headers": bearer(self.target.token),
            "generation": {
                "deterministic": True,  # the same requests for the same seed
                "database": "none",
                "max-examples": examples,
                "no-shrink": True,  # nothing fails for Schemathesis itself: see findings
            },
            "phases": {name: {"enabled": name in phases} for name in PHASES},
            "analysis": {"constants": {"enabled": False}},  # the document is all that there is
            "cache": {"enabled": False},
            "continue-on-failure": True,
            "warnings": False,
        }


def _cause_of(error: HookExecutionError) -> Exception:
    """Return why a hook failed: the target, or a fault of ours that is not to be passed over."""
    cause = error.__cause__
    if isinstance(cause, Unreachable):
        return cause
    return FuzzingFailed(
        str(cause) if isinstance(cause, CannotShow) else f"our hook failed, {cause!r}"
    )
