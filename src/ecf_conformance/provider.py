"""The provider whose requests a scenario makes: what is the same for any API."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Self

from ecf_conformance.connection import bearer
from ecf_conformance.exchange import Exchange
from ecf_conformance.moments import SECOND, Moment, parse, wire
from ecf_conformance.participants import NobodyFound, Participant, People, Wanted
from ecf_conformance.reply import Evidence, Reply, SetupFailed
from ecf_conformance.target import OTHER, OURS, Ability, CannotShow, Target

Json = Any

LEEWAY = 5 * SECOND
"""How much a clock may run within a request, where it is not known to stand still."""


@dataclass(slots=True)
class ScenarioRun:
    """One play of a scenario: what was seen, and what is to be cleaned up after it.

    `met` are the ids of whom it is about, `unfit` of those without whom it is kept.
    """

    evidence: Evidence = field(default_factory=Evidence)
    after: ExitStack = field(default_factory=ExitStack)
    met: set[str] = field(default_factory=set)
    unfit: set[str] = field(default_factory=set)

    def release(self, people: People, found: Participant) -> None:
        """Give somebody back, for other scenarios only if this one was kept with them."""
        people.release(found, again=found.id not in self.unfit)


class Provider:
    """A lead provider with a token. Requests happen at `on`'s moment, else at the usual one."""

    usual_moment: ClassVar[Moment]

    def __init__(self, target: Target, run_state: ScenarioRun, *, is_other: bool = False) -> None:
        self.target = target
        self.run_state = run_state
        self._is_other = is_other
        self._now = self.usual_moment

    @property
    def edition(self) -> str:
        return self.target.edition

    @property
    def slug(self) -> str:
        """The provider's name in our sandbox."""
        return OTHER if self._is_other else OURS

    @property
    def token(self) -> str:
        token = self.target.other_token if self._is_other else self.target.token
        assert token, "scenarios with another provider say that they need one"
        return token

    @property
    def other(self) -> Self:
        """Another provider at the same target."""
        return type(self)(self.target, self.run_state, is_other=not self._is_other)

    @contextmanager
    def on(self, moment: Moment) -> Iterator[None]:
        """Let what is asked happen at a moment, where the target's time can be set."""
        before, self._now = self._now, moment
        try:
            yield
        finally:
            self._now = before

    def _people(self) -> People:
        people = self.target.other_people if self._is_other else self.target.people
        if people is None:
            raise CannotShow(f"the target lacks {Ability.OTHER}")
        return people

    def _found(self, wanted: Wanted) -> Participant:
        """Return somebody of the provider's for this scenario alone; raises CannotShow."""
        people = self._people()
        try:
            found = people.find(wanted, self.target.clock.at(self._now))
        except NobodyFound as nobody:
            raise CannotShow(str(nobody)) from None
        self.run_state.after.callback(self.run_state.release, people, found)
        self.run_state.met.add(found.id)
        return found

    def changed_at(self, reply: Reply, moment: Moment) -> None:
        """Require `updated_at` of a record to be a moment, to the second.

        A clock that may run within a request may be some seconds further by then (TIME-3). Where
        time cannot be set, any moment will do.
        """
        if self.target.stands_still:
            reply.shows(updated_at=wire(moment))
            return
        found, asked = str(reply.attributes["updated_at"]), parse(wire(moment))
        if Ability.TIME not in self.target.abilities:
            return
        wrong = f"{reply.exchange.line} with updated_at {found}; expected {wire(asked)}"
        assert wire(asked) <= found <= wire(asked + LEEWAY), f"{wrong} or soon after"

    def before(self, moment: datetime) -> datetime:
        """Return the second before a moment, or some more, so that no clock runs into it."""
        return moment - self._second

    def after(self, moment: datetime) -> datetime:
        """Return the second after a moment, or some more, so that a clock has run no further."""
        return moment + self._second

    def latest_on(self, moment: Moment) -> Moment:
        """Return by when a request on a moment has happened: later, where a clock may run."""
        return moment if self.target.stands_still else self.after(parse(wire(moment)))

    def just_before(self, moment: datetime) -> str:
        """Return the last microsecond before a moment; seconds before it, where a clock may run."""
        said = wire(self.before(moment))
        return said.replace("Z", ".999999Z") if self.target.stands_still else said

    @property
    def _second(self) -> timedelta:
        return SECOND if self.target.stands_still else 2 * LEEWAY

    # Any request

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str | None] | None = None,
        retry: bool = True,
        **said: Any,  # noqa: ANN401  # as the connection takes it
    ) -> Reply:
        """Make a request below the API's prefix; a header of None is left out."""
        known = {
            **bearer(self.token),
            **self.target.clock.at(self._now),
            **(headers or {}),
        }
        sent = {name: value for name, value in known.items() if value is not None}
        url = f"{self.target.url}{self.target.api.prefix}{path}"
        exchange = self.target.connection.ask(method, url, sent, retry=retry, **said)
        return self._reply(exchange)

    def raw(self, method: str, path: str, headers: list[tuple[str, str]]) -> Reply:
        """Make a request with exactly these headers, some perhaps more than once."""
        exchange = self.target.connection.ask(
            method, f"{self.target.url}{self.target.api.prefix}{path}", headers
        )
        return self._reply(exchange)

    def _reply(self, exchange: Exchange) -> Reply:
        evidence, worlds, world = self.run_state.evidence, self.target.worlds, self.target.world
        evidence.exchanges.append(exchange)
        tells = partial(worlds.rules_behind, world) if worlds and world else None
        return Reply(exchange, evidence, self.target.api.errors, tells)

    def get(self, path: str, **query: Any) -> Reply:  # noqa: ANN401  # query values and headers
        headers = query.pop("headers", None)
        return self.call("GET", path, headers=headers, params=query.pop("params", query) or None)

    def elsewhere(self, **settings: Json) -> Self:
        """Return the same provider in a world that this scenario has to itself."""
        worlds = self.target.worlds
        if worlds is None:
            raise CannotShow(f"the target lacks {Ability.CONTROL}")
        world = worlds.make(self.edition, **settings)
        self.run_state.after.callback(worlds.remove, world)
        return type(self)(self.target.in_world(world), self.run_state, is_other=self._is_other)

    def history(self, participant_id: str) -> list[Json]:
        """Return what our sandbox tells of somebody, the oldest first."""
        told = self.control("GET", f"/participants/{participant_id}/history")
        events: list[Json] = told["events"]
        return events

    def control(
        self, method: str, path: str, json: Json = None, *, refused: int | None = None
    ) -> Json:
        """Call the control API of the world, and return its answer; or require a refusal."""
        worlds, world = self.target.worlds, self.target.world
        if worlds is None or world is None:
            raise CannotShow(f"the target lacks {Ability.CONTROL}")
        sent = self.target.clock.at(self._now)
        answer = worlds.ask(method, f"/worlds/{world.id}{path}", sent, json=json)
        self.run_state.evidence.exchanges.append(answer)
        if refused:
            assert answer.status == refused, f"{answer.line}; expected {refused}"
        elif answer.status >= 300:
            raise SetupFailed(f"{answer.line}: {answer.text[:300]}")
        return answer.json() if answer.body else None
