"""Schemathesis against the control APIs: every phase, no 5xx, nothing undocumented."""

from collections.abc import Mapping, Sequence
from zlib import crc32

import pytest
import schemathesis
from schemathesis import Case, HookContext
from schemathesis.config import SchemathesisConfig
from starlette.types import ASGIApp

from ecf_sandbox.engine import templates
from ecf_sandbox.engine.http.control.context import Limits
from ecf_sandbox.engine.http.document import Document
from ecf_sandbox.v1.domain.editions import EditionName
from tests.fuzz.running import Run, run
from tests.fuzz.test_schemathesis import CONFIGURATION, PHASES
from tests.kit.control import Control, told
from tests.kit.sandbox import DOCUMENTS, app_of
from tests.v3.kit.worlds import write_template

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
PLAYGROUND = "demo"
# What stands before an id in a path, or names one in a body: the list that shows it.
LISTS_OF_BODIES = {
    "school_id": "schools",
    "delivery_partner_id": "delivery-partners",
    "mentor_id": "participants",
    "into": "participants",
}
SHOWN_BY_V3 = {
    "participants": "/participants",
    "schools": "/schools?filter[cohort]=2026",
    "delivery-partners": "/delivery-partners",
    "partnerships": "/partnerships",
    "statements": "/statements",
    "declarations": "/participant-declarations",
}


def guide(case: Case, known: Mapping[str, Sequence[str]]) -> None:
    """Put in what is there for what is not; the playground itself stays."""
    parameters = case.path_parameters
    if "world" in parameters and case.path != "/sandbox/worlds/{world}":
        parameters["world"] = PLAYGROUND
    elif case.method == "DELETE" and parameters.get("world") == PLAYGROUND:
        parameters["world"] = "nobodys"
    if case.path.endswith("/events"):
        case.query = {**(case.query or {}), "seconds": 0}  # nobody waits for what goes on
    number = crc32(repr((case.path, parameters, case.body)).encode())
    kind = case.path.partition("/{id}")[0].rpartition("/")[2]
    if ids := known.get(kind) if "id" in parameters else None:
        parameters["id"] = ids[number % len(ids)]
    for name, shown in LISTS_OF_BODIES.items() if isinstance(case.body, dict) else ():
        if isinstance(case.body.get(name), str) and (ids := known.get(shown)):
            case.body[name] = ids[number % len(ids)]


def emptied(document: Document) -> list[str]:
    """Return the operations that read what a DELETE empties or puts back, and does not remove.

    What they show after it is no use of something freed.
    """
    return [
        item["get"]["operationId"]
        for path, item in document.json["paths"].items()
        if "delete" in item and "get" in item and not path.endswith("}")
    ]


def fuzzed(app: ASGIApp, name: str, known: Mapping[str, Sequence[str]], examples: int) -> Run:
    """Send a control document's requests to an app, guided to what is known."""
    lasting = {
        "include-operation-id": emptied(DOCUMENTS.served[name].read()),
        "checks": {"use_after_free": {"enabled": False}},
    }

    @schemathesis.hook
    def before_call(_context: HookContext, case: Case, _kwargs: object) -> None:
        guide(case, known)

    generation = {**CONFIGURATION["generation"], "max-examples": examples}
    choices = {**CONTROL, "generation": generation, "operations": [lasting]}
    config = SchemathesisConfig.from_dict(choices)
    schema = schemathesis.openapi.from_asgi(f"/openapi/{name}.json", app, config=config)
    try:
        return run(schema)
    finally:
        schemathesis.hooks.unregister(before_call)


@pytest.fixture
def app(sandbox):
    """An app of both APIs that keeps few and small worlds."""
    app = app_of(sandbox.worlds, LIMITS)
    sandbox.http._transport.app = app
    return app


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "examples", [pytest.param(2, id="few"), pytest.param(12, marks=pytest.mark.slow, id="many")]
)
def test_no_control_request_gets_an_answer_that_is_not_documented(
    sandbox, template, app, monkeypatch, examples
):
    empty = template(EditionName.GUIDANCE)  # whatever the spec: seeding is tried out elsewhere
    monkeypatch.setattr(templates, "find_or_build", lambda *_, **__: empty)
    control = Control(sandbox)
    told(control.post("/worlds", {"id": PLAYGROUND}), 201)
    addition = {"provider": "north-star", "participant_type": "ect"}
    person = told(control.post(f"/worlds/{PLAYGROUND}/participants", addition), 201)

    found = fuzzed(app, "control", {"participants": [person["id"]]}, examples)

    assert not found.troubles, "\n\n".join(found.troubles)
    assert found.phases == PHASES
    assert len(found.accepted) > 20, sorted(found.accepted)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "examples", [pytest.param(2, id="few"), pytest.param(40, marks=pytest.mark.slow, id="many")]
)
def test_no_control_request_for_a_world_of_api_v3_gets_one_either(
    sandbox, tmp_path, app, monkeypatch, examples
):
    personas = write_template(tmp_path / "register.sqlite3")
    monkeypatch.setattr(templates, "find_or_build", lambda *_, **__: personas)
    spec = {"id": PLAYGROUND, "edition": "register"}
    made = told(sandbox.http.post("/sandbox/worlds", json=spec), 201)
    asking = {"Authorization": f"Bearer {made['providers'][0]['token']}"}
    known = {
        kind: [
            each["id"] for each in told(sandbox.http.get(f"/api/v3{path}", headers=asking))["data"]
        ]
        for kind, path in SHOWN_BY_V3.items()
    }

    found = fuzzed(app, "control-v3", known, examples)

    assert not found.troubles, "\n\n".join(found.troubles)
    assert found.phases == PHASES
    assert len(found.accepted) > 15, sorted(found.accepted)
