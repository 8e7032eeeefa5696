"""What schools, the department and test-makers do in a sandbox's one world."""

from typing import Any

import httpx2

from tests.kit.control import Control, told
from tests.kit.sandbox import Caller, Sandbox, attributes, ids

Json = dict[str, Any]

WORLD = "/worlds/default"
PARTICIPANTS = "/participants/ecf"
VALIDATED = {
    "email_validated": True,
    "teacher_reference_number": "1234567",
    "teacher_reference_number_validated": True,
    "qts": True,
    "eligible_for_funding": True,
}


class School:
    """Calls the control API about people; `now` becomes `X-With-Server-Date`.

    Those in -ing words return the response, the others what a call that succeeds tells.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.control = Control(sandbox)

    def adding(
        self,
        kind: str = "ect",
        *,
        provider: str = "north-star",
        now: str | None = None,
        **facts: Any,
    ) -> httpx2.Response:
        body = {"provider": provider, "participant_type": kind, **facts}
        return self.control.post(f"{WORLD}/participants", body, headers=_date(now))

    def add(self, kind: str = "ect", **facts: Any) -> Json:
        """Add somebody, and return what is known of them."""
        return told(self.adding(kind, **facts), 201)

    def changing(self, id_: str, *, now: str | None = None, **facts: Any) -> httpx2.Response:
        return self.control.patch(f"{WORLD}/participants/{id_}", facts, headers=_date(now))

    def change(self, id_: str, *, now: str | None = None, **facts: Any) -> Json:
        """Change facts, and return what is known now."""
        return told(self.changing(id_, now=now, **facts))

    def show(self, id_: str) -> Json:
        """Return what is known of somebody."""
        return told(self.control.get(f"{WORLD}/participants/{id_}"))

    def moving(
        self, id_: str, provider: str, school_urn: str = "054321", *, now: str | None = None
    ) -> httpx2.Response:
        body = {"provider": provider, "school_urn": school_urn}
        return self.control.post(f"{WORLD}/participants/{id_}/transfer", body, headers=_date(now))

    def move(self, id_: str, provider: str, **where: Any) -> Json:
        """Transfer somebody, and return what is known then."""
        return told(self.moving(id_, provider, **where))

    def staging(self, state: str, *, now: str | None = None, **params: Any) -> httpx2.Response:
        body = {"state": state, "params": params}
        return self.control.post(f"{WORLD}/states", body, headers=_date(now))

    def set_up(self, state: str, *, now: str | None = None, **params: Any) -> Json:
        """Build a provider state, and return what it answers."""
        return told(self.staging(state, now=now, **params))

    def statements(self, **query: str) -> list[Json]:
        return told(self.control.get(f"{WORLD}/statements", params=query))["statements"]

    def advisories(self, **query: str) -> list[Json]:
        return told(self.control.get(f"{WORLD}/advisories", params=query))["advisories"]

    def set_clock(self, now: str) -> None:
        """Let the world stand still at another time."""
        told(self.control.put(f"{WORLD}/clock", {"now": now, "ticking": False}))


def seen(provider: Caller, id_: str) -> Json:
    """Return what a provider's own record of somebody shows."""
    return attributes(provider.get(f"{PARTICIPANTS}/{id_}"))


def changed_since(provider: Caller, moment: str) -> list[str]:
    """Return whose records changed since a moment, in that order."""
    return ids(provider.get(PARTICIPANTS, params={"filter[updated_since]": moment}))


def _date(now: str | None) -> dict[str, str]:
    return {} if now is None else {"X-With-Server-Date": now}
