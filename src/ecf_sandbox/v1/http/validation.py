"""Checks of v1 requests, compiled from the document: the query, and the shape of the body."""

import re
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

import jsonschema_rs
import orjson

from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.engine.http.document import Document, Json, Node, Validator
from ecf_sandbox.engine.http.requests import Query

_MEDIA_TYPES = frozenset({b"application/json", b"application/vnd.api+json"})
_BRACKETED = re.compile(r"(\w+)(?:\[(.*)\])?", re.DOTALL)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,300}")
_NO_QUERY: Query = {}
_WRONG_TYPE = (
    "Content-Type must be application/json or application/vnd.api+json, and a body must follow"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One deepObject query parameter: a compiled check of each key, and an example."""

    name: str
    keys: Mapping[str, Json]
    checks: Mapping[str, Validator]
    examples: Mapping[str, Json]

    def read(self, key: str, text: str) -> str | int:
        """Return the value of a key, or refuse it in words of our own."""
        schema = self.keys[key]
        value: str | int = unquote(text) if "%" in text else text
        if schema.get("type") == "integer" and _WHOLE_NUMBER.fullmatch(str(value)):
            value = int(value)
        if not self.checks[key].is_valid(value):
            hint = "; in a URL, + is written %2B" if " " in text else ""
            raise BadRequest(
                f"{self.name}[{key}] must be {self._wanted(key)}{hint}", rule=self.rule_of(key)
            )
        return value

    def rule_of(self, key: str) -> str:
        """Return the rule that says what a key takes."""
        by_page = "LIST-1" if self.name == "page" else "LIST-3"
        return "LIST-5" if key == "participant_id" else by_page

    def _wanted(self, key: str) -> str:
        schema = self.keys[key]
        if schema.get("type") == "integer":
            return f"a whole number, at least {schema.get('minimum', 0)}"
        return f"a value such as {self.examples[key]}"


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one operation's requests."""

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
            raise BadRequest(_WRONG_TYPE, rule="FMT-1")
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise BadRequest("The body is not JSON that can be read: send UTF-8 JSON") from None
        if not self.envelope.is_valid(body):
            raise BadRequest("The body must be an object whose #/data is an object, not empty")
        return body


def checks(document: Document) -> Mapping[str, Checks]:
    """Return the checks of the document's operations by operationId, compiled."""
    envelope = jsonschema_rs.validator_for(document.json["components"]["schemas"]["Envelope"])
    return {name: _checks(document, node, envelope) for name, node in document.operations.items()}


def _checks(document: Document, node: Node, envelope: Validator) -> Checks:
    deep = [
        _parameter(document, each) for each in node.parameters if each.get("style") == "deepObject"
    ]
    return Checks(
        parameters={each.name: each for each in deep},
        envelope=envelope if "requestBody" in node.json else None,
    )


def _parameter(document: Document, node: Json) -> Parameter:
    keys = {
        key: document.resolve(schema)
        for key, schema in document.resolve(node["schema"])["properties"].items()
    }
    checks = {key: jsonschema_rs.validator_for(schema) for key, schema in keys.items()}
    examples = [document.resolve(each)["value"] for each in node["examples"].values()]
    return Parameter(node["name"], keys, checks, ChainMap(*examples))


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
        raise BadRequest(f"{parameter.name}[{key}] must be one value, given once", rule="LIST-3")
    values[key] = parameter.read(key, value)
