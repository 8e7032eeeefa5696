"""Our own sandbox, recognised by its health: worlds of the run's own, removed at its end."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ecf_conformance.connection import Connection, Unreachable
from ecf_conformance.exchange import Exchange
from ecf_conformance.participants import People, States
from ecf_conformance.target import CannotShow, World


def is_proxied(answer: Exchange) -> bool:
    """Return whether something stands before our sandbox, which may answer in its place.

    Our server does not name itself, and others that an app can run in do.
    """
    return "via" in answer.headers or answer.headers.get("server", "uvicorn") != "uvicorn"


class Sandbox:
    """The control API, as far as a run needs it. Paths go without `/sandbox`."""

    def __init__(self, connection: Connection, url: str, admin_token: str | None) -> None:
        self._line = connection
        self._url = f"{url}/sandbox"
        self._headers = {"Authorization": f"Bearer {admin_token}"} if admin_token else {}

    def health(self) -> Exchange | None:
        """Return how it is, or None where this is not our sandbox at all."""
        answer = self._line.ask("GET", f"{self._url}/health", {})
        try:
            is_it = answer.status == 200 and answer.json()["status"] == "ok"
        except (AssertionError, TypeError, KeyError):
            return None
        return answer if is_it else None

    def make(self, edition: str, **settings: Any) -> World:  # noqa: ANN401  # JSON
        """Make a world with nobody in it, standing still unless told otherwise."""
        said = {
            "edition": edition,
            "participants": 0,
            "personas": False,
            "now": "2021-11-25T09:00:00Z",
            "ticking": False,
            **settings,
        }
        answer = self.ask("POST", "/worlds", {}, json=said)
        if answer.status != 201:
            raise CannotShow(f"no world could be made: {answer.line}, {answer.text[:200]}")
        told = answer.json()
        return World(told["id"], {each["id"]: each["token"] for each in told["providers"]})

    def remove(self, world: World) -> None:
        """Remove a world; one that has fallen silent keeps it, and is told of elsewhere."""
        with suppress(Unreachable):
            self.ask("DELETE", f"/worlds/{world.id}", {})

    def ask(self, method: str, path: str, headers: Mapping[str, str], **said: Any) -> Exchange:  # noqa: ANN401  # as the connection takes it
        return self._line.ask(method, self._url + path, {**self._headers, **headers}, **said)

    def people(self, world: World, provider: str) -> People:
        url = f"{self._url}/worlds/{world.id}/states"
        return States(self._line.ask, url, self._headers, provider=provider)
