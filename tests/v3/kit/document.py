"""openapi/v3.yaml, read without the product's help."""

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
