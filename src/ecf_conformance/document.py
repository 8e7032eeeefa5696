"""Holds every answer of a run against the document: no answer may be one that it does not know."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from ecf_conformance import resources
from ecf_conformance.exchange import Exchange

Json = Any


class Document:
    """The answers that an OpenAPI document promises, by path, method and status."""

    def __init__(self, file: Path | None = None) -> None:
        self._root = resources.read_yaml(file or resources.path("openapi", "v1.yaml"))
        paths = self._root.get("paths", {})
        self._paths = {_pattern(path): item for path, item in paths.items()}

    def trouble(self, exchange: Exchange, path: str) -> str | None:
        """Return what the document does not know of an answer; `path` is without the query."""
        items = [item for pattern, item in self._paths.items() if pattern.fullmatch(path)]
        if not items:
            return (
                None if exchange.status == 404 else f"{exchange.line}, at no path of the document"
            )
        promised = self._promised(items, exchange)
        if promised is None:
            return f"{exchange.line}, a status that the document does not have there"
        if exchange.method == "HEAD" or exchange.status == 304:
            return None
        return next(self._faults(promised, exchange), None)

    def _promised(self, items: list[Json], exchange: Exchange) -> Json | None:
        """Return the response object of the status, from any operation that serves the path."""
        method = "get" if exchange.method == "HEAD" else exchange.method.lower()
        for item in items:
            if method in item or exchange.status == 405:
                operations = [item[method]] if method in item else _operations(item)
                for operation in operations:
                    if str(exchange.status) in operation["responses"]:
                        return self._resolved(operation["responses"][str(exchange.status)])
        return None

    def _faults(self, promised: Json, exchange: Exchange) -> Iterator[str]:
        for name in promised.get("headers", {}):
            if name.lower() not in exchange.headers:
                yield f"{exchange.line} without the header {name}"
        content = promised.get("content", {})
        kind = exchange.headers.get("content-type", "").partition(";")[0].strip()
        if content and kind not in content:
            yield f"{exchange.line} as {kind!r}; the document says {', '.join(content)}"
        elif kind.endswith("json") and "schema" in content.get(kind, {}):
            yield from self._misfits(content[kind]["schema"], exchange)

    def _misfits(self, schema: Json, exchange: Exchange) -> Iterator[str]:
        try:
            found = exchange.json()
        except AssertionError as broken:
            yield str(broken)
            return
        for error in self._validator(json.dumps(schema, sort_keys=True)).iter_errors(found):
            where = "/".join(map(str, error.instance_path))
            yield f"{exchange.line} with {error.message[:300]} at {where or 'the top'}"

    @cache  # noqa: B019  # a document lives as long as its run
    def _validator(self, schema: str) -> Any:  # noqa: ANN401  # jsonschema_rs has no base class
        whole = {**json.loads(schema), "components": self._root.get("components", {})}
        return jsonschema_rs.validator_for(whole, validate_formats=True)

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            target = self._root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _operations(item: Mapping[str, Json]) -> list[Json]:
    return [each for each in item.values() if isinstance(each, dict) and "responses" in each]
