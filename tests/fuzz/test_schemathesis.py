"""Schemathesis against the running app: every phase, real people, nothing undocumented."""

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig

from tests.fuzz.hooks import Guide, SampleParticipant
from tests.fuzz.running import run
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

    with guide.guiding():
        told = run(schema)

    assert not told.troubles, "\n\n".join(told.troubles)
    assert told.phases == PHASES
    assert told.accepted.keys() == {operation for operation, *_ in operations()}
