"""Holds every answer that a test receives against the document."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import httpx2
import jsonschema_rs

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.http.app import Documents
from ecf_sandbox.engine.http.document import self_contained

Json = Any


class DocumentedAnswers:
    """The answers that a document promises, by method, path and status."""

    def __init__(self, document: Json) -> None:
        self._document = document
        literal_first = sorted(document["paths"], key=lambda path: "{" in path)
        self._paths = {_pattern(path): document["paths"][path] for path in literal_first}

    def check(self, response: httpx2.Response) -> None:
        """Fail unless an answer is one that the document promises for its request."""
        method, path = response.request.method.lower(), response.request.url.path
        where = f"{method.upper()} {path} -> {response.status_code}"
        promised = self._promised(method, path, response.status_code)
        if promised is None:
            assert self._is_unrouted(method, path), f"{where} is not in the document"
            return
        self._check_headers(where, promised, response)
        if method != "head" and response.status_code != 304:
            self._check_content(where, promised, response)

    def _promised(self, method: str, path: str, status: int) -> Json | None:
        """Return the response object for a status, from any operation that serves the path."""
        for item in (item for pattern, item in self._paths.items() if pattern.fullmatch(path)):
            asked = "get" if method == "head" and "get" in item else method
            operations = [item[asked]] if asked in item else self._operations(item)
            for operation in operations if asked in item or status == 405 else []:
                if str(status) in operation["responses"]:
                    return self._resolve(operation["responses"][str(status)])
        return None

    def _is_unrouted(self, method: str, path: str) -> bool:
        return not any(pattern.fullmatch(path) for pattern in self._paths)

    def _check_headers(self, where: str, promised: Json, response: httpx2.Response) -> None:
        for name, header in promised.get("headers", {}).items():
            schema = self._resolve(header).get("schema", {})
            assert name in response.headers, f"{where} lacks the header {name}"
            value = _typed(response.headers[name], schema)
            assert self._validator(_dumps(schema)).is_valid(value), f"{where} has {name}: {value}"

    def _check_content(self, where: str, promised: Json, response: httpx2.Response) -> None:
        media_type = response.headers.get("content-type", "")
        content = promised.get("content", {})
        if not content:
            assert response.content == b"", f"{where} has a body that the document does not know"
            return
        known = media_type if media_type in content else media_type.partition(";")[0]
        assert known in content, f"{where} came as {media_type!r}, not one of {list(content)}"
        if known.endswith("json"):
            validator = self._validator(_dumps(content[known]["schema"]))
            for error in validator.iter_errors(response.json()):
                raise AssertionError(
                    f"{where}: {error.message:.300} at {list(error.instance_path)}"
                )

    @cache  # noqa: B019  # one document a process
    def _validator(self, schema: str) -> Any:
        whole = self_contained(json.loads(schema), self._document)
        return jsonschema_rs.validator_for(whole, validate_formats=True)

    def _operations(self, item: Json) -> list[Json]:
        return [each for each in item.values() if isinstance(each, dict) and "responses" in each]

    def _resolve(self, node: Json) -> Json:
        while "$ref" in node:
            target = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


@cache
def answers(name: str = "v1") -> DocumentedAnswers:
    """Return the promises of one of our documents, by the name under which it is served."""
    return DocumentedAnswers(Documents(APIS).served[name].read().json)


def checking(name: str = "v1") -> Callable[[httpx2.Response], None]:
    """Return a response hook that holds answers against a document."""

    def check(response: httpx2.Response) -> None:
        response.read()
        answers(name).check(response)

    return check


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _typed(value: str, schema: Mapping[str, Json]) -> str | int:
    return int(value) if schema.get("type") == "integer" and value.isdigit() else value


def _dumps(schema: Json) -> str:
    return json.dumps(schema, sort_keys=True)
