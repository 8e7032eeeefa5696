"""Checks of control requests, compiled from the document: it alone says what is valid."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import orjson

from ecf_sandbox.engine.http.control.replies import invalid
from ecf_sandbox.engine.http.control.schema_errors import Forms, describe_errors, pattern_examples
from ecf_sandbox.engine.http.document import Document, Json, Node, Validator

SQLITE = "application/vnd.sqlite3"

_JSON = "application/json"
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class ControlOperation:
    """One operation of the control API, ready to check requests."""

    name: str
    path: str
    method: str
    query: Mapping[str, tuple[Json, Validator]]
    body: Validator | None
    media_types: tuple[str, ...]
    body_required: bool
    forms: Forms

    def read_query(self, raw: bytes) -> Mapping[str, str | int]:
        """Return the query; raises ControlError for what the document does not know.

        A call without parameters ignores what is sent.
        """
        if not self.query:
            return {}
        found: dict[str, str | int] = {}
        for name, text in parse_qsl(raw.decode("latin-1"), keep_blank_values=True):
            if name not in self.query:
                known = ", ".join(self.query)
                raise invalid(f"The query parameter {name!r:.80} is unknown; known: {known}.")
            if name in found:
                raise invalid(f"The query parameter {name} was sent twice.")
            found[name] = self._value(name, text)
        return found

    def read_body(self, content_type: str, raw: bytes) -> Json:
        """Return the JSON of a body; raises ControlError where the document refuses it."""
        if self.body is None or (not raw and not self.body_required):
            return {}
        if content_type != _JSON:
            raise invalid("Content-Type must be " + " or ".join(self.media_types) + ".")
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise invalid("The body is not JSON that can be read.") from None
        try:
            if not self.body.is_valid(body):
                raise invalid(describe_errors(self.body, body, self.forms))
        except ValueError:  # what the validator says of JSON that it cannot get to the bottom of
            raise invalid("The body is nested too deeply: send fewer levels of JSON.") from None
        return _with_whole_numbers(body)

    def _value(self, name: str, text: str) -> str | int:
        schema, check = self.query[name]
        number = schema.get("type") == "integer" and _WHOLE_NUMBER.fullmatch(text)
        value = int(text) if number else text
        if not check.is_valid(value):
            whole = f"The query parameter {name}"
            raise invalid(describe_errors(check, value, self.forms, whole=whole))
        return value


def _with_whole_numbers(body: Json) -> Json:
    """Return JSON whose numbers without a fraction are ints: to a schema `2.0` is an integer."""
    if isinstance(body, dict):
        return {key: _with_whole_numbers(each) for key, each in body.items()}
    if isinstance(body, list):
        return [_with_whole_numbers(each) for each in body]
    return int(body) if isinstance(body, float) and body.is_integer() else body


def control_operations(document: Document) -> Mapping[str, ControlOperation]:
    """Return the document's operations by operationId, their checks compiled."""
    forms = pattern_examples(document.json)
    return {name: _operation(document, node, forms) for name, node in document.operations.items()}


def _operation(document: Document, node: Node, forms: Forms) -> ControlOperation:
    body = document.resolve(node.json.get("requestBody", {}))
    content = body.get("content", {})
    return ControlOperation(
        name=node.name,
        path=node.path,
        method=node.method,
        query={
            each["name"]: (document.resolve(each["schema"]), document.compile(each["schema"]))
            for each in node.parameters
            if each["in"] == "query"
        },
        body=document.compile(content[_JSON]["schema"]) if _JSON in content else None,
        media_types=tuple(content),
        body_required=body.get("required", False),
        forms=forms,
    )
