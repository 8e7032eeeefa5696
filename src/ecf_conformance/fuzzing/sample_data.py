"""Who there is to be asked about while fuzzing, and what became of them."""

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
    def is_pristine(self) -> bool:
        return self.training == "active" and not self.declared


@dataclass(slots=True)
class SampleData:
    """People met so far. `find` brings somebody new, as long as there is anybody."""

    find: Callable[[Wanted], Participant]
    random: Random
    people: dict[str, SampleParticipant] = field(default_factory=dict)
    nobody: str = ""
    """Why there is nobody new to be had, once there is not."""

    def anybody(self) -> SampleParticipant | None:
        """Return any of those met."""
        known = list(self.people.values())
        return self.random.choice(known) if known else None

    def one(self, fits: Callable[[SampleParticipant], bool]) -> SampleParticipant | None:
        """Return somebody who fits: of those met, else somebody new, else anybody."""
        fitting = [each for each in self.people.values() if fits(each)]
        if fitting:
            return self.random.choice(fitting)
        return next((each for each in self._newcomers() if fits(each)), None) or self.anybody()

    def meet(self, kind: str) -> SampleParticipant | None:
        """Bring somebody new of a kind."""
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
            if (found := self.meet(kind)) is not None:
                yield found
