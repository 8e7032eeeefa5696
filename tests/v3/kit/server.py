"""A server of API v3 in process, over a world that a test fills."""

from contextlib import ExitStack
from pathlib import Path

from starlette.testclient import TestClient

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.control.context import ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.store.world_file import Origin, write_clock
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds
from ecf_sandbox.v3.api import V3
from tests.kit.conformance import checking
from tests.v3.kit.document import accepted_conforms

APIS = Apis(V3)
DOCUMENTS = Documents(APIS)
NOW = "2026-11-25T09:00:00Z"


class Server:
    """One world, standing still at a moment, and whoever calls it."""

    def __init__(self, folder: Path, template: Path, token_of=lambda slug: f"{slug}-token") -> None:
        self.worlds = Worlds(folder, APIS.schema_of)
        self.now = parse_date_time(NOW)
        origin = Origin(DEFAULT, "register", 1, {}, self.now, False)
        self.world = self.worlds.add(template, origin, frozen_at(self.now), token_of)
        app = create_app(APIS, DOCUMENTS, ServerContext(self.worlds, APIS.world_kinds), Guard())
        self._open = ExitStack()
        self.http = self._open.enter_context(TestClient(app, base_url="http://127.0.0.1:8000"))
        self.http.event_hooks["response"].append(_conforms)

    def close(self):
        self._open.close()
        self.worlds.close()

    def set_now(self, text):
        """Let the world's clock stand at a moment."""
        self.now = parse_date_time(text)
        with self.world.writing(patient=True) as session:
            write_clock(session.db, frozen_at(self.now))

    def world_clock(self):
        """Return the clock that the world has."""
        return frozen_at(self.now)

    def call(self, method, path, *, token="north-star-token", **request):
        """Make a request with a provider's token; the path begins after /api/v3."""
        headers = {"Authorization": f"Bearer {token}", **request.pop("headers", {})}
        return self.http.request(method, f"/api/v3{path}", headers=headers, **request)

    def send(self, method, path, attributes, **request):
        """Send attributes in the API's envelope."""
        return self.call(method, path, json={"data": {"attributes": attributes}}, **request)


def _conforms(answer):
    """Hold an answer against the document, and what was accepted against it too."""
    conforming(answer)
    accepted_conforms(answer.request, answer)


conforming = checking("v3")
