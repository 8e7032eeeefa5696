"""A crowd: people invented by seed, so that lists are long enough to be real.

Each has a story. A story is built once, by the rules, in a world of its own; the crowd are
copies of it under other names. They come as schools send them: a mentor, then the ECTs.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from random import Random

from ecf_sandbox.engine.domain.instants import DAY, Instant, parse_date_time
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.domain.editions import Edition
from ecf_sandbox.v1.domain.participants import ParticipantType, Person, TrainingRecord
from ecf_sandbox.v1.seeding import weighted_recipes
from ecf_sandbox.v1.seeding.building import build
from ecf_sandbox.v1.seeding.names import names
from ecf_sandbox.v1.seeding.personas import SIDES
from ecf_sandbox.v1.seeding.recipes import NewPerson
from ecf_sandbox.v1.seeding.schools import school_urns
from ecf_sandbox.v1.seeding.weighted_recipes import WeightedRecipe
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.additions import TrainingHistory
from ecf_sandbox.v1.store.records import Records

_Roll = Callable[[], float]

# Twice a week, Wednesdays and Fridays, until the summer ends; every other Wednesday since.
_FIRST_BATCH = parse_date_time("2021-06-02T07:17:00Z")
_BEFORE_SEPTEMBER = tuple(
    Instant(_FIRST_BATCH + days * DAY) for week in range(13) for days in (7 * week, 7 * week + 2)
)
_SINCE = tuple(Instant(_FIRST_BATCH + (98 + 14 * nth) * DAY) for nth in range(6))
_BATCHES = _BEFORE_SEPTEMBER + _SINCE

_LARGEST_GROUP = 5
_HAS_MENTOR, _HAS_PUPIL_PREMIUM, _IS_SPARSE = 0.8, 0.2, 0.08

# Seven digits, and personas have those below 2000000. The step shares no divisor with how
# many are left, so that all of them are given before one comes again.
_FIRST_TRN, _TRNS, _TRN_STEP = 2_000_000, 8_000_000, 3_141_593


class _Unstamped(Records):
    """A store whose stamps are the instants themselves: the copies take their own."""

    __slots__ = ()

    def stamp(self, now: Instant) -> Instant:
        return now


@dataclass(frozen=True, slots=True)
class _Told:
    """Stories built, to draw from by their weights."""

    histories: Sequence[TrainingHistory]
    up_to: Sequence[float]

    def draw(self, roll: _Roll) -> TrainingHistory:
        return self.histories[bisect(self.up_to, roll() * self.up_to[-1])]


class Crowd:
    """Everybody who comes to each provider, in order, and the stamps that this takes.

    `runs` tells the stamps used so far: the last of each run, by the instant before its first.
    """

    def __init__(self, scratch: Records, edition: Edition, participants: int) -> None:
        """Prepare so many people for each provider; `scratch` is a world to be thrown away."""
        self.runs: dict[Instant, Instant] = {}
        self._seed = scratch.seed
        self._providers = tuple(scratch.provider_keys)
        self._participants = participants
        self._told = _tell(scratch, edition)
        self._names = names(self._seed)
        self._schools = school_urns()
        self._people, self._declarations = count(1), count(1)

    def __iter__(self) -> Iterator[TrainingHistory]:
        for provider in self._providers:
            # Of what `random` has, only random() is promised to stay as it is.
            roll = Random(f"{self._seed}/{provider}").random
            place = 0
            while place < self._participants:
                size = min(1 + int(roll() * _LARGEST_GROUP), self._participants - place)
                yield from self._group(provider, range(place, place + size), roll)
                place += size

    def _group(self, provider: str, places: range, roll: _Roll) -> Iterator[TrainingHistory]:
        """Yield who comes from one school together: a mentor first, if there is one at all."""
        school_urn = _one_of(self._schools, roll)
        mentor_id = None
        for place in places:
            added_at = _BATCHES[place * len(_BATCHES) // self._participants]
            kind = ParticipantType.ECT if mentor_id else ParticipantType.MENTOR
            history = self._told[kind, added_at < _SINCE[0]].draw(roll)
            person = self._person(history.record.person, added_at, roll)
            yield self._copy(
                history,
                person,
                provider=provider,
                school_urn=school_urn,
                mentor_id=mentor_id if roll() < _HAS_MENTOR else None,
            )
            mentor_id = mentor_id or person.id

    def _person(self, example: Person, added_at: Instant, roll: _Roll) -> Person:
        """Return somebody like the example, under a name of their own."""
        number = next(self._people)
        first, last = _one_of(self._names.first, roll), _one_of(self._names.last, roll)
        has_trn = example.teacher_reference_number is not None
        return replace(
            example,
            id=seeded_id(self._seed, "participant", number),
            full_name=f"{first} {last}",
            email=f"{first}.{last}{number}@example.com".lower().replace("'", ""),
            teacher_reference_number=_trn(number) if has_trn else None,
            pupil_premium_uplift=roll() < _HAS_PUPIL_PREMIUM,
            sparsity_uplift=roll() < _IS_SPARSE,
            added_at=added_at,
        )

    def _copy(
        self,
        history: TrainingHistory,
        person: Person,
        *,
        provider: str,
        school_urn: str,
        mentor_id: str | None,
    ) -> TrainingHistory:
        """Return a history as somebody else's, with stamps and ids of its own."""
        opened = self._stamp(person.added_at)
        changed = history.record.recorded != history.record.opened
        record = replace(
            history.record,
            person=person,
            provider=provider,
            school_urn=school_urn,
            mentor_id=mentor_id,
            opened=opened,
            recorded=self._stamp(history.record.recorded) if changed else opened,
        )
        declarations = [self._declaration(each, record) for each in history.declarations]
        return TrainingHistory(record, history.actions, declarations)

    def _declaration(self, example: Declaration, record: TrainingRecord) -> Declaration:
        created = self._stamp(example.created)
        changed = example.recorded != example.created
        return replace(
            example,
            id=seeded_id(self._seed, "declaration", next(self._declarations)),
            provider=record.provider,
            participant_id=record.person.id,
            created=created,
            recorded=self._stamp(example.recorded) if changed else created,
        )

    def _stamp(self, at: Instant) -> Instant:
        stamp = self.runs[at] = Instant(self.runs.get(at, at) + 1)
        return stamp


def _tell(scratch: Records, edition: Edition) -> Mapping[tuple[ParticipantType, bool], _Told]:
    """Build every story once; by type, and whether it begins before September."""
    number = count(1)
    unstamped = _Unstamped(scratch.db, scratch.seed, scratch.providers, scratch.provider_keys)

    def built(story: WeightedRecipe) -> TrainingHistory:
        example = _example(next(number))
        outcome = build(unstamped, edition, story.recipe, example, sides=SIDES)
        actions = additions.actions_of(unstamped, outcome.record)
        return TrainingHistory(outcome.record, actions, outcome.declarations)

    def all_built(some: Sequence[WeightedRecipe]) -> _Told:
        return _Told(
            tuple(built(story) for story in some), tuple(accumulate(story.weight for story in some))
        )

    return {
        (kind, settled): all_built(
            (weighted_recipes.settled if settled else weighted_recipes.recent)(edition, kind)
        )
        for kind in ParticipantType
        for settled in (True, False)
    }


def _example(number: int) -> NewPerson:
    return NewPerson(
        id=f"example-{number}",
        full_name="",
        email="",
        teacher_reference_number=_trn(number),
        school_urn="",
    )


def _one_of(some: Sequence[str], roll: _Roll) -> str:
    return some[int(roll() * len(some))]


def _trn(number: int) -> str:
    return str(_FIRST_TRN + number * _TRN_STEP % _TRNS)
