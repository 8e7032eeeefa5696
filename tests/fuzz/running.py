"""A run of Schemathesis: what failed in it, which phases it had, which operations succeeded."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from schemathesis.engine import events, from_schema


@dataclass(slots=True)
class Run:
    """What came of a run."""

    troubles: list[str] = field(default_factory=list)
    phases: set[str] = field(default_factory=set)
    accepted: Counter[str] = field(default_factory=Counter)


def run(schema: Any) -> Run:
    """Run every phase against a schema's app."""
    told = Run()
    for event in from_schema(schema).execute():
        match event:
            case events.NonFatalError(phase=phase, label=label, value=error):
                told.troubles.append(f"{phase} {label}: {error!r}")
            case events.FatalError(exception=error):
                raise error
            case events.ScenarioFinished():
                told.phases.add(event.phase.name)
                told.troubles += _failures(event.recorder)
                told.accepted.update(_accepted(event.recorder))
    return told


def _failures(recorder):
    """Yield what failed in a scenario, and how to repeat it."""
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info:
                failed = check.failure_info
                yield f"{check.name}: {failed.failure}\n{failed.code_sample}"


def _accepted(recorder):
    """Yield the operation of each request that was answered with a success."""
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None and interaction.response.status_code == 200:
            yield recorder.cases[case_id].value.operation.definition.raw["operationId"]
