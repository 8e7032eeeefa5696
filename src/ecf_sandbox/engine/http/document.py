"""OpenAPI documents: files, and what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import jsonschema_rs
import orjson

from ecf_sandbox.engine import cache, yaml_text

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


def merged(base: Json, extension: Json) -> Json:
    """Return a document with what extends it: mappings are merged, all else takes its place."""
    if not isinstance(base, dict) or not isinstance(extension, dict):
        return extension
    both = {name: merged(base[name], extension[name]) for name in extension if name in base}
    return {**base, **extension, **both}


def _parsed(path: Path) -> Json:
    """Return a document as JSON, which is kept: to read YAML takes forty times as long."""
    text = path.read_bytes()
    name = f"document-{blake2b(text, digest_size=12).hexdigest()}.json"
    try:
        return orjson.loads((cache.folder() / name).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        json = yaml_text.load(text)
        cache.keep(name, orjson.dumps(json))
        cache.forget_oldest(cache.folder(), "document-*.json")
        return json


def self_contained(schema: Json, document: Json) -> Json:
    """Return a schema with the components that it refers to, directly or not, and no others.

    A compiled schema keeps a copy of all that it is given: a whole document is a megabyte.
    """
    components: Json = {}
    seen: set[str] = set()
    left = [schema]
    while left:
        for reference in set(_references_in(left.pop())) - seen:
            seen.add(reference)
            kind, name, *_ = reference.removeprefix("#/components/").split("/")
            component = document["components"][kind][name]
            components.setdefault(kind, {})[name] = component
            left.append(component)
    return {**schema, "components": components}


def _references_in(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _references_in(each)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        yield from _references_in(list(node.values()))


def _resolved(node: Json, document: Json) -> Json:
    while "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


class Document:
    """An OpenAPI document: its operations, and schemas compiled on demand."""

    def __init__(self, json: Json) -> None:
        self.json = json

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
        return jsonschema_rs.validator_for(self_contained(schema, self.json))

    def resolve(self, node: Json) -> Json:
        """Return what a node refers to, or the node itself."""
        return _resolved(node, self.json)

    def _node(self, path: str, method: str, node: Json, shared: list[Json]) -> Node:
        parameters = (self.resolve(each) for each in [*shared, *node.get("parameters", [])])
        return Node(node["operationId"], path, method.upper(), node, tuple(parameters))


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The file of an OpenAPI document; with an extension, one that is merged with it.

    What is read is a megabyte, so nothing of it is kept here.
    """

    path: Path
    extension: Path | None = None

    def read(self) -> Document:
        """Return what it says."""
        json = _parsed(self.path)
        return Document(json if self.extension is None else merged(json, _parsed(self.extension)))

    def source(self) -> bytes:
        """Return it as YAML."""
        if self.extension is None:
            return self.path.read_bytes()
        return yaml_text.dump(self.read().json)
