"""Schemathesis against the running app: every phase, real people, nothing undocumented."""

from collections import Counter

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests.fuzz.hooks import Guide, SampleParticipant
from tests.kit.published import operations

# Each choice with its reason; the rest is as Schemathesis has it, all checks included.
CONFIGURATION = {
    "seed": 1,
    "headers": {"Authorization": "Bearer north-star-token"},
    "generation": {
        "deterministic": True,  # the same requests every time
        "database": "none",
        "max-examples": 12,  # of each operation and phase: about half a minute for an edition
        "no-shrink": True,  # the request that failed is reported, and shrinking costs minutes
    },
    "analysis": {"constants": {"enabled": False}},  # the document is all that a stranger has
    "cache": {"enabled": False},
    "checks": {
        # The document cannot say what the rules refuse; 304 is for whoever sends If-None-Match.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 400, 404, 422]},
    },
    "warnings": False,
}
SCHEDULES = (
    "ecf-standard-september",
    "ecf-standard-january",
    "ecf-extended-september",
    "ecf-reduced-september",
)
PHASES = {"EXAMPLES", "COVERAGE", "FUZZING", "STATEFUL_TESTING"}


def populate(sandbox):
    """Return people enough that some are left when others were withdrawn."""
    added = [
        sandbox.add(kind, schedule)
        for _ in range(15)
        for schedule in SCHEDULES
        for kind in ("ect", "mentor")
    ]
    return [SampleParticipant(each.id, each.participant_type.course.value) for each in added]


@pytest.mark.rule("FMT-7")
@pytest.mark.timeout(300)
def test_no_request_gets_an_answer_that_is_not_documented(either_sandbox):
    guide = Guide(populate(either_sandbox))
    config = SchemathesisConfig.from_dict(CONFIGURATION)
    schema = schemathesis.openapi.from_asgi("/openapi/v1.json", either_sandbox.app, config=config)
    troubles, phases, answered = [], set(), Counter()

    with guide.guiding():
        for event in from_schema(schema).execute():
            match event:
                case events.NonFatalError(phase=phase, label=label, value=error):
                    troubles.append(f"{phase} {label}: {error!r}")
                case events.FatalError(exception=error):
                    raise error
                case events.ScenarioFinished():
                    phases.add(event.phase.name)
                    troubles += failures(event.recorder)
                    answered.update(accepted(event.recorder))

    assert not troubles, "\n\n".join(troubles)
    assert phases == PHASES
    assert answered.keys() == {operation for operation, *_ in operations()}


def failures(recorder):
    """Yield what failed in a scenario, and how to repeat it."""
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info:
                failed = check.failure_info
                yield f"{check.name}: {failed.failure}\n{failed.code_sample}"


def accepted(recorder):
    """Yield the operation of each request that was answered 200."""
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None and interaction.response.status_code == 200:
            yield recorder.cases[case_id].value.operation.definition.raw["operationId"]
