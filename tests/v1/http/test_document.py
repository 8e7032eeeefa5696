"""The document and the server say the same."""

import pytest
from hypothesis import given, settings

from ecf_sandbox.v1.http.operations import OPERATIONS
from tests.kit.published import (
    attribute_schemas,
    bodies,
    document,
    errors,
    operations,
    resolve,
)
from tests.kit.sandbox import NOW

REDUCED = "ecf-reduced-september"
SOMEBODY = "5eaf00d0-0000-4000-8000-000000000009"
RESPONSES = [
    pytest.param(media["schema"], example["value"], id=f"{operation}-{status}-{name}")
    for operation, _, _, node in operations()
    for status, answer in node["responses"].items()
    for media in resolve(answer).get("content", {}).values()
    for name, example in ((n, resolve(e)) for n, e in media.get("examples", {}).items())
]
REQUESTS = [
    pytest.param(media["schema"], example["value"], id=f"{operation}-{name}")
    for operation, _, _, node in operations()
    if "requestBody" in node
    for media in resolve(node["requestBody"])["content"].values()
    for name, example in ((n, resolve(e)) for n, e in media.get("examples", {}).items())
]


def test_document_and_handlers_name_the_same_operations():
    assert {operation for operation, *_ in operations()} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("method", "path"),
    [pytest.param(method, path, id=name) for name, method, path, _ in operations()],
)
def test_every_documented_operation_is_served_and_asks_for_a_token(sandbox, method, path):
    answer = sandbox.http.request(method, path.format(id=SOMEBODY))
    assert answer.status_code == 401


def test_nothing_is_served_under_api_that_the_document_does_not_know(sandbox):
    served = {
        (method, route.path)
        for group in sandbox.app._other.routes
        for route in getattr(group, "routes", [group])
        if getattr(route, "path", "").startswith("/api/v1")
        for method in route.methods - {"HEAD"}
    }
    assert served == {(method, path) for _, method, path, _ in operations()}


@pytest.mark.parametrize(("schema", "example"), RESPONSES)
def test_every_example_of_an_answer_is_one(schema, example):
    assert errors(schema, example) == []


@pytest.mark.parametrize(("schema", "example"), REQUESTS)
def test_every_example_of_a_request_is_one(schema, example):
    assert errors(schema, example) == []


def test_an_answer_with_anything_more_would_not_conform():
    closed = [
        name
        for name, schema in document()["components"]["schemas"].items()
        if name.endswith(("Answer", "Attributes")) and schema.get("additionalProperties") is False
    ]
    assert sorted(closed) == [
        "DeclarationAnswer",
        "DeclarationAttributes",
        "DeclarationsAnswer",
        "ParticipantAnswer",
        "ParticipantAttributes",
        "ParticipantsAnswer",
    ]


def right_words(operation, somebody):
    """Return attributes that the operation accepts for somebody ready for anything."""
    return {
        "createDeclaration": {
            "participant_id": somebody.id,
            "declaration_type": "completed",
            "declaration_date": NOW,
            "course_identifier": "ecf-induction",
            "evidence_held": "other",
        },
        "deferParticipant": {"course_identifier": "ecf-induction", "reason": "other"},
        "resumeParticipant": {"course_identifier": "ecf-induction"},
        "withdrawParticipant": {"course_identifier": "ecf-induction", "reason": "other"},
        "changeParticipantSchedule": {
            "course_identifier": "ecf-induction",
            "schedule_identifier": "ecf-standard-september",
            "cohort": "2021",
        },
    }[operation]


WITH_BODY = {
    name: (method, path, resolve(node["requestBody"])["content"]["application/json"]["schema"])
    for name, method, path, node in operations()
    if "requestBody" in node and not name.endswith("Alias")
}


def as_first(sandbox, operation):
    """Make a world's one participant ready for an operation, whatever came before."""
    status = "deferred" if operation == "resumeParticipant" else "active"
    with sandbox.world.writing(patient=True) as store:
        store.db.execute("DELETE FROM declarations")
        store.db.execute(
            "UPDATE records SET training_status = ?, withdrawn_at = NULL, schedule_identifier = ?",
            (status, REDUCED),
        )


@pytest.mark.rule("DECL-1", "ACT-1")
@pytest.mark.parametrize("operation", WITH_BODY)
def test_no_accepted_body_breaks_the_published_schema(sandbox, operation):
    method, path, schema = WITH_BODY[operation]
    north_star, somebody = sandbox.provider(), sandbox.add(schedule=REDUCED)
    url, verdicts = path.removeprefix("/api/v1").format(id=somebody.id), []

    @settings(max_examples=80)
    @given(bodies(schema, right_words(operation, somebody)))
    def play(body):
        as_first(sandbox, operation)
        answer = north_star.call(method, url, json=body)
        verdicts.append(answer.status_code)
        if answer.status_code == 200:
            assert errors(schema, body) == []

    play()
    assert set(verdicts) <= {200, 400, 422}
    assert verdicts.count(200) > 5, "too little was accepted to show anything"
    assert verdicts.count(422) > 10, "too little was refused to show anything"


@pytest.mark.rule("DECL-1")
def test_bodies_are_made_up_from_every_attribute_that_rules_read():
    assert attribute_schemas(WITH_BODY["createDeclaration"][2]).keys() == {
        "participant_id",
        "declaration_type",
        "declaration_date",
        "course_identifier",
        "evidence_held",
    }
    assert attribute_schemas(WITH_BODY["changeParticipantSchedule"][2]).keys() == {
        "course_identifier",
        "schedule_identifier",
        "cohort",
    }
