"""The journal as an HTTP Archive 1.2, for browsers' network panels and other viewers.

The format: http://www.softwareishard.com/blog/har-12-spec/; names with an underscore are
ours, or what Chromium writes beyond it.
"""

import re
from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import parse_qsl, quote

from ecf_sandbox import __version__
from ecf_sandbox.engine.domain.instants import Instant, moment, wire
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.store.journal_entries import Entry, Headers, Message

_PAGE = "world"
_HTTP = "HTTP/1.1"
_UNKNOWN = -1
_SOMEWHERE = "127.0.0.1"
_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IN_A_URL = "/?:@!$&'()*+,;=-._~%"
_CUT = "Only the first 64 KiB of the body were kept."


def log(world: str, started: Instant) -> Json:
    """Return the log of an archive without its entries; it has a page, since Safari wants one."""
    page = {
        "startedDateTime": _real_time(started),
        "id": _PAGE,
        "title": f"World {world}",
        "pageTimings": {"onContentLoad": _UNKNOWN, "onLoad": _UNKNOWN},
    }
    creator = {"name": "ecf-sandbox", "version": __version__}
    return {"version": "1.2", "creator": creator, "pages": [page], "entries": []}


def entry(it: Entry) -> Json:
    """Return an entry of the journal as one of an archive; what was dropped has status 0."""
    return {
        "pageref": _PAGE,
        "startedDateTime": _real_time(it.at),
        "time": it.ms,
        "request": _request(it),
        "response": _SILENCE if it.answer is None else _response(it.status or 0, it.answer),
        "cache": {},
        "timings": {"send": 0, "wait": it.ms, "receive": 0},
        "_resourceType": "fetch",
        "_worldDate": wire(it.world_date),
        "_provider": it.provider,
        "_problems": [asdict(each) for each in it.problems],
    }


def _request(it: Entry) -> Json:
    headers, asked = it.request.headers, it.request
    request = {
        "method": it.method,
        "url": _url(it),
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _pairs(headers),
        "queryString": _pairs(parse_qsl(_quoted(it.query), keep_blank_values=True)),
        "headersSize": _UNKNOWN,
        "bodySize": _size(asked),
    }
    if asked.body:
        media_type = _value(headers, "content-type") or ""
        request["postData"] = {"mimeType": media_type, "text": asked.text, **_cut(asked)}
    return request


def _response(status: int, answer: Message) -> Json:
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _pairs(answer.headers),
        "content": {
            "size": len(answer.body),
            "mimeType": _value(answer.headers, "content-type") or "x-unknown",
            "text": answer.text,
            **_cut(answer),
        },
        "redirectURL": _value(answer.headers, "location") or "",
        "headersSize": _UNKNOWN,
        "bodySize": _size(answer),
    }


_SILENCE = {
    "status": 0,
    "statusText": "",
    "httpVersion": _HTTP,
    "cookies": [],
    "headers": [],
    "content": {"size": 0, "mimeType": "x-unknown"},
    "redirectURL": "",
    "headersSize": _UNKNOWN,
    "bodySize": _UNKNOWN,
    "_error": "net::ERR_EMPTY_RESPONSE",
}


def _url(it: Entry) -> str:
    """Return where a request went, as its Host header has it, fit for any parser of URLs."""
    host = _value(it.request.headers, "host") or ""
    query = f"?{_quoted(it.query)}" if it.query else ""
    return f"http://{host if _HOST.fullmatch(host) else _SOMEWHERE}{_quoted(it.path)}{query}"


def _quoted(raw: str) -> str:
    """Return part of a URL, of which each character stands for a byte, without bad ones."""
    return quote(_LONE_PERCENT.sub("%25", raw), safe=_IN_A_URL, encoding="latin-1")


def _pairs(headers: Headers) -> Json:
    return [{"name": name, "value": value} for name, value in headers]


def _value(headers: Headers, wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _size(message: Message) -> int:
    """Return how many bytes of body went over the wire."""
    if message.body and (message.truncated or _value(message.headers, "content-encoding")):
        length = _value(message.headers, "content-length") or ""
        return int(length) if length.isdecimal() else _UNKNOWN
    return len(message.body)


def _cut(message: Message) -> Json:
    return {"comment": _CUT} if message.truncated else {}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _real_time(at: Instant) -> str:
    return moment(at).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
