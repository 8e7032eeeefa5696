"""The control document of register worlds is whole: handlers, statuses, examples."""

import pytest
from openapi_spec_validator import validate

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.http.app import Documents
from ecf_sandbox.v3.http.control.operations import CONTROL_OPERATIONS

DOCUMENT = Documents(APIS).control["v3"].read()
READS = {"200", "400", "401", "403", "404", "405"}
ACTS = (READS | {"409", "413"}) - {"200"}
OURS = sorted(CONTROL_OPERATIONS)
MOVE = "advanceClock"
UNDATED = {"listPersonas", "listStates"}  # the same on every day, and without anything to ask
MAKING_ROOM = {"addParticipant", "setUpState"}


def examples(holder):
    """Yield the name and value of each example of a media type."""
    for name, example in holder.get("examples", {}).items():
        yield name, DOCUMENT.resolve(example)["value"]


def contents(operation):
    """Yield the schema and each example of an operation's bodies, sent and answered."""
    node = DOCUMENT.operations[operation].json
    bodies = {"sent": DOCUMENT.resolve(node.get("requestBody", {})), **node["responses"]}
    for kind, body in bodies.items():
        for media_type, media in DOCUMENT.resolve(body).get("content", {}).items():
            if media_type == "application/json" and kind in ("sent", "200", "201"):
                for name, value in examples(media):
                    yield pytest.param(media["schema"], value, id=f"{operation}-{kind}-{name}")


def objects(schema, seen):
    """Yield each schema of an object with properties that a schema leads to."""
    if not isinstance(schema, dict):
        return
    if reference := schema.get("$ref"):
        if reference not in seen:
            seen.add(reference)
            yield from objects(DOCUMENT.resolve(schema), seen)
        return
    if "properties" in schema:
        yield schema
    inside = [*schema.get("properties", {}).values(), schema.get("items")]
    for each in [*inside, *schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from objects(each, seen)


def test_it_is_an_openapi_document():
    validate(DOCUMENT.json)


@pytest.mark.parametrize("operation", OURS)
def test_every_call_knows_the_statuses_that_can_happen(operation):
    node = DOCUMENT.operations[operation]
    if node.method == "GET":
        assert set(node.json["responses"]) == READS - ({"400"} if operation in UNDATED else set())
    else:
        full = {"429"} if operation in MAKING_ROOM else set()
        assert set(node.json["responses"]) - {"200", "201"} == ACTS | full


@pytest.mark.parametrize("operation", sorted({*OURS} - UNDATED))
def test_every_call_can_happen_on_another_day(operation):
    parameters = DOCUMENT.operations[operation].parameters
    assert "X-With-Server-Date" in [each["name"] for each in parameters]


@pytest.mark.parametrize("operation", [*OURS, MOVE, "createWorld"])
def test_every_call_has_examples_of_what_is_sent_and_answered(operation):
    node = DOCUMENT.operations[operation].json
    bodies = [node.get("requestBody", {})]
    bodies += [
        node["responses"][status] for status in ("200", "201") if status in node["responses"]
    ]
    for body in bodies:
        for media_type, media in DOCUMENT.resolve(body).get("content", {}).items():
            assert media_type != "application/json" or media.get("examples"), (operation, body)


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        each
        for operation in (*OURS, MOVE, "createWorld", "listWorlds")
        for each in contents(operation)
    ],
)
def test_every_example_is_one(schema, example):
    assert DOCUMENT.compile(schema).is_valid(example)


@pytest.mark.parametrize("operation", OURS)
def test_bodies_and_answers_are_closed(operation):
    node = DOCUMENT.operations[operation].json
    bodies = [node.get("requestBody", {}), *node["responses"].values()]
    for body in bodies:
        for media in DOCUMENT.resolve(body).get("content", {}).values():
            for each in objects(media["schema"], set()):
                if "$ref" not in each and each.get("type") == "object":
                    assert each.get("additionalProperties") is not None, each
