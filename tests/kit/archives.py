"""HTTP Archive 1.2, as its specification has it: closed, but for names with an underscore."""

from typing import Any

import jsonschema_rs

Json = dict[str, Any]

_TEXT = {"type": "string"}
_SIZE = {"type": "integer", "minimum": -1}
_TIME = {"type": "number", "minimum": -1}
_DATE = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$",
}


def _object(required: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": {**required, **(optional or {}), "comment": _TEXT},
        "patternProperties": {"^_": {}},
        "required": [*required],
        "additionalProperties": False,
    }


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


_PAIR = _object({"name": _TEXT, "value": _TEXT})
_COOKIE = _object({"name": _TEXT, "value": _TEXT}, {"path": _TEXT, "domain": _TEXT})
_PROGRAM = _object({"name": _TEXT, "version": _TEXT})
_PARAMETER = _object({"name": _TEXT}, {"value": _TEXT, "fileName": _TEXT, "contentType": _TEXT})
_CONTENT = {
    "mimeType": {"type": "string", "minLength": 1},
    "size": {"type": "integer", "minimum": 0},
}
_MESSAGE = {
    "httpVersion": {"enum": ["HTTP/1.0", "HTTP/1.1", "h2", "unknown"]},
    "cookies": _list(_COOKIE),
    "headers": _list(_PAIR),
    "headersSize": _SIZE,
    "bodySize": _SIZE,
}
_REQUEST = _object(
    {
        **_MESSAGE,
        "method": {"type": "string", "minLength": 1},
        "url": {"type": "string", "format": "uri", "pattern": r"^https?://[^/?#]+/[^#]*$"},
        "queryString": _list(_PAIR),
    },
    {"postData": _object({"mimeType": _TEXT}, {"text": _TEXT, "params": _list(_PARAMETER)})},
)
_RESPONSE = _object(
    {
        **_MESSAGE,
        "status": {"anyOf": [{"const": 0}, {"type": "integer", "minimum": 100, "maximum": 599}]},
        "statusText": _TEXT,
        "content": _object(
            _CONTENT,
            {"text": _TEXT, "encoding": {"const": "base64"}, "compression": {"type": "integer"}},
        ),
        "redirectURL": _TEXT,
    }
)
_ENTRY = _object(
    {
        "startedDateTime": _DATE,
        "time": {"type": "number", "minimum": 0},
        "request": _REQUEST,
        "response": _RESPONSE,
        "cache": _object({}, {"beforeRequest": {}, "afterRequest": {}}),
        "timings": _object(
            {"send": _TIME, "wait": _TIME, "receive": _TIME},
            {"blocked": _TIME, "dns": _TIME, "connect": _TIME, "ssl": _TIME},
        ),
    },
    {"pageref": _TEXT, "serverIPAddress": _TEXT, "connection": _TEXT},
)
_PAGE_TIMINGS = _object({}, {"onContentLoad": _TIME, "onLoad": _TIME})
_PAGE = _object(
    {"startedDateTime": _DATE, "id": _TEXT, "title": _TEXT, "pageTimings": _PAGE_TIMINGS}
)
_ARCHIVE = _object(
    {
        "log": _object(
            {"version": {"const": "1.2"}, "creator": _PROGRAM, "entries": _list(_ENTRY)},
            {"browser": _PROGRAM, "pages": _list(_PAGE)},
        )
    }
)
_VALIDATOR = jsonschema_rs.validator_for(_ARCHIVE, validate_formats=True)


def check(archive: Json) -> None:
    """Fail unless an archive is one, by its schema and by what the schema cannot say."""
    for error in _VALIDATOR.iter_errors(archive):
        raise AssertionError(f"{error.message} at {list(error.instance_path)}")
    pages = {each["id"]: each["startedDateTime"] for each in archive["log"].get("pages", ())}
    assert pages, "Safari's Web Inspector imports no archive without a page"
    starts = []
    for entry in archive["log"]["entries"]:
        assert pages[entry["pageref"]] <= entry["startedDateTime"], "an entry is of a page"
        starts.append(entry["startedDateTime"])
        spent = sum(time for time in entry["timings"].values() if time > 0)
        assert entry["time"] == spent, "the time of an entry is the sum of its timings"
    assert starts == sorted(starts), "entries are in order of their start"
