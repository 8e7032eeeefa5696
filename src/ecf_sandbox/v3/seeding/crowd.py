"""A crowd: people made up by seed, so that lists are long enough to be real.

Each has a story. A story is built once, by the rules, in a world of its own; the crowd are
copies of it at other schools and under other names.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from random import Random

from ecf_sandbox.v3.seeding import stories
from ecf_sandbox.v3.seeding.names import first_and_last_names
from ecf_sandbox.v3.seeding.recipe_groups import SHARES
from ecf_sandbox.v3.seeding.stories import Story
from ecf_sandbox.v3.store import copying, facts
from ecf_sandbox.v3.store.copying import Copy, Original
from ecf_sandbox.v3.store.records import Records

# Seven digits, above those of personas. The step shares no divisor with how many are left, so
# that all of them are given before one comes again.
_FIRST_TRN, _TRNS, _TRN_STEP = 4_000_000, 6_000_000, 3_141_593

Homes = Mapping[str, Sequence[str]]
"""Schools with which each provider works in all its years, by slug."""


def add(records: Records, scratch: Records, participants: int, homes: Homes) -> None:
    """Add so many people for each provider; `scratch` is a world to be thrown away."""
    told = stories.built(scratch)
    originals = [Original(each.number, each.people) for each in told]
    copying.copy(records, scratch, originals, _copies(records, told, participants, homes))


def _copies(
    records: Records, told: Sequence[Story], participants: int, homes: Homes
) -> Iterator[Copy]:
    """Yield the copies for each provider, scattered over its schools."""
    people = _people(records.seed)
    places = [count() for _ in told]
    for provider, key in records.provider_keys.items():
        # Of what `random` has, only random() is promised to stay as it is.
        roll = Random(f"{records.seed}/v3/crowd/{provider}").random
        schools = homes[provider]
        shares = SHARES[max(facts.years_of(records.db, key))]
        for story, copies in shared_out(told, shares, participants):
            for _ in range(copies):
                at = int(roll() * len(schools))
                yield Copy(
                    story=story.number,
                    place=next(places[story.number]),
                    provider=key,
                    school=schools[at],
                    other_school=schools[(at + 1) % len(schools)],
                    people=[next(people) for _ in story.people],
                )


def shared_out(
    told: Sequence[Story], shares: Mapping[int, int], participants: int
) -> Iterator[tuple[Story, int]]:
    """Yield how many times each story is copied so that so many people come, no more or less.

    `shares` are percents by cohort. Stories of one person fill what is left over.
    """
    left, owed = participants, 0.0
    usable = [each for each in told if each.group.cohort in shares]
    for story in sorted(usable, key=lambda each: (-len(each.people), each.number)):
        weight = story.group.weight * shares[story.group.cohort]
        owed += participants * weight / 10_000
        copies = min(round(owed), left // len(story.people))
        owed -= copies
        left -= copies * len(story.people)
        yield story, copies
    if left:
        yield next(each for each in reversed(usable) if len(each.people) == 1), left


def _people(seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield name, number and e-mail of one after the other, none twice."""
    roll = Random(f"{seed}/v3/crowd").random
    firsts, lasts = first_and_last_names()
    for number in count(1):
        first, last = _one_of(firsts, roll()), _one_of(lasts, roll())
        trn = _FIRST_TRN + number * _TRN_STEP % _TRNS
        email = f"{first}.{last}{number}@example.com".lower().replace("'", "")
        yield f"{first} {last}", str(trn), email


def _one_of(some: Sequence[str], roll: float) -> str:
    return some[int(roll * len(some))]
