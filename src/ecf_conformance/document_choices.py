"""What a document describes: its operations, their statuses, parameters and enum values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Any

METHODS = ("get", "put", "post", "delete", "patch")
_INNER = ("items", "additionalProperties", "not", "if", "then", "else", "contains")
_CHOICES = ("allOf", "anyOf", "oneOf", "prefixItems")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what it documents. `sends` and `answers` are enum values by property."""

    method: str
    path: str
    statuses: tuple[str, ...]
    parameters: tuple[str, ...]
    sends: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def operations(root: Json) -> Iterator[Operation]:
    """Yield the operations of a document in its order."""
    reader = _Reader(root)
    for path, item in root.get("paths", {}).items():
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield reader.operation(method.upper(), path, item, item[method])


def resolved(root: Json, node: Json) -> Json:
    """Return what a node of a document refers to, or the node itself."""
    while "$ref" in node:
        target = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


class _Reader:
    """Reads operations, following references."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def operation(self, method: str, path: str, item: Json, said: Json) -> Operation:
        responses = {str(name): each for name, each in said.get("responses", {}).items()}
        bodies = [self._resolved(said.get("requestBody", {}))]
        answers = [self._resolved(each) for each in responses.values()]
        listed = [*item.get("parameters", []), *said.get("parameters", [])]
        parameters = [name for each in listed for name in self._parameter(self._resolved(each))]
        return Operation(
            method=method,
            path=path,
            statuses=tuple(responses),
            parameters=tuple(dict.fromkeys(parameters)),
            sends=self._enums(bodies),
            answers=self._enums(answers),
        )

    def _parameter(self, said: Json) -> Iterator[str]:
        """Yield the names under which a parameter is sent: those of an object are many."""
        schema = self._resolved(said.get("schema", {}))
        if said.get("style") == "deepObject" and schema.get("properties"):
            yield from (f"{said['name']}[{each}]" for each in schema["properties"])
        else:
            yield str(said.get("name"))

    def _enums(self, messages: list[Json]) -> dict[str, tuple[str, ...]]:
        """Return the values of properties that have a fixed choice of several."""
        found: dict[str, dict[str, None]] = {}
        for message in messages:
            for media in message.get("content", {}).values():
                for name, value in self._values(media.get("schema", {}), "", frozenset()):
                    found.setdefault(name, {})[value] = None
        return {name: tuple(values) for name, values in found.items() if len(values) > 1}

    def _values(self, node: Json, name: str, seen: frozenset[int]) -> Iterator[tuple[str, str]]:
        """Yield enum values with the property that they are of; ends where a schema recurs."""
        if not isinstance(node, dict):
            return
        node = self._resolved(node)
        if id(node) in seen:
            return
        seen |= {id(node)}
        listed = node.get("enum", [node["const"]] if "const" in node else [])
        yield from ((name, each) for each in listed if name and isinstance(each, str))
        for inner, schema in node.get("properties", {}).items():
            yield from self._values(schema, inner, seen)
        for key in _INNER:
            yield from self._values(node.get(key), name, seen)
        for key in _CHOICES:
            for each in node.get(key, []):
                yield from self._values(each, name, seen)

    def _resolved(self, node: Json) -> Json:
        return resolved(self._root, node)
