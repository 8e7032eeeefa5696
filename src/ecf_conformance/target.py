"""The implementation under test: its address, tokens, clock, abilities and worlds."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from ecf_conformance.api import Api
from ecf_conformance.connection import Connection, Unreachable
from ecf_conformance.document import Document
from ecf_conformance.exchange import SERVER_DATE, Exchange, Secrets
from ecf_conformance.moments import Moment, wire
from ecf_conformance.participants import People


class Ability(StrEnum):
    """What a scenario may need; the values complete "the target lacks ..."."""

    TIME = "a way to set its time"
    HEADER = "time by header"
    OTHER = "a second provider's token"
    STATES = "provider states"
    PAYMENTS = "payment by the calendar"
    CONTROL = "our control API"


class CannotRun(Exception):
    """There is nothing that could be tested; the message is the one line that says why."""


class CannotShow(Exception):
    """A scenario cannot be played on this target; the message says why."""


class Clock(Protocol):
    """How a request is made to happen at a moment."""

    def at(self, moment: Moment) -> Mapping[str, str]:
        """Return the headers for a request at a moment, once its clock is there."""


class HeaderClock:
    """Time travels with each request (TIME-1)."""

    def at(self, moment: Moment) -> Mapping[str, str]:
        return {SERVER_DATE: wire(moment)}


class NoClock:
    """Time cannot be set: it is now, whatever a scenario asks for."""

    def at(self, moment: Moment) -> Mapping[str, str]:  # noqa: ARG002  # the Protocol's argument
        return {}


class UrlClock:
    """Time is set for everyone by a control URL, so one scenario plays after another."""

    def __init__(self, connection: Connection, url: str, headers: Mapping[str, str]) -> None:
        self._connection = connection
        self._url = url
        self._headers = headers
        self._now = ""

    def at(self, moment: Moment) -> Mapping[str, str]:
        if (now := wire(moment)) != self._now:
            said = {"now": now, "ticking": False}
            answer = self._connection.ask("PUT", self._url, self._headers, json=said)
            if answer.status >= 300:
                raise CannotShow(f"the clock could not be set: {answer.line}")
            self._now = now
        return {}

    def release(self) -> None:
        """Give the target its own time back, if it still listens."""
        with suppress(Unreachable):
            self._connection.ask("DELETE", self._url, self._headers)


@dataclass(frozen=True, slots=True)
class World:
    """A world in our sandbox: its id, and its providers' tokens by slug."""

    id: str
    tokens: Mapping[str, str]


class Worlds(Protocol):
    """Our sandbox's control API, as far as a run needs it."""

    def make(self, edition: str, **settings: Any) -> World: ...  # noqa: ANN401  # JSON
    def remove(self, world: World) -> None: ...
    def ask(self, method: str, path: str, headers: Mapping[str, str], **said: Any) -> Exchange: ...  # noqa: ANN401  # as the connection takes it
    def people(self, world: World, provider: str) -> People: ...
    def rules_behind(self, world: World, exchange: Exchange) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An implementation under test. `token` is the provider's whom scenarios are about.

    `document` is what answers are held to, where a run says so. It `is_proxied` where our own
    sandbox is asked through something else.
    """

    api: Api
    url: str
    connection: Connection
    edition: str
    token: str
    other_token: str | None
    clock: Clock
    abilities: frozenset[Ability]
    people: People
    other_people: People | None
    secrets: Secrets
    world: World | None = None
    worlds: Worlds | None = None
    document: Document | None = None
    is_proxied: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is our own sandbox, asked directly: there every promise counts."""
        return self.worlds is not None and not self.is_proxied

    @property
    def stands_still(self) -> bool:
        """Whether time is known to stand still within a request (TIME-3)."""
        return self.worlds is not None or isinstance(self.clock, UrlClock)

    def excuses_attributes(self, exchange: Exchange) -> bool:
        """Return whether an overlay allows other attributes than the document's own."""
        path = exchange.path.partition("?")[0]
        return self.document is not None and self.document.excuses_attributes(exchange, path)

    def excuses_type(self, exchange: Exchange) -> bool:
        """Return whether the user's overlay allows the media type of an answer."""
        path = urlsplit(exchange.url).path.removeprefix(urlsplit(self.url).path)
        return self.document is not None and self.document.excuses_type(exchange, path)

    def able(self, ability: Ability) -> "Target":
        """Return the same target with one more ability."""
        return replace(self, abilities=self.abilities | {ability})

    def in_world(self, world: World) -> "Target":
        """Return the same target, seen from another world of it, whose tokens are secrets too."""
        assert self.worlds, "only our sandbox has worlds"
        ours, other = world.tokens[OURS], world.tokens[OTHER]
        named = {OURS: "$TOKEN", OTHER: "$OTHER_TOKEN"}
        tokens = world.tokens.items()
        self.secrets.learn((token, named.get(who, "$A_TOKEN")) for who, token in tokens)
        return replace(
            self,
            token=ours,
            other_token=other,
            people=self.worlds.people(world, OURS),
            other_people=self.worlds.people(world, OTHER),
            world=world,
        )


OURS = "north-star"
OTHER = "riverbank"
