"""The participants that fuzzing asks about, and their state as far as answers told it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from ecf_conformance.participants import NobodyFound, Participant, Wanted

_MOST = 60


@dataclass(slots=True)
class SampleParticipant:
    """A participant of the provider's, as the answers so far tell."""

    participant: Participant
    schedule: str
    training: str = "active"
    declared: dict[str, str] = field(default_factory=dict)
    """Ids of standing declarations by type."""

    @property
    def id(self) -> str:
        return self.participant.id

    @property
    def is_untouched(self) -> bool:
        return self.training == "active" and not self.declared


@dataclass(slots=True)
class SampleData:
    """The participants found so far; `find` returns a new one, as long as there is one."""

    find: Callable[[Wanted], Participant]
    random: Random
    people: dict[str, SampleParticipant] = field(default_factory=dict)
    nobody: str = ""
    """Why nobody new was found, once that happened."""

    def anybody(self) -> SampleParticipant | None:
        """Return any of those found so far."""
        known = list(self.people.values())
        return self.random.choice(known) if known else None

    def one(self, fits: Callable[[SampleParticipant], bool]) -> SampleParticipant | None:
        """Return somebody who fits: of those found so far, else somebody new, else anybody."""
        fitting = [each for each in self.people.values() if fits(each)]
        if fitting:
            return self.random.choice(fitting)
        return next((each for each in self._newcomers() if fits(each)), None) or self.anybody()

    def add(self, kind: str) -> SampleParticipant | None:
        """Find somebody new of a kind."""
        if len(self.people) >= _MOST:
            return None
        try:
            found = self.find(Wanted(kind, None))
        except NobodyFound as nobody:
            self.nobody = str(nobody)
            return None
        made = SampleParticipant(found, found.schedule)
        self.people[found.id] = made
        return made

    def _newcomers(self) -> Iterator[SampleParticipant]:
        for kind in ("ect", "mentor"):
            if (found := self.add(kind)) is not None:
                yield found
