"""The published documents, read without the product's help, and bodies made up from them."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import yaml
from hypothesis import strategies as st

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.http.document import self_contained

Json = Any

METHODS = ("get", "put", "post", "delete", "patch")


@cache
def document(name: str = "v1") -> Json:
    """Return a provider API's document: of `v1` or `v3`."""
    return yaml.load(resources.path("openapi", f"{name}.yaml").read_bytes(), yaml.CSafeLoader)


def operations(name: str = "v1") -> Iterator[tuple[str, str, str, Json]]:
    """Yield each operation's id, method, path and node."""
    for path, item in document(name)["paths"].items():
        for method in METHODS:
            if method in item:
                yield item[method]["operationId"], method.upper(), path, item[method]


def resolve(node: Json, name: str = "v1") -> Json:
    """Follow references to where they lead."""
    while isinstance(node, dict) and "$ref" in node:
        target = document(name)
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def errors(schema: Json, instance: Json, name: str = "v1") -> list[str]:
    """Return what is wrong with an instance, formats included."""
    return [str(each) for each in _validator(json.dumps(schema), name).iter_errors(instance)]


@cache
def _validator(schema: str, name: str) -> Any:
    whole = self_contained(json.loads(schema), document(name))
    return jsonschema_rs.validator_for(whole, validate_formats=True)


def attribute_schemas(schema: Json, document_name: str = "v1") -> dict[str, list[Json]]:
    """Return what a request schema says of each attribute, wherever it says it."""
    found: dict[str, list[Json]] = {}
    node = resolve(schema, document_name)
    for part in [*node.get("allOf", []), *node.get("anyOf", [])]:
        for name, said in attribute_schemas(part, document_name).items():
            found.setdefault(name, []).extend(said)
    data = resolve(node.get("properties", {}).get("data", {}), document_name)
    attributes = resolve(data.get("properties", {}).get("attributes", {}), document_name)
    for each in [attributes, *attributes.get("allOf", []), *attributes.get("anyOf", [])]:
        for name, said in resolve(each, document_name).get("properties", {}).items():
            found.setdefault(name, []).append(resolve(said, document_name))
    return found


_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_PLAIN = st.none() | st.booleans() | _NUMBERS | st.text(max_size=9)
_NAMES = st.text(max_size=4)
JUNK = _PLAIN | st.lists(_PLAIN, max_size=2) | st.dictionaries(_NAMES, _PLAIN, max_size=2)
_SLIPS = st.sampled_from(("{} ", " {}", "{}\n", "{}\0", "{}{}", ""))
_TURNS = st.sampled_from((str.upper, str.title))


def values(schemas: list[Json]) -> st.SearchStrategy[Json]:
    """Return values that schemas describe, values that nearly fit, and junk."""
    described: list[st.SearchStrategy[Json]] = []
    for schema in schemas:
        if "const" in schema:
            described.append(st.just(schema["const"]))
        if "enum" in schema:
            described.append(st.sampled_from(schema["enum"]))
        if "pattern" in schema:
            described.append(st.from_regex(schema["pattern"], fullmatch=True))
        if "integer" in schema.get("type", []):
            described.append(st.integers(2015, 2030))
    right = st.one_of(described) if described else JUNK
    texts = right.map(str)
    slips = st.builds(lambda text, slip: slip.format(text, text), texts, _SLIPS)
    cases = st.builds(lambda text, turn: turn(text), texts, _TURNS)
    return st.one_of(right, slips, cases, st.lists(right, max_size=2), JUNK)


def bodies(
    schema: Json, right: Mapping[str, Json], document_name: str = "v1"
) -> st.SearchStrategy[Json]:
    """Return request bodies: `right` attributes, some changed or gone, in an envelope or nearly."""
    by_name = {
        name: values(said) for name, said in attribute_schemas(schema, document_name).items()
    }
    names = st.lists(st.sampled_from(sorted(by_name)), max_size=2, unique=True)
    unknown = st.dictionaries(_NAMES, JUNK, max_size=1)
    kinds, gone = st.just("any") | JUNK, st.integers(0, 4).map(lambda number: number == 0)

    @st.composite
    def body(draw: st.DrawFn) -> Json:
        attributes = dict(right)
        for name in draw(names):
            attributes[name] = draw(by_name[name])
            if draw(gone):
                del attributes[name]
        attributes |= draw(unknown)
        return {"data": {"type": draw(kinds), "attributes": attributes}}

    return body() | st.sampled_from(
        [{"data": []}, {"data": {"type": "any"}}, {"data": None}, {}, []]
    )
