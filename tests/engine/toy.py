"""A toy API on the engine: providers keep notes, each due at a moment that has not passed."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import orjson

from ecf_sandbox.engine import templates
from ecf_sandbox.engine.api import Api, Apis, ControlHandlers, ProviderHandlers
from ecf_sandbox.engine.creation import WorldKind
from ecf_sandbox.engine.domain.instants import Instant, parse_date_time, wire
from ecf_sandbox.engine.domain.problems import (
    BadRequest,
    NotFound,
    NotServed,
    Problem,
    Refusal,
    Rejected,
    Unauthorised,
    WrongServerDate,
)
from ecf_sandbox.engine.http.control.requests import ClockMoves
from ecf_sandbox.engine.http.document import Document
from ecf_sandbox.engine.http.operations import reads, writes
from ecf_sandbox.engine.http.replies import JSON, Reply
from ecf_sandbox.engine.http.requests import ProviderRequest
from ecf_sandbox.engine.http.wire import Wire
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.session import Schema, Session
from ecf_sandbox.engine.store.world_file import Origin, Provider
from ecf_sandbox.engine.templates import TemplateBuilder

FILES = Path(__file__).with_name("toy_documents")
BY_KIND = {
    kind: Problem(kind.__name__, "See the document", "NOTE-2")
    for kind in (BadRequest, WrongServerDate, Unauthorised, NotFound, NotServed)
}
STATUSES = {
    BadRequest: 400,
    WrongServerDate: 400,
    Unauthorised: 401,
    NotFound: 404,
    NotServed: 404,
    Rejected: 422,
}
SCHEMA = Schema(version=1, tables=FILES / "schema.sql", session=lambda: Session)


class Checks:
    def __init__(self, document: Document) -> None:
        self._valid = document.compile({"$ref": "#/components/schemas/NewNote"})

    def query(self, _: bytes) -> Mapping[str, Any]:
        return {}

    def body(self, _: bytes, raw: bytes) -> Any:
        if raw and not self._valid.is_valid(orjson.loads(raw)):
            raise BadRequest("Send text and due")
        return orjson.loads(raw) if raw else None


def not_past(due: Instant, now: Instant) -> None:
    """Refuse a note that is due before now: the one rule."""
    if due < now:
        why = f"#/due has passed: send a moment after {wire(now)}"
        raise Rejected(Problem("due", why, "NOTE-1"))


def add_note(request: ProviderRequest) -> Any:
    due = parse_date_time(request.body["due"])
    not_past(due, request.now)
    key = request.session.provider_keys[request.provider]
    insert = "INSERT INTO notes (provider, text, due) VALUES (?, ?, ?) RETURNING key, text, due"
    (added,) = request.session.db.execute(insert, (key, request.body["text"], due))
    return shown(*added, request.now)


def list_notes(request: ProviderRequest) -> Any:
    key = request.session.provider_keys[request.provider]
    query = "SELECT key, text, due FROM notes WHERE provider = ? ORDER BY key"
    return [shown(*row, request.now) for row in request.session.db.execute(query, (key,))]


def get_note(request: ProviderRequest) -> Any:
    for each in list_notes(request):
        if str(each["id"]) == request.path["id"]:
            return each
    raise NotFound


def shown(key: int, text: str, due: Instant, now: Instant) -> Any:
    return {"id": key, "text": text, "due": wire(due), "overdue": due < now}


def refused(refusal: Refusal) -> Reply:
    problems = refusal.explained(BY_KIND)
    said = orjson.dumps({"error": str(refusal)})
    return Reply(STATUSES[type(refusal)], said, problems=problems)


def fill(path: Path, origin: Origin) -> None:
    providers = [Provider(1, "ada", "Ada", "1"), Provider(2, "bo", "Bo", "2")]
    db = new_file.create(path, origin, SCHEMA, providers)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


WIRE = Wire(
    media_type=JSON,
    token=lambda sent: sent.decode().removeprefix("Bearer ") or None,
    checks=lambda document: dict.fromkeys(document.operations, Checks(document)),
    refused=refused,
    method_not_allowed=lambda allowed: Reply(405, b"{}", JSON, [(b"allow", allowed.encode())]),
    too_many_requests=lambda s: Reply(429, b"{}", JSON, [(b"retry-after", b"%d" % s)]),
)
WORLDS = WorldKind(
    editions=("toy",),
    schema=SCHEMA,
    template=TemplateBuilder("tests.engine.toy", lambda: b"1"),
    options={},
    starting_now=parse_date_time("2030-01-01T09:00:00Z"),
    size=lambda _: 0,
)
OPERATIONS = {
    "listNotes": reads(list_notes),
    "addNote": writes(add_note),
    "getNote": reads(get_note),
}
CLOCK_MOVES = ClockMoves(destination=lambda *_: Instant(0), passed=lambda *_: [])
TOY = Api(
    name="toy",
    prefix="/api/toy",
    zone=UTC,
    document=FILES / "openapi.yaml",
    provider_handlers=lambda: ProviderHandlers(wire=WIRE, operations=OPERATIONS),
    worlds=WORLDS,
    control_extension=FILES / "control.yaml",
    rules=FILES / "rules.yaml",
    control_handlers=lambda: ControlHandlers(operations={}, clock_moves=CLOCK_MOVES),
)
APIS = Apis(TOY)

if __name__ == "__main__":
    templates.main("tests.engine.toy", fill)
