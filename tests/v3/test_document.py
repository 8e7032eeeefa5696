"""openapi/v3.yaml is whole: operations, statuses, closed answers, examples, links."""

import pytest
from openapi_spec_validator import validate

from tests.kit import published
from tests.v3.kit.document import OPERATIONS, answer_schema, errors, examples, resolve

PATHS = {
    "GET /participants": "getParticipants",
    "GET /participants/{id}": "getParticipant",
    "PUT /participants/{id}/defer": "deferParticipant",
    "PUT /participants/{id}/resume": "resumeParticipant",
    "PUT /participants/{id}/withdraw": "withdrawParticipant",
    "PUT /participants/{id}/change-schedule": "changeParticipantSchedule",
    "GET /participants/transfers": "getTransfers",
    "GET /participants/{id}/transfers": "getParticipantTransfers",
    "GET /unfunded-mentors": "getUnfundedMentors",
    "GET /unfunded-mentors/{id}": "getUnfundedMentor",
    "POST /participant-declarations": "createDeclaration",
    "GET /participant-declarations": "getDeclarations",
    "GET /participant-declarations/{id}": "getDeclaration",
    "PUT /participant-declarations/{id}/void": "voidDeclaration",
    "GET /partnerships": "getPartnerships",
    "POST /partnerships": "createPartnership",
    "GET /partnerships/{id}": "getPartnership",
    "PUT /partnerships/{id}": "updatePartnership",
    "PATCH /partnerships/{id}": "patchPartnership",
    "GET /schools": "getSchools",
    "GET /schools/{id}": "getSchool",
    "GET /delivery-partners": "getDeliveryPartners",
    "GET /delivery-partners/{id}": "getDeliveryPartner",
    "GET /statements": "getStatements",
    "GET /statements/{id}": "getStatement",
}
EVERYWHERE = {"200", "400", "401", "404", "405", "429"}
STATUSES = {"GET": EVERYWHERE | {"304"}}
WRITES = EVERYWHERE | {"413", "422"}


def answered():
    """Yield each example of each answer with its schema, once however many operations give it."""
    told = set()
    for operation, (_, _, node) in OPERATIONS.items():
        for status, answer in node["responses"].items():
            for media in resolve(answer).get("content", {}).values():
                for name, value in examples(media):
                    if (key := (str(answer), name)) not in told:
                        told.add(key)
                        yield pytest.param(
                            media["schema"], value, id=f"{operation}-{status}-{name}"
                        )


def sent():
    """Yield each example of each body and parameter with its schema, once."""
    told = set()
    for operation, (_, _, node) in OPERATIONS.items():
        bodies = resolve(node.get("requestBody", {})).get("content", {})
        parameters = ((each["name"], each) for each in map(resolve, node["parameters"]))
        for part, holder in [*bodies.items(), *parameters]:
            for name, value in examples(holder):
                if (key := (str(holder), name)) not in told:
                    told.add(key)
                    yield pytest.param(holder["schema"], value, id=f"{operation}-{part}-{name}")


def objects(schema, seen):
    """Yield each schema of an object with properties that a schema leads to, by its reference."""
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if reference:
            if reference not in seen:
                seen.add(reference)
                yield from objects(resolve(schema), seen)
            return
        if "properties" in schema:
            yield schema
        inside = [*schema.get("properties", {}).values(), schema.get("items")]
        for each in [*inside, *schema.get("anyOf", [])]:
            yield from objects(each, seen)


def test_it_is_an_openapi_document():
    validate(published.document("v3"))


@pytest.mark.rule("V3-FMT-13")
def test_it_has_the_24_operations_and_patch():
    found = {
        f"{method} {path.removeprefix('/api/v3')}": name
        for name, (method, path, _) in OPERATIONS.items()
    }
    assert found == PATHS


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_knows_the_statuses_that_can_happen(operation):
    method, _, node = OPERATIONS[operation]
    assert set(node["responses"]) == STATUSES.get(method, WRITES)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_can_be_asked_on_another_day(operation):
    names = [resolve(each)["name"] for each in OPERATIONS[operation][2]["parameters"]]
    assert "X-With-Server-Date" in names


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_with_a_body_has_an_example(operation):
    bare = [
        status
        for status, answer in OPERATIONS[operation][2]["responses"].items()
        for media in resolve(answer).get("content", {}).values()
        if not media.get("examples")
    ]
    assert bare == []


@pytest.mark.parametrize(("schema", "example"), list(answered()))
def test_every_example_of_an_answer_is_one(schema, example):
    assert errors(schema, example) == []


@pytest.mark.parametrize(("schema", "example"), list(sent()))
def test_every_example_of_a_body_or_parameter_is_one(schema, example):
    assert errors(schema, example) == []


@pytest.mark.rule("V3-FMT-2")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_object_of_an_answer_is_closed_and_whole(operation):
    found = list(objects(answer_schema(operation, 200), set()))
    assert len(found) > 2
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def links():
    """Yield each link of each answer: the operation, its answer, the link's name, the link."""
    for operation, (_, _, node) in OPERATIONS.items():
        for status, answer in node["responses"].items():
            for name, link in resolve(answer).get("links", {}).items():
                yield pytest.param(resolve(answer), link, id=f"{operation}-{status}-{name}")


def expressions(value):
    """Yield the pointers into the body that a link's parameters and body name."""
    if isinstance(value, dict):
        for each in value.values():
            yield from expressions(each)
    elif isinstance(value, str) and value.startswith("$"):
        assert value.startswith("$response.body#/")
        yield value.removeprefix("$response.body#/").split("/")


def pointed(instance, pointer):
    """Return what a pointer leads to."""
    for part in pointer:
        instance = instance[int(part) if isinstance(instance, list) else part]
    return instance


@pytest.mark.parametrize(("answer", "link"), list(links()))
def test_every_link_leads_from_something_shown_to_an_operation_that_takes_it(answer, link):
    _, path, node = OPERATIONS[link["operationId"]]
    assert set(link.get("parameters", {})) == ({"id"} if "{id}" in path else set())
    assert ("requestBody" in link) == ("requestBody" in node)
    found = [*expressions(link.get("parameters", {})), *expressions(link.get("requestBody", {}))]
    shown = [value for _, value in examples(answer["content"]["application/json"])]
    assert found
    for pointer in found:
        assert any(value["data"] and isinstance(pointed(value, pointer), str) for value in shown)


def test_links_lead_to_every_operation_that_takes_an_id():
    reached = {each.values[1]["operationId"] for each in links()}
    taking = {name for name, (_, path, _) in OPERATIONS.items() if "{id}" in path}
    assert reached == taking | {"createDeclaration", "createPartnership"}
