"""What the service itself answered, and took, conforms to openapi/v3.yaml."""

import json
from pathlib import Path

import pytest

from tests.v3.kit.document import answer_schema, errors, request_schema, resolve

RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "recorded.jsonl").read_text("utf-8").splitlines()
]


def in_order(schema, instance):
    """Return whether the keys of an instance stand as the properties of its schema do."""
    schema = resolve(schema)
    if "anyOf" in schema:
        return instance is None or in_order(schema["anyOf"][0], instance)
    if isinstance(instance, list):
        return all(in_order(schema["items"], each) for each in instance)
    if not isinstance(instance, dict):
        return True
    names = schema["properties"]
    return list(instance) == list(names) and all(
        in_order(names[key], value) for key, value in instance.items()
    )


def places(instance):
    """Yield every object inside an instance."""
    if isinstance(instance, dict):
        yield instance
    if isinstance(instance, dict | list):
        for each in instance.values() if isinstance(instance, dict) else instance:
            yield from places(each)


def named(rows):
    """Return recorded exchanges as rows of a test."""
    return [
        pytest.param(row, id=f"{number}-{row['operation']}-{row['status']}")
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("row", named(RECORDED))
def test_what_the_service_answered_conforms(row):
    assert errors(answer_schema(row["operation"], row["status"]), row["answer"]) == []


@pytest.mark.rule("V3-FMT-2")
@pytest.mark.parametrize("row", named([each for each in RECORDED if each["status"] == 200]))
def test_what_the_service_answered_stands_in_the_order_of_the_schema(row):
    assert in_order(answer_schema(row["operation"], 200), row["answer"])


@pytest.mark.rule("V3-FMT-2")
@pytest.mark.parametrize("operation", sorted({each["operation"] for each in RECORDED}))
def test_an_answer_with_more_or_less_would_not_conform(operation):
    row = next(each for each in RECORDED if each["operation"] == operation)
    schema, tried = answer_schema(operation, row["status"]), 0
    for place in places(row["answer"]):
        place["more"] = 1
        assert errors(schema, row["answer"])
        del place["more"]
        for key in list(place):
            kept = dict(place)
            del place[key]
            assert errors(schema, row["answer"]), key
            place.clear()
            place.update(kept)
            tried += 1
    assert tried > 0


@pytest.mark.rule("V3-DECL-19")
@pytest.mark.parametrize("row", named([each for each in RECORDED if "body" in each]))
def test_what_the_service_accepted_conforms(row):
    assert errors(request_schema(row["operation"]), row["body"]) == []
