"""Validates requests, as they were sent, against the document."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema_rs

from ecf_conformance.document_choices import resolved
from ecf_conformance.exchange import Exchange

Json = Any

_METHODS = {"get", "put", "post", "patch", "delete", "head", "options", "trace"}
_BRACKETS = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")


class RequestValidation:
    """The requests that a document describes, for an operation named like `PUT /things/{id}`."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def operation(self, name: str) -> Mapping[str, Json]:
        """Return an operation of the document, or nothing."""
        method, _, path = name.partition(" ")
        found: Mapping[str, Json] = self._item(path).get(method.lower(), {})
        return found

    def methods(self, path: str) -> set[str]:
        """Return the methods that a path of the document has, in small letters."""
        return _METHODS & set(self._item(path))

    def takes(self, name: str, what: str, value: Json) -> bool:
        """Return whether a parameter of the path may be this."""
        found = [it for it in self._parameters(name) if (it["in"], it["name"]) == ("path", what)]
        return any(self._reads(it.get("schema", {}), value) for it in found)

    def takes_body(self, name: str, kind: str, body: Json) -> bool:
        """Return whether a body of a media type is one that the document describes."""
        return not list(self._body_faults(name, kind, body))

    def faults(self, name: str, exchange: Exchange, base: str = "") -> list[str]:
        """Return what a request breaks, in words; nothing if it is as the document asks."""
        method, _, path = name.partition(" ")
        if exchange.method != method:
            return [f"{exchange.method} is not asked for there"]
        parts = urlsplit(exchange.url)
        given = {
            "path": _in_path(path, parts.path.removeprefix(base)),
            "query": _in_query(parts.query),
            "header": dict(exchange.sent_headers),
        }
        return [
            *self._parameter_faults(name, given),
            *self._sent_body_faults(name, exchange),
        ]

    def _item(self, path: str) -> Mapping[str, Json]:
        found: Mapping[str, Json] = self._resolved(self._root.get("paths", {}).get(path, {}))
        return found

    def _parameters(self, name: str) -> Iterator[Mapping[str, Json]]:
        shared = self._item(name.partition(" ")[2]).get("parameters", [])
        for each in [*shared, *self.operation(name).get("parameters", [])]:
            yield self._resolved(each)

    def _parameter_faults(self, name: str, given: Mapping[str, Json]) -> Iterator[str]:
        for parameter in self._parameters(name):
            where, what = parameter["in"], parameter["name"]
            known = given.get(where, {})
            key = what.lower() if where == "header" else what
            if key not in known:
                if parameter.get("required"):
                    yield f"the {where} lacks {what}"
                continue
            schema = parameter.get("schema", {})
            if not self._reads(schema, known[key]):
                yield f"{what} in the {where} is {known[key]!r}"

    def _reads(self, schema: Json, value: Json) -> bool:
        """Return whether text on the wire can be read as what a schema describes."""
        return any(self._is_valid(schema, each) for each in _readings(value))

    def _sent_body_faults(self, name: str, exchange: Exchange) -> Iterator[str]:
        asked = self._resolved(self.operation(name).get("requestBody", {}))
        if not asked:
            return
        if not exchange.sent:
            if asked.get("required"):
                yield "the body is missing"
            return
        kind = exchange.sent_headers.get("content-type", "")
        try:
            body = json.loads(exchange.sent)
        except ValueError:
            yield "the body is not JSON"
            return
        yield from self._body_faults(name, kind, body)

    def _body_faults(self, name: str, kind: str, body: Json) -> Iterator[str]:
        asked = self._resolved(self.operation(name).get("requestBody", {}))
        content = {each.partition(";")[0]: it for each, it in asked.get("content", {}).items()}
        known = content.get(kind.partition(";")[0].strip().lower())
        if known is None:
            yield f"the body is {kind or 'of no type'}"
        elif not self._is_valid(known.get("schema", {}), body):
            yield "the body is not as the schema says"

    def _is_valid(self, schema: Json, value: Json) -> bool:
        try:
            return bool(self._validator(_key(schema)).is_valid(value))
        except ValueError:  # bytes and such, which no JSON is
            return False

    @cache  # noqa: B019  # a document lives as long as its run
    def _validator(self, schema: str) -> Any:  # noqa: ANN401  # jsonschema_rs has no base class
        said = json.loads(schema)
        whole = {**said, "components": self._root.get("components", {})} if said else {}
        return jsonschema_rs.validator_for(whole, validate_formats=True)

    def _resolved(self, node: Json) -> Json:
        return resolved(self._root, node)


def _key(schema: Json) -> str:
    return json.dumps(schema, sort_keys=True)


def _in_path(template: str, path: str) -> dict[str, str]:
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]*)", re.escape(template))
    found = re.fullmatch(pattern, path)
    return {name: unquote(value) for name, value in found.groupdict().items()} if found else {}


def _in_query(query: str) -> dict[str, Json]:
    """Return parameters by name: text, `name[key]` as objects, and what is repeated as lists."""
    found: dict[str, Json] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        brackets = _BRACKETS.fullmatch(name)
        if brackets is None:
            found[name] = [found[name], value] if name in found else value
            continue
        holder = found.setdefault(brackets[1], {})
        keys = brackets[2][1:-1].split("][")
        if not isinstance(holder, dict):
            found[brackets[1]] = [holder, value]
        elif len(keys) > 1 or keys[0] in holder:
            holder[keys[0]] = [holder.get(keys[0]), value]
        else:
            holder[keys[0]] = value
    return found


def _readings(value: Json) -> Iterator[Json]:
    """Yield what a value on the wire may stand for: text, or a number, a truth, nothing."""
    if isinstance(value, dict):
        yield {name: _reading(each) for name, each in value.items()}
        yield value
        return
    yield value
    if isinstance(value, str):
        yield _reading(value)


def _reading(value: Json) -> Json:
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?|true|false|null", value):
        return json.loads(value) if not re.fullmatch(r"-?0\d+", value) else value
    return value
