"""An OpenAPI document, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import jsonschema_rs
import yaml

Json = Any

_METHODS = ("get", "put", "post", "delete", "patch")


class Validator(Protocol):
    """What a compiled schema can do for us."""

    def is_valid(self, instance: Json) -> bool: ...
    def iter_errors(self, instance: Json) -> Iterator[Any]: ...


@dataclass(frozen=True, slots=True)
class Node:
    """One operation as it stands in the document, its parameters resolved."""

    name: str
    path: str
    method: str
    json: Json
    parameters: tuple[Json, ...]


class Document:
    """An OpenAPI document: its source, its operations, and schemas compiled on demand."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_bytes()

    @cached_property
    def json(self) -> Json:
        """The document itself, parsed when it is first asked for."""
        return yaml.load(self.source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    @cached_property
    def operations(self) -> Mapping[str, Node]:
        """The operations by operationId."""
        return {
            node["operationId"]: self._node(path, method, node, item.get("parameters", []))
            for path, item in self.json["paths"].items()
            for method, node in item.items()
            if method in _METHODS
        }

    def compile(self, schema: Json) -> Validator:
        """Return a schema of this document, ready to check instances."""
        return jsonschema_rs.validator_for({**schema, "components": self.json["components"]})

    def resolve(self, node: Json) -> Json:
        """Return what a node refers to, or the node itself."""
        while "$ref" in node:
            target = self.json
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def _node(self, path: str, method: str, node: Json, shared: list[Json]) -> Node:
        parameters = (self.resolve(each) for each in [*shared, *node.get("parameters", [])])
        return Node(node["operationId"], path, method.upper(), node, tuple(parameters))
