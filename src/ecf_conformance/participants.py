"""Sources of participants for scenarios: provider states, or the first of several."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ecf_conformance.exchange import Exchange

COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}
READY = {"ect": "an ECT ready to start", "mentor": "a mentor ready to start"}

STANDING = ("submitted", "eligible", "payable", "paid")

Ask = Callable[..., Exchange]


class NobodyFound(Exception):
    """No such participant was found; the message says who was wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a scenario needs. Without a `state`: somebody ready to start, with nothing standing.

    The `untouched` have never had anything declared, not even what was voided. `more` are further
    parameters of the state.
    """

    kind: str = "ect"
    schedule: str | None = None
    cohort: str = "2021"
    state: str | None = None
    untouched: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The provider state, by its name."""
        return self.state or READY[self.kind]

    @property
    def params(self) -> dict[str, str]:
        """The parameters of the provider state."""
        schedule = {"schedule_identifier": self.schedule} if self.schedule else {}
        cohort = {"cohort": self.cohort} if self.cohort else {}
        return {**schedule, **cohort, **self.more}

    def __str__(self) -> str:
        on = f" on {self.schedule}" if self.schedule else ""
        return f"{self.name}{on}" + (f" in cohort {self.cohort}" if self.cohort else "")


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant whom a scenario is about; `state_values` are what a provider state returned."""

    id: str
    kind: str
    schedule: str
    state_values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def course(self) -> str:
        return COURSES[self.kind]


class People(Protocol):
    """A source of participants. `headers` carry the moment at which somebody is asked for."""

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        """Return somebody for a scenario alone; raises NobodyFound."""

    def release(self, participant: Participant, *, again: bool = True) -> None:
        """Let go of a participant after a scenario; `again` is whether others may have them."""

    def arrange(
        self, state: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        """Return the values of a provider state that is about nobody; raises NobodyFound."""


class States:
    """Provider states in Pact's convention: somebody new for each scenario."""

    def __init__(
        self, ask: Ask, url: str, headers: Mapping[str, str], usual_schedule: str, **params: str
    ) -> None:
        self._ask = ask
        self._url = url
        self._headers = headers
        self._usual_schedule = usual_schedule
        self._params = params

    def find(self, wanted: Wanted, headers: Mapping[str, str]) -> Participant:
        values = self.arrange(wanted.name, wanted.params, headers)
        if "participant_id" not in values:
            raise NobodyFound(f"the state {wanted.name} gave no participant_id")
        kind = values.get("participant_type", wanted.kind)
        schedule = values.get("schedule_identifier", wanted.schedule or self._usual_schedule)
        return Participant(values["participant_id"], kind, schedule, values)

    def release(self, participant: Participant, *, again: bool = True) -> None:
        """Do nothing: a provider state never returns the same participant again."""

    def arrange(
        self, state: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        said = {"state": state, "params": {**params, **self._params}, "action": "setup"}
        answer = self._ask("POST", self._url, {**self._headers, **headers}, json=said)
        values = answer.json() if answer.status < 300 else None
        if not isinstance(values, dict):
            raise NobodyFound(f"no state gave {state}: {answer.line}, {answer.text[:120]}")
        return values


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

    def release(self, participant: Participant, *, again: bool = True) -> None:
        self._from.pop(participant.id).release(participant, again=again)

    def arrange(
        self, state: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Mapping[str, Any]:
        reasons = []
        for source in self._sources:
            try:
                return source.arrange(state, params, headers)
            except NobodyFound as nobody:
                reasons.append(str(nobody))
        raise NobodyFound("; ".join(reasons) or f"nothing gave {state}")
