"""Turns: one operation, or all in sequences, given to Schemathesis for a number of examples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import HookExecutionError
from schemathesis.engine import events, from_schema

from ecf_conformance.budget import PHASES, SEQUENCES
from ecf_conformance.connection import Unreachable
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.operation_kinds import order_of
from ecf_conformance.fuzzing.transport import ConnectionTransport
from ecf_conformance.target import CannotShow, Target

Json = Any


class FuzzingFailed(Exception):
    """Fuzzing cannot go on; the message says why."""


@dataclass(slots=True)
class Job:
    """What an operation was asked so far. `troubles` are requests that could not be made up."""

    name: str
    requests: int = 0
    seconds: float = 0.0
    rounds: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class JobRunner:
    """Plays turns on a target by a document."""

    target: Target
    document: Document
    bridge: ConnectionTransport

    def names(self) -> list[str]:
        """Return the turns there are, in the order in which they are to be played.

        Raises FuzzingFailed.
        """
        try:
            found = list(self._schema(0, 1, ()).get_all_operations())
        except Exception as trouble:
            raise FuzzingFailed("the document: " + " ".join(str(trouble).split())[:300]) from None
        known = [each.ok().label for each in found if hasattr(each, "ok")]
        if not known:
            raise FuzzingFailed("the document has no operation that could be asked")
        return [*sorted(known, key=order_of), SEQUENCES]

    def play(self, turn: Job, phases: Sequence[str], seed: int, examples: int) -> None:
        """Let Schemathesis ask an operation in some phases. Raises FuzzingFailed."""
        schema = self._schema(seed, examples, phases)
        if turn.name != SEQUENCES:
            schema = schema.include(name=turn.name)
        for event in from_schema(schema).execute():
            match event:
                case events.FatalError(exception=trouble):
                    raise FuzzingFailed(f"{turn.name}: {trouble}")
                case events.NonFatalError(value=HookExecutionError() as trouble):
                    raise _behind(trouble)
                case events.NonFatalError(value=Unreachable() as silence):
                    raise silence
                case events.NonFatalError(value=trouble):
                    turn.troubles.append(" ".join(str(trouble).split())[:200])
                case events.ScenarioFinished(recorder=recorder):
                    for each in recorder.interactions.values():
                        if each.response is not None:
                            turn.statuses[each.response.status_code] += 1

    def _schema(self, seed: int, examples: int, phases: Sequence[str]) -> Any:  # noqa: ANN401  # Schemathesis' own class, not exported
        config = SchemathesisConfig.from_dict(self._configuration(seed, examples, phases))
        schema = schemathesis.openapi.from_dict(self.document.root, config=config)
        schema.app = self.bridge
        return schema

    def _configuration(self, seed: int, examples: int, phases: Sequence[str]) -> Json:
        return {
            "seed": seed,
            "base-url": self.target.url,
            "headers": {"Authorization": f"Bearer {self.target.token}"},
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


def _behind(trouble: HookExecutionError) -> Exception:
    """Return why a hook failed: the target, or a fault of ours that is not to be passed over."""
    cause = trouble.__cause__
    if isinstance(cause, Unreachable):
        return cause
    return FuzzingFailed(
        str(cause) if isinstance(cause, CannotShow) else f"our hook failed, {cause!r}"
    )
