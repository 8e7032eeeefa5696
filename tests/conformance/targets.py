"""Apps under the suite, in this process."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from ecf_conformance.apis import scenarios
from ecf_conformance.asgi import AsgiTransport
from ecf_conformance.document import Document
from ecf_conformance.run import Result, run
from ecf_conformance.scenario import Verdict
from ecf_conformance.session import Settings, opened
from ecf_conformance.target import Target
from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.store.worlds import Worlds
from tests.kit.sandbox import app_of

URL = "http://127.0.0.1:8000"


@contextmanager
def our_app(folder: Path) -> Iterator[Any]:
    """Open our sandbox, as it is in this process: defects and all."""
    worlds = Worlds(folder, APIS.schema_of)
    try:
        yield app_of(worlds)
    finally:
        worlds.close()


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an app on a port of its own, for whoever is not in this process."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        serving.join()
        listening.close()


@contextmanager
def target(app: Any, **said: Any) -> Iterator[Target]:
    """Open an app as a target."""
    transport = AsgiTransport(app)
    with opened(Settings(url=URL, **said), transport) as found:
        yield found


def played(app: Any, *rules: str, jobs: int = 2, **said: Any) -> Result:
    """Play the scenarios of some rules, or all, on an app."""
    with target(app, **said) as found:
        wanted = scenarios(found.edition, rules)
        return run(found, wanted, document=Document(), only=rules, jobs=jobs)


def broken_by(app: Any, edition: str, rules: Sequence[str]) -> str | None:
    """Return the first scenario of some rules that an app breaks."""
    with target(app, edition=edition) as found:
        for each in scenarios(edition, rules):
            if set(each.rules) & set(rules) and each.play(found).verdict is Verdict.BROKEN:
                return each.id
    return None


def odd_ones(result: Result) -> list[str]:
    """Return what was not kept, with the reason."""
    return [
        f"{each.outcome.verdict} {each.scenario.id}: {each.outcome.why}"
        for each in result.played
        if each.outcome.verdict is not Verdict.KEPT
    ]
