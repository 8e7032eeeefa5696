"""Our own sandbox, recognised by its health: worlds of the run's own, removed at its end."""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ecf_conformance.api import Api
from ecf_conformance.connection import Connection, Unreachable, bearer
from ecf_conformance.exchange import Exchange
from ecf_conformance.participants import People, States
from ecf_conformance.target import CannotShow, World

_LOOKS, _A_MOMENT = 6, 0.05


def is_proxied(answer: Exchange) -> bool:
    """Return whether something stands before our sandbox, which may answer in its place.

    Our server does not name itself, and others that an app can run in do.
    """
    return "via" in answer.headers or answer.headers.get("server", "uvicorn") != "uvicorn"


class Sandbox:
    """The control API, as far as a run needs it. Paths go without `/sandbox`."""

    def __init__(self, connection: Connection, api: Api, url: str, admin_token: str | None) -> None:
        self._connection = connection
        self._api = api
        self._url = f"{url}/sandbox"
        self._headers = bearer(admin_token) if admin_token else {}

    def health(self) -> Exchange | None:
        """Return how it is, or None where this is not our sandbox at all."""
        answer = self._connection.ask("GET", f"{self._url}/health", {})
        try:
            is_it = answer.status == 200 and answer.json()["status"] == "ok"
        except (AssertionError, TypeError, KeyError):
            return None
        return answer if is_it else None

    def make(self, edition: str, **settings: Any) -> World:  # noqa: ANN401  # JSON
        """Make a world; `settings` outrank those that the API's worlds have."""
        said = {"edition": edition, **self._api.world, **settings}
        answer = self.ask("POST", "/worlds", {}, json=said)
        if answer.status != 201:
            raise CannotShow(f"no world could be made: {answer.line}, {answer.text[:200]}")
        told = answer.json()
        return World(told["id"], {each["id"]: each["token"] for each in told["providers"]})

    def remove(self, world: World) -> None:
        """Remove a world; one that no longer answers keeps it."""
        with suppress(Unreachable):
            self.ask("DELETE", f"/worlds/{world.id}", {})

    def ask(self, method: str, path: str, headers: Mapping[str, str], **said: Any) -> Exchange:  # noqa: ANN401  # as the connection takes it
        return self._connection.ask(method, self._url + path, {**self._headers, **headers}, **said)

    def people(self, world: World, provider: str) -> People:
        url = f"{self._url}/worlds/{world.id}/states"
        usual = self._api.usual_schedule
        return States(self._connection.ask, url, self._headers, usual, provider=provider)

    def rules_behind(self, world: World, exchange: Exchange) -> list[str]:
        """Return the rules behind the problems of a refusal, by the journal; empty if it lacks it.

        What another process of the server answered is in there a moment later.
        """
        asked = {"path": exchange.path.partition("?")[0], "status": str(exchange.status)}
        for look in range(_LOOKS):
            # The newest is mostly it, and no other is read then; else somebody asked meanwhile.
            limited = {**asked, "limit": "100" if look else "1"}
            answer = self.ask("GET", f"/worlds/{world.id}/journal", {}, params=limited)
            for entry in answer.json()["entries"]:
                if entry["request"]["body"] == exchange.sent.decode("utf-8", "replace"):
                    return [str(each["rule"]) for each in entry["problems"]]
            if look:
                time.sleep(_A_MOMENT)
        return []
