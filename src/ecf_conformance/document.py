"""Holds every answer of a run against the document: no answer may be one that it does not know."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from ecf_conformance import resources
from ecf_conformance.document_choices import resolved
from ecf_conformance.exchange import Exchange
from ecf_conformance.overlay import BadOverlay, applied, idle_targets

Json = Any


class BadDocument(Exception):
    """A document or an overlay that cannot be used; the message is the one line that says why."""


class Document:
    """The answers that an OpenAPI document promises, by path, method and status.

    Where an overlay says more than the document, what only the overlay lets pass is `excused`.
    `modern` is it in the words of JSON Schema, as validators know them, and not of OpenAPI 3.0;
    `idle` are targets of the overlay's actions that are nowhere in the document.
    """

    def __init__(
        self, file: Path | None = None, overlay: Path | None = None, *, api: str = "v1"
    ) -> None:
        plain = _read(file or resources.path("openapi", f"{api}.yaml"))
        self.root, self.idle = _overlaid(plain, overlay) if overlay else (plain, [])
        self.modern = _modern(self.root)
        paths = dict(sorted(self.modern.get("paths", {}).items(), key=_parameters))
        self._paths = {_pattern(path): item for path, item in paths.items()}
        self._plain = Document(file, api=api) if overlay else None
        self._excused: Counter[str] = Counter()

    @classmethod
    def of(
        cls,
        api: str,
        file: Path | None,
        overlay: Path | str | None,
        *,
        overlays: Mapping[str, Path],
    ) -> "Document":
        """Return the document of an API, or of a file, with an overlay: a file's, or by its name.

        Raises BadDocument.
        """
        if overlay is None:
            return cls(file, api=api)
        if Path(overlay).is_file():
            return cls(file, Path(overlay), api=api)
        if str(overlay) not in overlays:
            raise BadDocument(f"API {api} has no overlay {overlay}: give a file")
        return cls(file, overlays[str(overlay)], api=api)

    @property
    def excused(self) -> list[str]:
        """What the overlay let pass, each with how often; in words, the most frequent first."""
        return [f"{times} times: {what}" for what, times in self._excused.most_common()]

    def note(self, exchange: Exchange, path: str) -> None:
        """Count what an overlay lets pass, of an answer that others judge."""
        if self._plain is not None:
            self.violation(exchange, path)

    def violation(self, exchange: Exchange, path: str) -> str | None:
        """Return what the document does not know of an answer; `path` is without the query."""
        found = self._violation(exchange, path)
        if found is None and self._plain is not None:
            self._excuse(exchange, self._plain.violation(exchange, path))
        return found

    def excuses_attributes(self, exchange: Exchange, path: str) -> bool:
        """Return whether an answer fits the document only because of the overlay."""
        if self._plain is None:
            return False
        return self._violation(exchange, path) is None and bool(
            self._plain.violation(exchange, path)
        )

    def excuses_type(self, exchange: Exchange, path: str) -> bool:
        """Return whether an answer has its media type from the overlay alone."""
        if self._plain is None:
            return False
        kind = _kind(exchange)
        return kind in self._kinds(exchange, path) - self._plain._kinds(exchange, path)

    def _kinds(self, exchange: Exchange, path: str) -> set[str]:
        promised = self._promised(self._items(path), exchange) or {}
        return set(_by_kind(promised))

    def _excuse(self, exchange: Exchange, plainly: str | None) -> None:
        if plainly:
            what = plainly.removeprefix(exchange.line).lstrip(", ")
            self._excused[f"{exchange.method} answered {exchange.status} {what}"[:160]] += 1

    def _items(self, path: str) -> list[Json]:
        """Return what there is at a path; one without parameters comes before a template."""
        found = [item for pattern, item in self._paths.items() if pattern.fullmatch(path)]
        return found[:1]

    def _violation(self, exchange: Exchange, path: str) -> str | None:
        items = self._items(path)
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
        status = str(exchange.status)
        for item in items:
            if method in item or exchange.status == 405:
                operations = [item[method]] if method in item else _operations(item)
                for operation in operations:
                    for name in (status, f"{status[0]}XX", "default"):
                        if name in operation["responses"]:
                            return resolved(self.modern, operation["responses"][name])
        return None

    def _faults(self, promised: Json, exchange: Exchange) -> Iterator[str]:
        for name in promised.get("headers", {}):
            if name.lower() not in exchange.headers:
                yield f"{exchange.line} without the header {name}"
        content, kind = _by_kind(promised), _kind(exchange)
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
        whole = {**json.loads(schema), "components": self.modern.get("components", {})}
        return jsonschema_rs.validator_for(whole, validate_formats=True)


def _read(file: Path) -> Json:
    try:
        found = _textual(resources.read_yaml(file))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadDocument(f"{file} cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(found, dict):
        raise BadDocument(f"{file} holds no object")
    return found


def _overlaid(document: Json, file: Path) -> tuple[Json, list[str]]:
    overlay = _read(file)
    try:
        return applied(document, overlay), idle_targets(document, overlay)
    except BadOverlay as error:
        raise BadDocument(f"{file}: {error}") from None


def _modern(node: Json) -> Json:
    """Return schemas with null as a type, where OpenAPI 3.0 says `nullable`."""
    if isinstance(node, list):
        return [_modern(each) for each in node]
    if not isinstance(node, dict):
        return node
    is_schema = isinstance(node.get("nullable"), bool)
    found = {
        name: _modern(value) for name, value in node.items() if not is_schema or name != "nullable"
    }
    return {"anyOf": [found, {"type": "null"}]} if node.get("nullable") is True else found


def _textual(node: Json) -> Json:
    """Return YAML as JSON has it: keys are text, as `200:` is not, and so are dates."""
    if isinstance(node, dict):
        return {str(name): _textual(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_textual(each) for each in node]
    return node.isoformat() if isinstance(node, date) else node


def _kind(exchange: Exchange) -> str:
    return exchange.headers.get("content-type", "").partition(";")[0].strip()


def _by_kind(promised: Json) -> dict[str, Json]:
    """Return what is promised by media type, without the parameters of those."""
    content = promised.get("content", {})
    return {name.partition(";")[0].strip(): each for name, each in content.items()}


def _parameters(path: tuple[str, Json]) -> int:
    return path[0].count("{")


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _operations(item: Mapping[str, Json]) -> list[Json]:
    return [each for each in item.values() if isinstance(each, dict) and "responses" in each]
