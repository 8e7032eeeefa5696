"""The OpenAPI document, as the server uses it: operations, and checks of query and body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote

import jsonschema_rs
import orjson
import yaml

from ecf_sandbox.domain.problems import BadRequest

Json = Any
Query = Mapping[str, Mapping[str, str | int]]

_METHODS = ("get", "put", "post", "delete", "patch")
_MEDIA_TYPES = frozenset({b"application/json", b"application/vnd.api+json"})
_BRACKETED = re.compile(r"(\w+)(?:\[(.*)\])?", re.DOTALL)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,300}")
_NO_QUERY: Query = {}


class Validator(Protocol):
    """What a compiled schema can do for us."""

    def is_valid(self, instance: Json) -> bool: ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """One deepObject query parameter: a compiled check of each key."""

    name: str
    keys: Mapping[str, Json]
    checks: Mapping[str, Validator]

    def read(self, key: str, text: str) -> str | int:
        """Return the value of a key, or refuse it in words of our own."""
        schema = self.keys[key]
        value: str | int = unquote(text) if "%" in text else text
        if schema.get("type") == "integer" and _WHOLE_NUMBER.fullmatch(str(value)):
            value = int(value)
        if not self.checks[key].is_valid(value):
            raise BadRequest(f"{self.name}[{key}] must be {_wanted(schema)}")
        return value


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document, ready to check requests."""

    name: str
    path: str
    method: str
    parameters: Mapping[str, Parameter]
    envelope: Validator | None

    def query(self, raw: bytes) -> Query:
        """Return the query by parameter and key; what the document doesn't name is ignored.

        Raises BadRequest for a parameter that is not an object, a repeated key, or a value
        that its schema refuses. Values may be percent-encoded twice.

        Rules: FMT-5, LIST-1, LIST-3, LIST-4.
        """
        if not raw or not self.parameters:
            return _NO_QUERY
        found: dict[str, dict[str, str | int]] = {}
        for text, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True):
            matched = _BRACKETED.fullmatch(text)
            parameter = matched and self.parameters.get(matched[1])
            if matched and parameter:
                _put(found.setdefault(parameter.name, {}), parameter, matched[2], value)
        return found

    def body(self, content_type: bytes, raw: bytes) -> Json:
        """Return the request's JSON, whose shape the document's envelope accepts (FMT-1, FMT-5)."""
        if self.envelope is None:
            return None
        if content_type.partition(b";")[0].strip().lower() not in _MEDIA_TYPES:
            raise BadRequest(
                "Content-Type must be application/json or application/vnd.api+json, with a body"
            )
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise BadRequest("The body is not JSON that can be read: send UTF-8 JSON") from None
        if not self.envelope.is_valid(body):
            raise BadRequest("The body must be an object whose #/data is an object, not empty")
        return body


class Document:
    """An OpenAPI document, read once at start."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_bytes()
        self.json: Json = yaml.load(
            self.source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """The operations by operationId, their checks compiled."""
        return {
            each["operationId"]: self._operation(path, method, each, shared)
            for path, item in self.json["paths"].items()
            for shared in [item.get("parameters", [])]
            for method, each in item.items()
            if method in _METHODS
        }

    def _operation(self, path: str, method: str, node: Json, shared: Json) -> Operation:
        named = [self._resolve(each) for each in [*shared, *node.get("parameters", [])]]
        deep = [self._parameter(each) for each in named if each.get("style") == "deepObject"]
        return Operation(
            name=node["operationId"],
            path=path,
            method=method.upper(),
            parameters={each.name: each for each in deep},
            envelope=self._envelope if "requestBody" in node else None,
        )

    def _parameter(self, node: Json) -> Parameter:
        keys = {
            key: self._resolve(schema)
            for key, schema in self._resolve(node["schema"])["properties"].items()
        }
        checks = {key: jsonschema_rs.validator_for(schema) for key, schema in keys.items()}
        return Parameter(node["name"], keys, checks)

    @cached_property
    def _envelope(self) -> Validator:
        return jsonschema_rs.validator_for(self.json["components"]["schemas"]["Envelope"])

    def _resolve(self, node: Json) -> Json:
        while "$ref" in node:
            target = self.json
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def _put(
    values: dict[str, str | int], parameter: Parameter, inside: str | None, value: str
) -> None:
    """Add one `name[key]=value` of a query to what is known of its parameter."""
    if not inside:
        raise BadRequest(
            f"{parameter.name} must be an object: send {parameter.name}"
            f"[{next(iter(parameter.keys))}]=...",
            title="Bad parameter" if parameter.name == "filter" else "Bad request",
        )
    key = inside.partition("]")[0]
    if key not in parameter.keys:
        return
    if key != inside or key in values:
        raise BadRequest(f"{parameter.name}[{key}] must be one value, given once")
    values[key] = parameter.read(key, value)


def _wanted(schema: Json) -> str:
    if schema.get("type") == "integer":
        return f"a whole number, at least {schema.get('minimum', 0)}"
    example = next(iter(schema.get("examples", [])), schema.get("example"))
    return f"a value such as {example}"
