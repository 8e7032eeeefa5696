"""Checks of v3 requests: what each operation takes, by the document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.engine.http.document import Document, Json, Node
from ecf_sandbox.engine.http.requests import Query
from ecf_sandbox.v3.http import parsing
from ecf_sandbox.v3.http.query import parsed
from ecf_sandbox.v3.rules.values import Scalar

JSON_TYPES = frozenset({b"application/json", b"application/vnd.api+json"})
_LOOKS_UP_FIRST = frozenset({"updatePartnership", "patchPartnership"})
_WRONG_TYPE = "Send a JSON body with Content-Type application/json"
_UNREADABLE = "The body is not JSON that can be read: send UTF-8 JSON, without comments"


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one operation's requests.

    `filters` are the keys of its `filter`, `attributes` those of its body. One that
    `looks_up_first` leaves a body without attributes to its handler (V3-AUTH-5).
    """

    pages: bool
    sorts: bool
    filters: frozenset[str]
    needs_cohort: bool
    attributes: frozenset[str] | None
    looks_up_first: bool

    def query(self, raw: bytes) -> Query:
        """Return the query as `{"list": ListQuery}`; raises BadRequest.

        Rules: V3-FMT-5, V3-FMT-8 to V3-FMT-12, V3-SCHOOL-2.
        """
        found = parsed(raw) if raw else {}
        filters = parsing.filter_object(found)
        if self.needs_cohort and "cohort" not in filters:
            raise BadRequest(
                "filter[cohort] is missing: send filter[cohort]=2026, or another year",
                title="Bad parameter",
                rule="V3-SCHOOL-2",
            )
        known = {name: value for name, value in filters.items() if name in self.filters}
        return {
            "list": parsing.list_query(
                known,
                page=found.get("page") if self.pages else None,
                sort=found.get("sort") if self.sorts else None,
                one_cohort=self.needs_cohort,
            )
        }

    def body(self, content_type: bytes, raw: bytes) -> Mapping[str, Scalar]:
        """Return the attributes of a body, each a scalar; raises BadRequest.

        Rules: V3-FMT-1, V3-FMT-7, V3-AUTH-5.
        """
        is_json = content_type.partition(b";")[0].strip().lower() in JSON_TYPES
        if self.attributes is None:
            if is_json and raw.strip():
                _read(raw)
            return {}
        if not is_json:
            raise BadRequest(_WRONG_TYPE, rule="V3-FMT-1")
        said = _attributes(_read(raw), self.attributes)
        if not said and not self.looks_up_first:
            names = ", ".join(sorted(self.attributes))
            raise BadRequest(f"Send #/data/attributes with some of {names}", rule="V3-FMT-7")
        return said


def checks(document: Document) -> Mapping[str, Checks]:
    """Return the checks of the document's operations by operationId."""
    return {name: _checks(document, node) for name, node in document.operations.items()}


def _checks(document: Document, node: Node) -> Checks:
    by_name = {each["name"]: each for each in node.parameters if each["in"] == "query"}
    found = by_name.get("filter")
    writes = node.method != "GET"
    body = document.resolve(node.json["requestBody"]) if "requestBody" in node.json else None
    return Checks(
        pages="page" in by_name,
        sorts="sort" in by_name,
        filters=frozenset(document.resolve(found["schema"])["properties"])
        if found
        else frozenset(),
        needs_cohort=bool(found and found.get("required")),
        attributes=_attribute_names(document, body) if writes and body else None,
        looks_up_first=node.name in _LOOKS_UP_FIRST,
    )


def _attribute_names(document: Document, body: Json) -> frozenset[str]:
    """Return the attributes of a request body, those of all its variants."""
    found = [next(iter(body["content"].values()))["schema"]]
    for name in ("data", "attributes"):
        found = [each for key, each in _properties(document, *found) if key == name]
    return frozenset(name for name, _ in _properties(document, *found))


def _properties(document: Document, *schemas: Json) -> Iterator[tuple[str, Json]]:
    """Yield the properties of schemas and of all that they are made of."""
    for schema in schemas:
        resolved = document.resolve(schema)
        for kind in ("allOf", "anyOf", "oneOf"):
            yield from _properties(document, *resolved.get(kind, ()))
        yield from resolved.get("properties", {}).items()


def _read(raw: bytes) -> Json:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise BadRequest(_UNREADABLE, rule="V3-FMT-7") from None


def _attributes(body: Json, names: frozenset[str]) -> Mapping[str, Scalar]:
    """Return the known attributes that are scalars or null, none where the shape is another."""
    data = body.get("data") if isinstance(body, dict) else None
    if data is not None and not isinstance(data, dict) and data not in (False, []):
        raise BadRequest("#/data must be an object with attributes", rule="V3-FMT-7")
    said = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(said, dict):
        return {}
    return {
        name: value
        for name, value in said.items()
        if name in names and not isinstance(value, list | dict)
    }
