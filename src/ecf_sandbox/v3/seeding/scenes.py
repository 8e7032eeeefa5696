"""Scenes: who of the crowd belongs together, and how often that comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecf_sandbox.v3.seeding import plots
from ecf_sandbox.v3.seeding.characters import Character
from ecf_sandbox.v3.seeding.plots import Plot

# Of a hundred people: ECTs with a mentor of their own, ECTs who share one, ECTs alone, mentors
# alone. With the mentors of the former that makes sixty ECTs and forty mentors.
_OWN_MENTOR, _SHARED_MENTOR, _ALONE, _MENTORS_ALONE = 30, 10, 20, 5

# How many of a hundred are of which cohort; by the last cohort that a provider has.
SHARES = {
    2026: {2021: 4, 2022: 6, 2023: 10, 2024: 20, 2025: 30, 2026: 30},
    2024: {2021: 10, 2022: 15, 2023: 25, 2024: 50},
}


@dataclass(frozen=True, slots=True)
class Scene:
    """People at one school, or two; `weight` is how many times it comes for a hundred people."""

    cohort: int
    weight: float
    characters: tuple[Character, ...]


def scenes(cohort: int) -> Iterator[Scene]:
    """Yield all that happens in a cohort."""
    mentors = plots.mentors_of_somebody(cohort)
    mentored = plots.with_mentors(cohort)
    total = sum(each.weight for each in mentored)
    for place, plot in enumerate(mentored):
        weight = _OWN_MENTOR * plot.weight / total
        yield _scene(cohort, weight, mentors[place % len(mentors)], [plot])
    yield _scene(cohort, _SHARED_MENTOR / 2, mentors[0], mentored[1:3])
    yield from _alone(cohort, "ect", _ALONE, plots.alone(cohort))
    yield from _alone(cohort, "mentor", _MENTORS_ALONE, plots.mentors_of_nobody(cohort))


def _alone(cohort: int, role: str, share: float, of: Sequence[Plot]) -> Iterator[Scene]:
    total = sum(each.weight for each in of)
    for each in of:
        yield Scene(cohort, share * each.weight / total, (_character(cohort, 1, role, each),))


def _scene(cohort: int, weight: float, mentor: Plot, ects: Sequence[Plot]) -> Scene:
    """Return a mentor with ECTs, each of whom gets the mentor first."""
    assigned = {"mentor": 1}
    return Scene(
        cohort,
        weight,
        (
            _character(cohort, 1, "mentor", mentor),
            *(
                _character(cohort, number, "ect", Plot(1, each.said, (assigned, *each.acts)))
                for number, each in enumerate(ects, start=2)
            ),
        ),
    )


def _character(cohort: int, number: int, role: str, plot: Plot) -> Character:
    registered = date(cohort, 8, 2 + number)
    said = {"id": number, "role": role, "cohort": cohort, "registered": registered}
    return Character({**said, **plot.said, "acts": plot.acts})
