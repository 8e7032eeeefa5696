"""Schemathesis against the control API: every phase, no 5xx, nothing undocumented."""

from collections import Counter

import pytest
import schemathesis
from schemathesis import Case, HookContext
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from ecf_sandbox.engine import templates
from ecf_sandbox.engine.http.control.context import Limits
from ecf_sandbox.v1.domain.editions import EditionName
from tests.fuzz.test_schemathesis import CONFIGURATION, PHASES, accepted, failures
from tests.kit.control import Control, told
from tests.kit.sandbox import app_of

# Worlds are few and small, so that a request for a million people is refused, not granted.
LIMITS = Limits(worlds=40, people=2_000, snapshots=5, upload_bytes=5_000_000)
CONTROL = {
    **CONFIGURATION,
    "headers": {"Host": "127.0.0.1:8000"},
    "checks": {
        # The document cannot say who is there, or what this world as it is refuses.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 400, 404, 409, 429]},
        # What is invalid may be too large besides, and size is asked about first.
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 413, 429]},
    },
}
PLAYGROUND, PARTICIPANT = "demo", "participant"


def guide(case: Case, known: dict[str, str]) -> None:
    """Put in what is there for what is not; the playground itself stays."""
    parameters = case.path_parameters
    if "world" in parameters and case.path != "/sandbox/worlds/{world}":
        parameters["world"] = PLAYGROUND
    elif case.method == "DELETE" and parameters.get("world") == PLAYGROUND:
        parameters["world"] = "nobodys"
    if case.path.endswith("/events"):
        case.query = {**(case.query or {}), "seconds": 0}  # nobody waits for what goes on
    if "id" in parameters and PARTICIPANT in known:
        parameters["id"] = known[PARTICIPANT]


@pytest.mark.timeout(300)
def test_no_control_request_gets_an_answer_that_is_not_documented(sandbox, template, monkeypatch):
    empty = template(EditionName.GUIDANCE)  # whatever the spec: seeding is tried out elsewhere
    monkeypatch.setattr(templates, "find_or_build", lambda *_, **__: empty)
    app = app_of(sandbox.worlds, LIMITS)
    sandbox.http._transport.app = app
    control, known = Control(sandbox), {}
    told(control.post("/worlds", {"id": PLAYGROUND}), 201)
    addition = {"provider": "north-star", "participant_type": "ect"}
    person = told(control.post(f"/worlds/{PLAYGROUND}/participants", addition), 201)
    known[PARTICIPANT] = person["id"]

    @schemathesis.hook
    def before_call(_context: HookContext, case: Case, _kwargs: object) -> None:
        guide(case, known)

    config = SchemathesisConfig.from_dict(CONTROL)
    schema = schemathesis.openapi.from_asgi("/openapi/control.json", app, config=config)
    troubles, phases, answered = [], set(), Counter()
    try:
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
    finally:
        schemathesis.hooks.unregister(before_call)

    assert not troubles, "\n\n".join(troubles)
    assert phases == PHASES
    assert len(answered) > 20, sorted(answered)
