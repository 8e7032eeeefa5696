"""More of a sandbox: other processes that serve its worlds, and other worlds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.engine.store.worlds import Worlds
from tests.kit.control import Control
from tests.kit.sandbox import NOBODY, NOW, Caller, Sandbox, app_of


class Worker:
    """Another process that serves the worlds of a sandbox, as far as files can tell."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.worlds = Worlds(sandbox.worlds.folder.parent, APIS.schema_of)
        app = app_of(self.worlds)
        self.http = TestClient(app, base_url="http://127.0.0.1:8000")

    def provider(self, slug: str = "north-star") -> Caller:
        """Return a lead provider of the default world, who calls this process."""
        return Caller(self.http, f"{slug}-token")

    @property
    def control(self) -> Control:
        """The control API of this process."""
        return Control(self)


@contextmanager
def working(sandbox: Sandbox) -> Iterator[Worker]:
    """Run another process beside a sandbox, and stop it cleanly."""
    worker = Worker(sandbox)
    with worker.http:
        yield worker


def add_world(
    sandbox: Sandbox, template: Path, world_id: str = "second", *, seed: int = 1
) -> Caller:
    """Add an empty world beside the default one; return its north-star."""
    origin = Origin(world_id, sandbox.edition.name, seed, NOBODY, parse_date_time(NOW), False)
    clock = frozen_at(parse_date_time(NOW))
    sandbox.worlds.add(template, origin, clock, lambda slug: f"{slug}.{world_id}.s3cret{seed}")
    return Caller(sandbox.http, f"north-star.{world_id}.s3cret{seed}")
