"""openapi/v3.yaml, read without the product's help."""

import json
import re

from tests.kit import published

OPERATIONS = {name: (method, path, node) for name, method, path, node in published.operations("v3")}


def resolve(node):
    """Follow references of this document."""
    return published.resolve(node, "v3")


def errors(schema, instance):
    """Return what is wrong with an instance by this document."""
    return published.errors(schema, instance, "v3")


def answer_schema(operation, status):
    """Return the schema of an operation's JSON answers of a status."""
    answer = resolve(OPERATIONS[operation][2]["responses"][str(status)])
    return answer["content"]["application/json"]["schema"]


def request_schema(operation):
    """Return the schema of an operation's bodies."""
    body = resolve(OPERATIONS[operation][2]["requestBody"])
    return body["content"]["application/json"]["schema"]


def examples(holder):
    """Yield the name and value of each example that a media type or a parameter has."""
    for name, example in holder.get("examples", {}).items():
        yield name, resolve(example)["value"]


def operation_of(method, path):
    """Return the operation of a method and a path, None where there is none."""
    literal_first = sorted(OPERATIONS.items(), key=lambda each: "{" in each[1][1])
    for name, (known, template, _) in literal_first:
        pattern = "[^/]+".join(re.escape(part) for part in template.split("{id}"))
        if known.upper() == method.upper() and re.fullmatch(pattern, path):
            return name
    return None


def accepted_conforms(request, answer):
    """Assert that a body which was accepted is one that the document describes."""
    operation = operation_of(request.method, request.url.path)
    if operation is None or answer.status_code != 200 or request.method == "GET":
        return
    if "requestBody" in OPERATIONS[operation][2]:
        wrong = errors(request_schema(operation), json.loads(request.content))
        assert wrong == [], (operation, request.content, wrong)
