"""A lead provider's verbs, as scenarios use them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from ecf_conformance.moments import SECOND, Moment, parse, wire
from ecf_conformance.participants import NobodyFound, Participant, People, Wanted
from ecf_conformance.reply import Evidence, Reply, Unprepared
from ecf_conformance.target import OTHER, OURS, Ability, CannotShow, Target
from ecf_conformance.v1.schedules import SEPTEMBER, Milestone, milestone

Json = Any

NOW = "2021-11-25T09:00:00Z"
LATE_IN = {"2021": "2024-04-01T00:00:00Z", "2022": "2025-04-01T00:00:00Z"}
"""After the last milestone of a cohort, while a real service may still have a payment to come."""
LATE = LATE_IN["2021"]
LEEWAY = 5 * SECOND
"""How much a clock may run within a request, where it is not known to stand still."""
NOBODY = "00000000-0000-4000-8000-00000000dead"
MISSING = object()
"""Instead of a value: leave the attribute out."""

_REASONS = {"defer": "career-break", "withdraw": "moved-school"}


@dataclass(slots=True)
class ScenarioRun:
    """One scenario's time with a target: what was seen, and what must be put away after."""

    evidence: Evidence = field(default_factory=Evidence)
    after: ExitStack = field(default_factory=ExitStack)


class Provider:
    """A lead provider with a token. Requests happen at `on`'s moment, else at a usual one."""

    def __init__(self, target: Target, run_state: ScenarioRun, *, is_other: bool = False) -> None:
        self.target = target
        self.run_state = run_state
        self._is_other = is_other
        self._now: Moment = NOW

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
    def other(self) -> "Provider":
        """Another provider at the same target."""
        return Provider(self.target, self.run_state, is_other=not self._is_other)

    @contextmanager
    def on(self, moment: Moment) -> Iterator[None]:
        """Let what is asked happen at a moment, where the target's time can be set."""
        before, self._now = self._now, moment
        try:
            yield
        finally:
            self._now = before

    def milestone(self, declaration_type: str = "started", schedule: str = SEPTEMBER) -> Milestone:
        """Return a milestone of this edition, cohort 2021."""
        return milestone(self.edition, declaration_type, schedule)

    # People

    def someone(
        self,
        kind: str = "ect",
        schedule: str | None = SEPTEMBER,
        *,
        cohort: str = "2021",
        state: str | None = None,
        untouched: bool = False,
    ) -> Participant:
        """Return somebody of this provider's for this scenario alone."""
        people = self._people()
        wanted = Wanted(kind, schedule, cohort, state, untouched)
        try:
            found = people.find(wanted, self.target.clock.at(self._now))
        except NobodyFound as nobody:
            raise CannotShow(str(nobody)) from None
        self.run_state.after.callback(people.let_go, found)
        return found

    def _people(self) -> People:
        people = self.target.other_people if self._is_other else self.target.people
        if people is None:
            raise CannotShow(f"the target lacks {Ability.OTHER}")
        return people

    def changed_at(self, reply: Reply, moment: Moment) -> None:
        """Require `updated_at` of a record to be a moment, to the second.

        A clock that may run within a request may be some seconds further by then (TIME-3).
        """
        if self.target.stands_still:
            reply.shows(updated_at=wire(moment))
            return
        found, asked = str(reply.attributes.get("updated_at")), parse(wire(moment))
        wrong = f"{reply.exchange.line} with updated_at {found}; expected {wire(asked)}"
        assert wire(asked) <= found <= wire(asked + LEEWAY), f"{wrong} or soon after"

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
        """Make a request below `/api/v1`; a header of None is left out."""
        known = {
            "Authorization": f"Bearer {self.token}",
            **self.target.clock.at(self._now),
            **(headers or {}),
        }
        sent = {name: value for name, value in known.items() if value is not None}
        url = f"{self.target.url}/api/v1{path}"
        exchange = self.target.connection.ask(method, url, sent, retry=retry, **said)
        self.run_state.evidence.exchanges.append(exchange)
        return Reply(exchange, self.run_state.evidence)

    def raw(self, method: str, path: str, headers: list[tuple[str, str]]) -> Reply:
        """Make a request with exactly these headers, some perhaps more than once."""
        exchange = self.target.connection.ask(method, f"{self.target.url}/api/v1{path}", headers)
        self.run_state.evidence.exchanges.append(exchange)
        return Reply(exchange, self.run_state.evidence)

    def get(self, path: str, **query: Any) -> Reply:  # noqa: ANN401  # query values and headers
        headers = query.pop("headers", None)
        return self.call("GET", path, headers=headers, params=query.pop("params", query) or None)

    def send(self, method: str, path: str, attributes: Json, kind: str = "any") -> Reply:
        """Send attributes in the API's envelope."""
        return self.call(method, path, json={"data": {"type": kind, "attributes": attributes}})

    # Reading

    def participants(self, **filters: str) -> Reply:
        return self.get("/participants/ecf", params=_query(filters))

    def declarations(self, **filters: str) -> Reply:
        return self.get("/participant-declarations", params=_query(filters))

    def reads(self, participant: Participant | str) -> Reply:
        return self.get(f"/participants/ecf/{_id(participant)}")

    def reads_declaration(self, declaration_id: str) -> Reply:
        return self.get(f"/participant-declarations/{declaration_id}")

    def declared_for(self, participant: Participant) -> Reply:
        """List what was declared for somebody."""
        return self.declarations(participant_id=participant.id)

    # Declaring

    def declares(
        self,
        participant: Participant,
        declaration_type: str = "started",
        /,
        dated: Moment = NOW,
        **changes: Json,
    ) -> Reply:
        """Declare, with evidence where it is needed, but for what `changes` say."""
        evidence = {} if declaration_type == "started" else {"evidence_held": "other"}
        said = {
            "participant_id": participant.id,
            "declaration_type": declaration_type,
            "declaration_date": wire(dated),
            "course_identifier": participant.course,
            **evidence,
            **changes,
        }
        kind = "participant-declaration"
        return self.send("POST", "/participant-declarations", _kept(said), kind)

    def voids(self, declaration: Reply | str) -> Reply:
        known = declaration if isinstance(declaration, str) else declaration.id
        return self.call("PUT", f"/participant-declarations/{known}/void")

    # Acting

    def acts(
        self,
        action: str,
        participant: Participant,
        *,
        path: str = "/participants/ecf",
        **said: Json,
    ) -> Reply:
        """Take an action with a good reason and course, but for what is `said`."""
        reason = {"reason": _REASONS[action]} if action in _REASONS else {}
        known = _kept({"course_identifier": participant.course, **reason, **said})
        id_ = said.get("id", participant.id)
        known.pop("id", None)
        return self.send("PUT", f"{path}/{id_}/{action}", known, f"participant-{action}")

    def defers(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("defer", participant, **said)

    def resumes(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("resume", participant, **said)

    def withdraws(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("withdraw", participant, **said)

    def changes_schedule(self, participant: Participant, schedule: str, **said: Json) -> Reply:
        known = {"schedule_identifier": schedule, "cohort": "2021", **said}
        return self.acts("change-schedule", participant, **known)

    # Our sandbox only

    def elsewhere(self, **settings: Json) -> "Provider":
        """Return the same provider in a world that this scenario has to itself."""
        worlds = self.target.worlds
        if worlds is None:
            raise CannotShow(f"the target lacks {Ability.CONTROL}")
        world = worlds.make(self.edition, **settings)
        self.run_state.after.callback(worlds.remove, world)
        return Provider(self.target.inside(world), self.run_state, is_other=self._is_other)

    def adds(self, kind: str = "ect", **facts: Json) -> Participant:
        """Let a school add somebody who has yet to register."""
        who = {"provider": self.slug, "participant_type": kind, **facts}
        told = self.control("POST", "/participants", who)
        return Participant(told["id"], told["participant_type"], told["schedule_identifier"], told)

    def changes(self, participant: Participant, **facts: Json) -> None:
        """Change what the school or the registration knows of somebody."""
        self.control("PATCH", f"/participants/{participant.id}", facts)

    def control(
        self, method: str, path: str, json: Json = None, *, refused: int | None = None
    ) -> Json:
        """Call the control API of the world, and return what it told; or require a refusal."""
        worlds, world = self.target.worlds, self.target.world
        if worlds is None or world is None:
            raise CannotShow(f"the target lacks {Ability.CONTROL}")
        sent = self.target.clock.at(self._now)
        answer = worlds.ask(method, f"/worlds/{world.id}{path}", sent, json=json)
        self.run_state.evidence.exchanges.append(answer)
        if refused:
            assert answer.status == refused, f"{answer.line}; expected {refused}"
        elif answer.status >= 300:
            raise Unprepared(f"{answer.line}: {answer.text[:300]}")
        return answer.json() if answer.body else None


def _query(filters: Mapping[str, str]) -> dict[str, str]:
    """Return query parameters; `page` and `per_page` are paging, the others filters."""
    paging = ("page", "per_page")
    return {
        f"page[{name}]" if name in paging else f"filter[{name}]": value
        for name, value in filters.items()
    }


def _id(participant: Participant | str) -> str:
    return participant if isinstance(participant, str) else participant.id


def _kept(said: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in said.items() if value is not MISSING}
