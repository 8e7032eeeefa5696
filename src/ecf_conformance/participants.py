"""Where the participants of scenarios come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ecf_conformance.exchange import Exchange
from ecf_conformance.v1.schedules import SEPTEMBER

COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}
READY = {"ect": "an ECT ready to start", "mentor": "a mentor ready to start"}

STANDING = ("submitted", "eligible", "payable", "paid")

Ask = Callable[..., Exchange]


class NobodyFound(Exception):
    """Nobody like that is to be had; the message says who was wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a scenario needs. Without a `state`: somebody ready to start, with nothing standing.

    The `untouched` have never had anything declared, not even what was voided.
    """

    kind: str = "ect"
    schedule: str | None = SEPTEMBER
    cohort: str = "2021"
    state: str | None = None
    untouched: bool = False

    @property
    def name(self) -> str:
        """The provider state, by its name."""
        return self.state or READY[self.kind]

    @property
    def params(self) -> dict[str, str]:
        """The parameters of the provider state."""
        schedule = {"schedule_identifier": self.schedule} if self.schedule else {}
        return {**schedule, "cohort": self.cohort}

    def __str__(self) -> str:
        on = f" on {self.schedule}" if self.schedule else ""
        return f"{self.name}{on} in cohort {self.cohort}"


@dataclass(frozen=True, slots=True)
class Participant:
    """SampleParticipant a scenario is about; `told` is what a provider state said of them."""

    id: str
    kind: str
    schedule: str
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def course(self) -> str:
        return COURSES[self.kind]


class People(Protocol):
    """A source of participants. `headers` carry the moment at which somebody is asked for."""

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        """Return somebody for a scenario alone; raises NobodyFound."""

    def let_go(self, participant: Participant) -> None:
        """Take somebody back after a scenario."""


class States:
    """Provider states in Pact's convention: somebody new for each scenario."""

    def __init__(self, ask: Ask, url: str, headers: Mapping[str, str], **params: str) -> None:
        self._ask = ask
        self._url = url
        self._headers = headers
        self._params = params

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        params = {**wanted.params, **self._params}
        answer = self._send(wanted.name, params, "setup", headers)
        told = answer.json() if answer.status < 300 else None
        if not isinstance(told, dict) or "participant_id" not in told:
            raise NobodyFound(f"no state gave {wanted}: {answer.line}, {answer.text[:120]}")
        kind = told.get("participant_type", wanted.kind)
        schedule = told.get("schedule_identifier", wanted.schedule or SEPTEMBER)
        return Participant(told["participant_id"], kind, schedule, told)

    def let_go(self, participant: Participant) -> None:
        """Leave them be: nobody else will be given them."""

    def _send(
        self, state: str, params: Mapping[str, str], action: str, headers: Mapping[str, str]
    ) -> Exchange:
        said = {"state": state, "params": params, "action": action}
        return self._ask("POST", self._url, {**self._headers, **headers}, json=said)


class FirstOf:
    """Several sources: the first that has somebody."""

    def __init__(self, *sources: People) -> None:
        self._sources = sources
        self._from: dict[str, People] = {}

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        reasons = []
        for source in self._sources:
            try:
                found = source.find(wanted, headers)
            except NobodyFound as nobody:
                reasons.append(str(nobody))
                continue
            self._from[found.id] = source
            return found
        raise NobodyFound("; ".join(reasons) or f"nobody gave {wanted}")

    def let_go(self, participant: Participant) -> None:
        self._from.pop(participant.id).let_go(participant)
